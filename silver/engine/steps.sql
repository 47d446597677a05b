-- What each key of the batch goes through: its open row first, then the events, each linked to its neighbours.
CREATE OR REPLACE TEMP TABLE ${state}_steps AS
WITH happened AS (
    SELECT [[keys: @, ]][[fields: @, ]][[previous: previous_@, ]][[ends: first_@, ]]
        valid_from_ledger AS at_ledger, valid_from AS at_time, ended, end_reason, change, begins_life,
        life_from_ledger, first_ledger, first_closed_at, first_end_reason, TRUE AS is_prior
    FROM ${state}_prior
    UNION ALL BY NAME
    SELECT [[keys: @, ]][[fields: CASE WHEN end_reason IS NULL THEN @ END AS @, ]][[ends: @, ]][[ends: @ AS first_@, ]]
        ledger_sequence AS at_ledger, closed_at AS at_time, end_reason IS NOT NULL AS ended, end_reason, change,
        ledger_sequence AS first_ledger, closed_at AS first_closed_at,
        coalesce(end_reason, 'updated') AS first_end_reason, FALSE AS is_prior
    FROM ${state}_events
),
$counted
known AS (
    SELECT [[keys: @, ]][[values: @, ]][[ends: @, ]][[previous: previous_@, ]]
        at_ledger, at_time, ended, end_reason, change, begins_life, life_from_ledger, is_prior,
        [[carried: last_value(@ IGNORE NULLS) OVER w AS @, ]]
        [[ends: first_value(first_@) OVER w AS first_@, ]]
        first_value(first_ledger) OVER w AS first_ledger,
        first_value(first_closed_at) OVER w AS first_closed_at,
        first_value(first_end_reason) OVER w AS first_end_reason
    FROM counted
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
),
linked AS (
    SELECT *,
        lag(NOT ended) OVER w AS follows_live,  -- NULL: nothing before is known
        lag(struct_pack([[fields|, : @ := @]])) OVER w AS before,
        lead(at_ledger) OVER w AS next_ledger,
        lead(at_time) OVER w AS next_time,
        [[ends: lead(@) OVER w AS next_@, ]]
        lead(coalesce(end_reason, 'updated')) OVER w AS next_end_reason
    FROM known
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
),
judged AS (
    SELECT * EXCLUDE (begins_life),
        CASE
            WHEN is_prior THEN begins_life
            WHEN ended OR change = 'seed' THEN NULL
            WHEN change = 'created' THEN TRUE
            WHEN follows_live THEN FALSE
            WHEN NOT follows_live OR $complete THEN TRUE
        END AS begins_life
    FROM linked
)
SELECT [[keys: @, ]][[fields: @, ]][[ends: next_@, ]][[ends: first_@, ]]
    at_ledger, at_time, ended, end_reason, is_prior, begins_life,
    next_ledger, next_time, next_end_reason, first_ledger, first_closed_at, first_end_reason,
    CASE
        WHEN is_prior OR ended OR change IS NOT NULL THEN change
        WHEN begins_life THEN 'created'
        WHEN NOT begins_life THEN 'updated'
        ELSE 'first_seen'
    END AS change,
    [[previous: CASE WHEN is_prior THEN previous_@ WHEN begins_life THEN 0 WHEN NOT begins_life THEN before.@ END
        AS previous_@, ]]
    (last_value(CASE
        WHEN is_prior THEN {'ledger': life_from_ledger}
        WHEN ended OR begins_life IS NULL THEN {'ledger': NULL::BIGINT}
        WHEN begins_life THEN {'ledger': at_ledger}
    END IGNORE NULLS) OVER w).ledger AS life_from_ledger,
    CASE WHEN ended THEN follows_live IS NOT NULL OR $complete ELSE begins_life IS NOT NULL END AS previous_known,
    CASE WHEN follows_live AND begins_life IS NOT TRUE THEN before END AS previous
FROM judged
WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
