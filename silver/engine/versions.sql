-- All versions, of every root segment.
    SELECT r.root, [[keys: @, ]][[fields: @, ]][[ends: @, ]][[previous: previous_@, ]]
        valid_from_ledger, valid_from, valid_to_ledger, valid_to, valid_to_ledger - 1 AS known_to_ledger,
        change, end_reason, begins_life, r.complete AS state_complete
    FROM $history h
    JOIN $roots r USING (segment_id)
    UNION ALL BY NAME
    SELECT s.root, [[keys: @, ]][[fields: @, ]][[previous: previous_@, ]]
        valid_from_ledger, valid_from, r.hi AS known_to_ledger,
        change, begins_life, r.complete AS state_complete
    FROM ($summary) s
    JOIN $roots r ON r.segment_id = s.root
    WHERE NOT ended
