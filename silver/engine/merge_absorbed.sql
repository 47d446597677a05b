-- Of states with `versions: on_change`: versions on the right that the live version on the left goes on through, until
-- (valid_to_ledger) something else happens. Behind a first one that was only weak there may be a second that says what the
-- left one says.
CREATE OR REPLACE TEMP TABLE ${state}_absorbed AS
WITH alike AS (
    SELECT f.*, [[values| AND : f.@ IS NOT DISTINCT FROM l.@]] AS same
    FROM ${state}_first f
    JOIN ${state}_left l ON [[keys| AND : l.@ = f.@]]
    WHERE $on_change AND NOT l.ended
),
dropped AS (
    SELECT * FROM alike WHERE is_weak OR same
),
behind AS (
    SELECT [[keys: h.@, ]][[values: h.@, ]][[ends: h.@, ]]h.valid_from_ledger, h.valid_to_ledger, h.valid_to, h.end_reason
    FROM $history h
    JOIN dropped d ON [[keys| AND : d.@ = h.@]] AND d.valid_to_ledger = h.valid_from_ledger
    WHERE h.segment_id IN ($right_members) AND d.end_reason = 'updated' AND NOT d.same
    UNION ALL BY NAME
    SELECT [[keys: r.@, ]][[values: r.@, ]]r.valid_from_ledger
    FROM ${state}_right r
    JOIN dropped d ON [[keys| AND : d.@ = r.@]] AND d.valid_to_ledger = r.valid_from_ledger
    WHERE NOT r.ended AND d.end_reason = 'updated' AND NOT d.same
),
second AS (
    SELECT b.*
    FROM behind b
    JOIN ${state}_left l ON [[keys| AND : l.@ = b.@]]
    WHERE [[values| AND : b.@ IS NOT DISTINCT FROM l.@]]
),
chain AS (
    SELECT [[keys: @, ]][[ends: @, ]]valid_from_ledger, valid_to_ledger, valid_to, end_reason FROM dropped
    UNION ALL BY NAME
    SELECT [[keys: @, ]][[ends: @, ]]valid_from_ledger, valid_to_ledger, valid_to, end_reason FROM second
)
SELECT *, min(valid_from_ledger) OVER w AS from_ledger
FROM chain
WINDOW w AS (PARTITION BY [[keys|, : @]])
QUALIFY row_number() OVER (PARTITION BY [[keys|, : @]] ORDER BY valid_from_ledger DESC) = 1
