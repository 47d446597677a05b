-- What happened to the keys of a state in the batch's ledgers.
CREATE OR REPLACE TEMP TABLE ${state}_events AS
SELECT [[keys: @, ]][[fields: @, ]][[ends: @, ]]ledger_sequence, closed_at, end_reason, change
FROM ($select)
