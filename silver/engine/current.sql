-- The versions that stand at the end of the newest segment.
SELECT [[columns: $stored_@, ]][[previous: previous_@, ]]valid_from_ledger, valid_from,
    NULL::BIGINT AS valid_to_ledger, NULL::TIMESTAMP AS valid_to, r.hi AS known_to_ledger,
    change, end_reason, life_from_ledger, r.complete AS state_complete
FROM ($summary) s
JOIN $roots r ON r.segment_id = s.root
WHERE NOT ended AND s.root = (SELECT arg_max(root, hi) FROM $roots)
