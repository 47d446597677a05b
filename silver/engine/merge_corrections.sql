-- The first events of the right segment, now with what stood before them, for tables that read changes.
CREATE OR REPLACE TEMP TABLE ${state}_corrections AS
SELECT [[keys: m.@, ]][[fields: f.@, ]]m.right_ledger AS ledger_sequence, m.right_closed_at AS closed_at,
    m.ends_left AS ended, CASE WHEN m.ends_left THEN m.right_end_reason END AS end_reason,
    CASE WHEN m.learns THEN m.first_change END AS change, TRUE AS previous_known,
    CASE WHEN m.left_live THEN struct_pack([[fields|, : @ := l.@]]) END AS previous
FROM ${state}_merged m
LEFT JOIN ${state}_first f ON [[keys| AND : f.@ = m.@]]
LEFT JOIN ${state}_left l ON [[keys| AND : l.@ = m.@]]
WHERE m.learns OR m.ends_left
