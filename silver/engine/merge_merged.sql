-- Per touched key: the summary of both segments, where the left version ends, and what the first version on the right learns.
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
