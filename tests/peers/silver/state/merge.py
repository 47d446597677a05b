"""The SQL that joins two segments that touch: $left ends where $right begins. Holes: see entry.py.

Only keys that both sides know are touched, and where $left is complete the keys of $right whose first version does not know
what stood before it: a key that a complete segment has no row of does not exist. Of each key at most: the left version is closed, the first version on the right learns what stood before it,
one summary row is added. Of entries with `versions: on_change` the first version on the right may say what the left one says,
or be weak, and is dropped: the left version goes on (see `absorbed`).
"""

RIGHT_SEGMENTS = "(SELECT segment_id FROM $roots WHERE root = $right)"

RIGHT = """
CREATE OR REPLACE TEMP TABLE ${state}_right AS
SELECT * FROM ($summary) WHERE root = $right
"""

LEFT = """
CREATE OR REPLACE TEMP TABLE ${state}_left AS
SELECT l.*
FROM ($summary) l
SEMI JOIN ${state}_right r ON [[keys| AND : r.@ = l.@]]
WHERE l.root = $left
"""

# The first versions on the right of keys that are touched; a key whose first event is an end has none.
FIRST = """
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
    WHERE h.segment_id IN $right_segments
    UNION ALL BY NAME
    SELECT [[keys: @, ]][[fields: @, ]]valid_from_ledger, change, begins_life, TRUE AS is_open
    FROM touched
    WHERE NOT ended AND valid_from_ledger = first_ledger
)
SELECT *, ($weak) AS is_weak FROM versions
"""

# Versions on the right that the live version on the left goes on through, until (valid_to_ledger) something else happens.
# Behind a first one that was only weak there may be a second that says what the left says.
ABSORBED = """
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
    WHERE h.segment_id IN $right_segments AND d.end_reason = 'updated' AND NOT d.same
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
"""

MERGED = """
CREATE OR REPLACE TEMP TABLE ${state}_merged AS
WITH met AS (
    SELECT r AS r, l AS l, f AS f, a AS a,
        l.commit_no IS NOT NULL AS has_left,
        coalesce(NOT l.ended, FALSE) AS left_live,
        a.from_ledger IS NOT NULL AS is_absorbed,
        a.from_ledger IS NOT NULL AND a.valid_to_ledger IS NULL AS goes_on,  -- the left version is still the open one
        f.valid_from_ledger IS NOT NULL AND f.begins_life IS NULL AND a.from_ledger IS NULL AS learns
    FROM ${state}_right r
    LEFT JOIN ${state}_left l ON [[keys| AND : l.@ = r.@]]
    LEFT JOIN ${state}_first f ON [[keys| AND : f.@ = r.@]]
    LEFT JOIN ${state}_absorbed a ON [[keys| AND : a.@ = r.@]]
    WHERE l.commit_no IS NOT NULL OR (f.valid_from_ledger IS NOT NULL AND f.begins_life IS NULL)
),
learnt AS (
    SELECT *,
        CASE
            WHEN f.change <> 'first_seen' THEN f.change
            WHEN left_live THEN 'updated'
            ELSE 'created'
        END AS first_change,
        [[previous: CASE WHEN left_live THEN l.@ ELSE 0 END AS first_previous_@, ]]
        learns AND f.is_open AS renews
    FROM met
)
SELECT
    -- the summary of both
    [[keys: r.@ AS @, ]][[values: CASE WHEN goes_on THEN l.@ ELSE r.@ END AS @, ]]
    [[carried: coalesce(r.@, l.@) AS @, ]]
    r.ended AS ended,
    r.end_reason AS end_reason,
    CASE WHEN goes_on THEN l.valid_from_ledger ELSE r.valid_from_ledger END AS valid_from_ledger,
    CASE WHEN goes_on THEN l.valid_from ELSE r.valid_from END AS valid_from,
    CASE WHEN goes_on THEN l.change WHEN renews THEN first_change ELSE r.change END AS change,
    CASE WHEN goes_on THEN l.begins_life WHEN renews THEN NOT left_live ELSE r.begins_life END AS begins_life,
    [[previous: CASE WHEN goes_on THEN l.previous_@ WHEN renews THEN first_previous_@ ELSE r.previous_@ END AS previous_@, ]]
    CASE
        WHEN r.ended THEN NULL
        WHEN r.life_from_ledger IS NOT NULL THEN r.life_from_ledger
        WHEN left_live THEN l.life_from_ledger
        ELSE r.first_ledger
    END AS life_from_ledger,
    [[ends: CASE WHEN has_left THEN l.first_@ ELSE r.first_@ END AS first_@, ]]
    CASE WHEN has_left THEN l.first_ledger ELSE r.first_ledger END AS first_ledger,
    CASE WHEN has_left THEN l.first_closed_at ELSE r.first_closed_at END AS first_closed_at,
    CASE WHEN has_left THEN l.first_end_reason ELSE r.first_end_reason END AS first_end_reason,
    -- where the left version ends
    left_live AND NOT goes_on AS left_closes,
    CASE WHEN is_absorbed THEN a.valid_to_ledger ELSE r.first_ledger END AS left_to_ledger,
    CASE WHEN is_absorbed THEN a.valid_to ELSE r.first_closed_at END AS left_to,
    CASE WHEN is_absorbed THEN a.end_reason ELSE r.first_end_reason END AS left_end_reason,
    [[ends: CASE WHEN is_absorbed THEN a.@ ELSE r.first_@ END AS left_@, ]]
    -- what the first version, or first end, on the right learns
    learns,
    left_live AND r.first_end_reason <> 'updated' AS ends_left,
    left_live,
    r.first_ledger AS right_ledger,
    r.first_closed_at AS right_closed_at,
    r.first_end_reason AS right_end_reason,
    [[previous: first_previous_@, ]]
    first_change
FROM learnt
"""

CORRECTIONS = """
CREATE OR REPLACE TEMP TABLE ${state}_corrections AS
SELECT [[keys: m.@, ]][[fields: f.@, ]]m.right_ledger AS ledger_sequence, m.right_closed_at AS closed_at,
    m.ends_left AS ended, CASE WHEN m.ends_left THEN m.right_end_reason END AS end_reason,
    CASE WHEN m.learns THEN m.first_change END AS change, TRUE AS previous_known,
    CASE WHEN m.left_live THEN struct_pack([[fields|, : @ := l.@]]) END AS previous
FROM ${state}_merged m
LEFT JOIN ${state}_first f ON [[keys| AND : f.@ = m.@]]
LEFT JOIN ${state}_left l ON [[keys| AND : l.@ = m.@]]
WHERE m.learns OR m.ends_left
"""

DROP_ABSORBED = """
DELETE FROM $history AS h USING ${state}_absorbed a
WHERE [[keys| AND : a.@ = h.@]] AND h.valid_from_ledger BETWEEN a.from_ledger AND a.valid_from_ledger
    AND h.segment_id IN $right_segments
"""

TEACH_FIRST = """
UPDATE $history AS h
SET [[previous: previous_@ = m.first_previous_@, ]]change = m.first_change, begins_life = NOT m.left_live
FROM ${state}_merged m
WHERE [[keys| AND : m.@ = h.@]] AND h.valid_from_ledger = m.right_ledger AND m.learns
    AND h.segment_id IN $right_segments
"""

CLOSE_LEFT = """
INSERT INTO $history BY NAME
SELECT [[keys: l.@, ]][[fields: l.@, ]][[ends: m.left_@ AS @, ]]
    l.valid_from_ledger, l.valid_from, m.left_to_ledger AS valid_to_ledger, m.left_to AS valid_to,
    l.change, m.left_end_reason AS end_reason, l.begins_life, [[previous: l.previous_@, ]]$left AS segment_id
FROM ${state}_merged m
JOIN ${state}_left l ON [[keys| AND : l.@ = m.@]]
WHERE m.left_closes
"""

SUM_UP = """
INSERT INTO $delta BY NAME
SELECT [[keys: @, ]][[fields: @, ]]ended, end_reason, valid_from_ledger, valid_from, change, begins_life,
    [[previous: previous_@, ]]life_from_ledger, first_ledger, first_closed_at, first_end_reason, [[ends: first_@, ]]
    $left AS segment_id, $commit AS commit_no
FROM ${state}_merged
"""

MERGE = [RIGHT, LEFT, FIRST, ABSORBED, MERGED, CORRECTIONS, DROP_ABSORBED, TEACH_FIRST, CLOSE_LEFT, SUM_UP]
