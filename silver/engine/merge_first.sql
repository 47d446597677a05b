-- The first versions on the right of keys that are touched; a key whose first event is an end has none.
CREATE OR REPLACE TEMP TABLE ${state}_first AS
WITH touched AS (
    SELECT r.*
    FROM ${state}_right r
    LEFT JOIN ${state}_left l ON [[keys| AND : l.@ = r.@]]
    WHERE r.first_end_reason = 'updated' AND ($left_complete OR l.commit_no IS NOT NULL)
),
versions AS (
    SELECT [[keys: h.@, ]][[fields: h.@, ]][[ends: h.@, ]]h.valid_from_ledger, h.valid_to_ledger, h.valid_to,
        h.end_reason, h.change, h.begins_life, FALSE AS is_open
    FROM $history h
    JOIN touched t ON [[keys| AND : t.@ = h.@]] AND t.first_ledger = h.valid_from_ledger
    WHERE h.segment_id IN ($right_members)
    UNION ALL BY NAME
    SELECT [[keys: @, ]][[fields: @, ]]valid_from_ledger, change, begins_life, TRUE AS is_open
    FROM touched
    WHERE NOT ended AND valid_from_ledger = first_ledger
)
SELECT *, ($weak) AS is_weak FROM versions
