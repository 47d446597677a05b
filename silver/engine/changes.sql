-- What changed, for tables that read it.
CREATE OR REPLACE TEMP TABLE ${state}_changes AS
SELECT [[keys: @, ]][[fields: @, ]]at_ledger AS ledger_sequence, at_time AS closed_at, ended, end_reason, change,
    previous_known, previous
FROM ${state}_steps
WHERE NOT is_prior
