-- Every version, with what is known of it.
SELECT [[columns: $shown_@, ]][[previous: previous_@, ]]valid_from_ledger, valid_from, valid_to_ledger, valid_to,
    known_to_ledger, change, end_reason, life_from_ledger, state_complete
FROM ($lives)
