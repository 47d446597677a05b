-- Versions of the right segment as they are from now on: a first one that learnt what stood before it, and those that are none.
-- They stand beside the rows that they replace (recorded.sql), so that no file is written again.
CREATE OR REPLACE TEMP TABLE ${state}_revised AS
SELECT [[keys: h.@, ]][[fields: h.@, ]][[ends: h.@, ]]h.valid_from_ledger, h.valid_from, h.valid_to_ledger, h.valid_to,
    m.first_change AS change, h.end_reason, NOT m.left_live AS begins_life, [[previous: m.first_previous_@ AS previous_@, ]]
    h.segment_id, FALSE AS dropped, $commit AS commit_no
FROM $history h
JOIN ${state}_merged m ON [[keys| AND : m.@ = h.@]] AND h.valid_from_ledger = m.right_ledger
WHERE m.learns AND h.segment_id IN ($right_members)
UNION ALL
SELECT [[keys: h.@, ]][[fields: h.@, ]][[ends: h.@, ]]h.valid_from_ledger, h.valid_from, h.valid_to_ledger, h.valid_to,
    h.change, h.end_reason, h.begins_life, [[previous: h.previous_@, ]]
    h.segment_id, TRUE AS dropped, $commit AS commit_no
FROM $history h
JOIN ${state}_absorbed a
    ON [[keys| AND : a.@ = h.@]] AND h.valid_from_ledger BETWEEN a.from_ledger AND a.valid_from_ledger
WHERE h.segment_id IN ($right_members)
