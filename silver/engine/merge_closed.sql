-- Versions of the left segment that the first event on the right ends.
CREATE OR REPLACE TEMP TABLE ${state}_closed AS
SELECT [[keys: l.@, ]][[fields: l.@, ]][[ends: m.left_@ AS @, ]]
    l.valid_from_ledger, l.valid_from, m.left_to_ledger AS valid_to_ledger, m.left_to AS valid_to,
    l.change, m.left_end_reason AS end_reason, l.begins_life, [[previous: l.previous_@, ]]$left AS segment_id
FROM ${state}_merged m
JOIN ${state}_left l ON [[keys| AND : l.@ = m.@]]
WHERE m.left_closes
