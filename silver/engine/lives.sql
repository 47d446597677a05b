-- What concerns a life is one row's word and holds for the rows after it: told here, so that a merge need not.
    SELECT * EXCLUDE (root, begins_life),
        (last_value(CASE
            WHEN begins_life IS NULL THEN {'ledger': NULL::BIGINT}
            WHEN begins_life THEN {'ledger': valid_from_ledger}
        END IGNORE NULLS) OVER w).ledger AS life_from_ledger
        [[carried: , last_value(@ IGNORE NULLS) OVER w AS known_@]]
    FROM ($versions)
    WHERE $only
    WINDOW w AS (PARTITION BY root, [[keys|, : @]] ORDER BY valid_from_ledger)
