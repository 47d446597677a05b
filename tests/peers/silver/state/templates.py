"""The SQL of the state engine: what happens to a state table, whatever its entry. Holes: see entry.py.

Three tables a state: $history (versions that ended), $open and $delta (per key and segment what stands at its end: a version
or, with `ended`, a tombstone). Of several rows of a key in one root segment the one with the largest commit_no holds: a batch
adds rows later in ledger order than the segment had, a merge adds a row for every key that both sides know.

begins_life says of a version what stood before it: TRUE nothing, FALSE a version that ends here, NULL unknown (the first of
its key in a segment that is not complete). A merge touches a version only where this is NULL, or where it is dropped.
"""

TABLES = """
CREATE TABLE $history (
    [[keys: @ $type_@, ]][[fields: @ $type_@, ]][[ends: @ $type_@, ]]
    valid_from_ledger BIGINT, valid_from TIMESTAMP, valid_to_ledger BIGINT, valid_to TIMESTAMP,
    change VARCHAR, end_reason VARCHAR, begins_life BOOLEAN, [[previous: previous_@ $type_@, ]]segment_id BIGINT);
CREATE TABLE $open (
    [[keys: @ $type_@, ]][[fields: @ $type_@, ]]
    ended BOOLEAN, end_reason VARCHAR, valid_from_ledger BIGINT, valid_from TIMESTAMP,
    change VARCHAR, begins_life BOOLEAN, [[previous: previous_@ $type_@, ]]life_from_ledger BIGINT,
    first_ledger BIGINT, first_closed_at TIMESTAMP, first_end_reason VARCHAR, [[ends: first_@ $type_@, ]]
    segment_id BIGINT, commit_no BIGINT);
CREATE TABLE $delta AS FROM $open
"""

# What stands for each key at the end of each root segment. $open has one row of a root and key (fold made it), unless
# two roots were merged since, and then $delta has a newer one.
SUMMARY = """
    SELECT r.root, o.*
    FROM $open o
    JOIN $roots r USING (segment_id)
    ANTI JOIN (SELECT * FROM $delta JOIN $roots USING (segment_id)) d
        ON d.root = r.root AND [[keys| AND : d.@ = o.@]]
    UNION ALL
    SELECT r.root, o.*
    FROM $delta o
    JOIN $roots r USING (segment_id)
    QUALIFY row_number() OVER (PARTITION BY r.root, [[keys|, : o.@]] ORDER BY o.commit_no DESC) = 1
"""

# ------------------------------------------------------------------------------------------------------------------ batch
EVENTS = """
CREATE OR REPLACE TEMP TABLE ${state}_events AS
SELECT [[keys: @, ]][[fields: @, ]][[ends: @, ]]ledger_sequence, closed_at, end_reason, change
FROM ($select)
"""

# The open rows of the segment that the batch extends, for the keys of the batch. No history is read.
PRIOR = """
CREATE OR REPLACE TEMP TABLE ${state}_prior AS
SELECT o.*
FROM (SELECT * FROM $open UNION ALL SELECT * FROM $delta) o
SEMI JOIN ${state}_events e ON [[keys| AND : e.@ = o.@]]
WHERE o.segment_id IN (SELECT segment_id FROM $roots WHERE root = $segment)
QUALIFY row_number() OVER (PARTITION BY [[keys|, : o.@]] ORDER BY o.commit_no DESC) = 1
"""

# Of entries with `versions: on_change`: what says nothing new is no event.
ON_CHANGE = """
told AS (
    SELECT *
    FROM happened
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
    QUALIFY is_prior OR ended OR NOT ($weak) OR NOT coalesce(lag(NOT ended) OVER w, FALSE)
),
counted AS (
    SELECT *
    FROM told
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
    QUALIFY is_prior OR ended OR NOT coalesce(lag(NOT ended) OVER w, FALSE)
        OR [[values| OR : @ IS DISTINCT FROM lag(@) OVER w]]
),
"""
ON_LEDGER = "counted AS (FROM happened),"

# What each key of the batch goes through: its open row first, then the events, each linked to the one before and after.
STEPS = """
CREATE OR REPLACE TEMP TABLE ${state}_steps AS
WITH happened AS (
    SELECT [[keys: @, ]][[fields: @, ]][[previous: previous_@, ]][[ends: first_@, ]]
        valid_from_ledger AS at_ledger, valid_from AS at_time, ended, end_reason, change, begins_life,
        life_from_ledger, first_ledger, first_closed_at, first_end_reason, TRUE AS is_prior
    FROM ${state}_prior
    UNION ALL BY NAME
    SELECT [[keys: @, ]][[fields: CASE WHEN end_reason IS NULL THEN @ END AS @, ]][[ends: @, ]][[ends: @ AS first_@, ]]
        ledger_sequence AS at_ledger, closed_at AS at_time, end_reason IS NOT NULL AS ended, end_reason, change,
        ledger_sequence AS first_ledger, closed_at AS first_closed_at,
        coalesce(end_reason, 'updated') AS first_end_reason, FALSE AS is_prior
    FROM ${state}_events
),
$counted
known AS (
    SELECT [[keys: @, ]][[values: @, ]][[ends: @, ]][[previous: previous_@, ]]
        at_ledger, at_time, ended, end_reason, change, begins_life, life_from_ledger, is_prior,
        [[carried: last_value(@ IGNORE NULLS) OVER w AS @, ]]
        [[ends: first_value(first_@) OVER w AS first_@, ]]
        first_value(first_ledger) OVER w AS first_ledger,
        first_value(first_closed_at) OVER w AS first_closed_at,
        first_value(first_end_reason) OVER w AS first_end_reason
    FROM counted
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
),
linked AS (
    SELECT *,
        lag(NOT ended) OVER w AS follows_live,  -- NULL: nothing before is known
        lag(struct_pack([[fields|, : @ := @]])) OVER w AS before,
        lead(at_ledger) OVER w AS next_ledger,
        lead(at_time) OVER w AS next_time,
        [[ends: lead(@) OVER w AS next_@, ]]
        lead(coalesce(end_reason, 'updated')) OVER w AS next_end_reason
    FROM known
    WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
),
judged AS (
    SELECT * EXCLUDE (begins_life),
        CASE
            WHEN is_prior THEN begins_life
            WHEN ended OR change = 'seed' THEN NULL
            WHEN change = 'created' THEN TRUE
            WHEN follows_live THEN FALSE
            WHEN NOT follows_live OR $complete THEN TRUE
        END AS begins_life
    FROM linked
)
SELECT [[keys: @, ]][[fields: @, ]][[ends: next_@, ]][[ends: first_@, ]]
    at_ledger, at_time, ended, end_reason, is_prior, begins_life,
    next_ledger, next_time, next_end_reason, first_ledger, first_closed_at, first_end_reason,
    CASE
        WHEN is_prior OR ended OR change IS NOT NULL THEN change
        WHEN begins_life THEN 'created'
        WHEN NOT begins_life THEN 'updated'
        ELSE 'first_seen'
    END AS change,
    [[previous: CASE WHEN is_prior THEN previous_@ WHEN begins_life THEN 0 WHEN NOT begins_life THEN before.@ END
        AS previous_@, ]]
    (last_value(CASE
        WHEN is_prior THEN {'ledger': life_from_ledger}
        WHEN ended OR begins_life IS NULL THEN {'ledger': NULL::BIGINT}
        WHEN begins_life THEN {'ledger': at_ledger}
    END IGNORE NULLS) OVER w).ledger AS life_from_ledger,
    CASE WHEN ended THEN follows_live IS NOT NULL OR $complete ELSE begins_life IS NOT NULL END AS previous_known,
    CASE WHEN follows_live AND begins_life IS NOT TRUE THEN before END AS previous
FROM judged
WINDOW w AS (PARTITION BY [[keys|, : @]] ORDER BY at_ledger, ended)
"""

CHANGES = """
CREATE OR REPLACE TEMP TABLE ${state}_changes AS
SELECT [[keys: @, ]][[fields: @, ]]at_ledger AS ledger_sequence, at_time AS closed_at, ended, end_reason, change,
    previous_known, previous
FROM ${state}_steps
WHERE NOT is_prior
"""

BATCH_CLOSED = """
INSERT INTO $history BY NAME
SELECT [[keys: @, ]][[fields: @, ]][[ends: next_@ AS @, ]]
    at_ledger AS valid_from_ledger, at_time AS valid_from, next_ledger AS valid_to_ledger, next_time AS valid_to,
    change, next_end_reason AS end_reason, begins_life, [[previous: previous_@, ]]$segment AS segment_id
FROM ${state}_steps
WHERE NOT ended AND next_ledger IS NOT NULL
"""

BATCH_OPEN = """
INSERT INTO $delta BY NAME
SELECT [[keys: @, ]][[fields: @, ]]ended, end_reason, at_ledger AS valid_from_ledger, at_time AS valid_from,
    change, begins_life, [[previous: previous_@, ]]CASE WHEN NOT ended THEN life_from_ledger END AS life_from_ledger,
    first_ledger, first_closed_at, first_end_reason, [[ends: first_@, ]]$segment AS segment_id, $commit AS commit_no
FROM ${state}_steps
WHERE next_ledger IS NULL AND NOT is_prior
"""

BATCH = [EVENTS, PRIOR, STEPS, CHANGES, BATCH_CLOSED, BATCH_OPEN]

# ------------------------------------------------------------------------------------------------------------------- fold
# Tombstones say that a key is known not to exist: a complete segment knows that without them, unless they carry something.
FOLD = """
CREATE OR REPLACE TEMP TABLE ${state}_folded AS
SELECT s.* EXCLUDE (root) REPLACE (s.root AS segment_id)
FROM ($summary) s
JOIN $roots r ON r.segment_id = s.root
WHERE NOT (s.ended AND r.complete AND $drops_tombstones);
DELETE FROM $open;
DELETE FROM $delta;
INSERT INTO $open BY NAME FROM ${state}_folded
"""

# ------------------------------------------------------------------------------------------------------------------ views
ROOTS = """
CREATE OR REPLACE VIEW $roots AS
SELECT s.segment_id, s.root, r.lo, r.hi, r.lo <= 2 OR r.seeded_at IS NOT NULL AS complete
FROM $segments s
JOIN $segments r ON r.segment_id = s.root
"""

VERSIONS = """
    SELECT r.root, [[keys: @, ]][[fields: @, ]][[ends: @, ]][[previous: previous_@, ]]
        valid_from_ledger, valid_from, valid_to_ledger, valid_to, valid_to_ledger - 1 AS known_to_ledger,
        change, end_reason, begins_life, r.complete AS state_complete
    FROM $history h
    JOIN $roots r USING (segment_id)
    UNION ALL BY NAME
    SELECT s.root, [[keys: @, ]][[fields: @, ]][[previous: previous_@, ]]
        valid_from_ledger, valid_from, r.hi AS known_to_ledger,
        change, begins_life, r.complete AS state_complete
    FROM ($summary) s
    JOIN $roots r ON r.segment_id = s.root
    WHERE NOT ended
"""

# What concerns a life is one row's word and holds for the rows after it: told here, so that a merge need not.
LIVES = """
    SELECT * EXCLUDE (root, begins_life),
        (last_value(CASE
            WHEN begins_life IS NULL THEN {'ledger': NULL::BIGINT}
            WHEN begins_life THEN {'ledger': valid_from_ledger}
        END IGNORE NULLS) OVER w).ledger AS life_from_ledger
        [[carried: , last_value(@ IGNORE NULLS) OVER w AS known_@]]
    FROM ($versions)
    WHERE $only
    WINDOW w AS (PARTITION BY root, [[keys|, : @]] ORDER BY valid_from_ledger)
"""

HISTORY = """
CREATE OR REPLACE VIEW $history_view AS
SELECT [[columns: $shown_@, ]][[previous: previous_@, ]]valid_from_ledger, valid_from, valid_to_ledger, valid_to,
    known_to_ledger, change, end_reason, life_from_ledger, state_complete
FROM ($lives)
"""

ASOF = """
CREATE OR REPLACE MACRO $asof_view(at_ledger) AS TABLE
SELECT [[columns: $shown_@, ]][[previous: previous_@, ]]valid_from_ledger, valid_from, valid_to_ledger, valid_to,
    known_to_ledger, change, end_reason, life_from_ledger, state_complete
FROM ($lives)
WHERE known_to_ledger >= at_ledger
"""

CURRENT = """
CREATE OR REPLACE VIEW $current_view AS
SELECT [[columns: $stored_@, ]][[previous: previous_@, ]]valid_from_ledger, valid_from,
    NULL::BIGINT AS valid_to_ledger, NULL::TIMESTAMP AS valid_to, r.hi AS known_to_ledger,
    change, end_reason, life_from_ledger, r.complete AS state_complete
FROM ($summary) s
JOIN $roots r ON r.segment_id = s.root
WHERE NOT ended AND s.root = (SELECT arg_max(root, hi) FROM $roots)
"""
