-- Versions that ended in the batch.
CREATE OR REPLACE TEMP TABLE ${state}_closed AS
SELECT [[keys: @, ]][[fields: @, ]][[ends: next_@ AS @, ]]
    at_ledger AS valid_from_ledger, at_time AS valid_from, next_ledger AS valid_to_ledger, next_time AS valid_to,
    change, next_end_reason AS end_reason, begins_life, [[previous: previous_@, ]]$segment AS segment_id
FROM ${state}_steps
WHERE NOT ended AND next_ledger IS NOT NULL
