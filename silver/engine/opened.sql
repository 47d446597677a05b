-- What stands for each key of the batch at its end.
CREATE OR REPLACE TEMP TABLE ${state}_opened AS
SELECT [[keys: @, ]][[fields: @, ]]ended, end_reason, at_ledger AS valid_from_ledger, at_time AS valid_from,
    change, begins_life, [[previous: previous_@, ]]CASE WHEN NOT ended THEN life_from_ledger END AS life_from_ledger,
    first_ledger, first_closed_at, first_end_reason, [[ends: first_@, ]]$segment AS segment_id, $commit AS commit_no
FROM ${state}_steps
WHERE next_ledger IS NULL AND NOT is_prior
