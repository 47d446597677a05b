"""Proof of the state engine: random streams, cuts, orders, merges and folds against direct computation.

Four entries of different kinds read one table of events. After steps of a run the views are compared with what plain Python
makes of each root segment's events; the changes of all batches, corrected by merges, with what it makes of the changes.
"""
import argparse
import contextlib
import decimal
import random
import shutil
import tempfile
import time

import duckdb

import direct
import engine as engine_module
import merge
import templates
from entry import Entry

HEADS = {
    "plain": {"key": ["k"], "previous": ["amount"]},
    "told": {"key": ["k", "part"], "ends": ["ended_by"], "previous": ["amount"]},
    "calm": {"key": ["k"], "versions": "on_change", "carried": ["maker"]},
    "weak": {"key": ["k"], "versions": "on_change", "weak": "NOT strong", "carried": ["maker"]},
}
COLUMNS = {
    "plain": {"k": "VARCHAR", "amount": "BIGINT"},
    "told": {"k": "VARCHAR", "part": "VARCHAR", "amount": "DECIMAL(38,0)", "ended_by": "VARCHAR"},
    "calm": {"k": "VARCHAR", "amount": "BIGINT", "note": "VARCHAR", "maker": "VARCHAR"},
    "weak": {"k": "VARCHAR", "amount": "BIGINT", "strong": "BOOLEAN", "maker": "VARCHAR"},
}


def make_entries():
    entries = []
    for name, head in HEADS.items():
        columns = [{"name": c, "type": t} for c, t in COLUMNS[name].items()]
        names = ", ".join(COLUMNS[name])
        sql = f"SELECT {names}, ledger_sequence, closed_at, end_reason, change FROM source_{name}"
        entries.append(Entry(name, dict(head, columns=columns), sql, {}))
    return entries


# ------------------------------------------------------------------------------------------------------------------ streams
def stream(rng, entry, key, ledgers, exists):
    """Events of one key, as a ledger could have them: what bronze says of a change agrees with what stood before."""
    events, density, calm = [], rng.choice([0.1, 0.3, 0.7]), rng.choice([1, 2, 5])
    maker = None
    for ledger in ledgers:
        if ledger == 1 or rng.random() > density:  # nothing happens in the first ledger of a network
            continue
        kind = rng.choices(["version", "end", "both"], [6, 2, 0.5])[0]
        said = None
        row = dict(zip(entry.lists["keys"], key), closed_at=ledger // 3)
        for c in COLUMNS[entry.name]:
            row.setdefault(c, None)
        if kind != "end":
            if entry.name in ("told", "calm"):
                said = rng.choice(["updated", "restored"]) if exists else rng.choice(["created", "restored"])
                if entry.name == "calm":  # made once, restored later
                    said = said if said != "created" or maker is None else "restored"
            row.update(amount=rng.randrange(calm), change=said)
            if entry.name == "calm":
                row["note"] = rng.choice([None, "x"])
                if said == "created":
                    maker = row["maker"] = f"m{ledger}"
            if entry.name == "weak":
                row["strong"] = rng.random() < 0.5
                row["amount"] = row["amount"] if row["strong"] else 0
                if row["strong"] and maker is None:  # told once, like the creator of a contract
                    maker = row["maker"] = f"m{ledger}"
            events.append(dict(row, ledger_sequence=ledger, end_reason=None))
            exists = True
        if kind != "version":
            end = {c: None for c in row}
            end.update(zip(entry.lists["keys"], key))
            end.update(closed_at=ledger // 3, ledger_sequence=ledger, end_reason=rng.choice(["removed", "evicted"]), change=None)
            if "ended_by" in row:
                end["ended_by"] = rng.choice([None, "a", "b"])
            events.append(end)
            exists = False
    return events


def make_streams(rng, entries, first, last, keys):
    streams = {}
    for entry in entries:
        events = []
        for number in range(keys):
            key = (f"k{number // 2}", f"p{number % 2}")[:len(entry.lists["keys"])] if "part" in entry.types else (f"k{number}",)
            exists = first > 2 and rng.random() < 0.5
            events += stream(rng, entry, key, range(first, last + 1), exists)
        streams[entry.name] = events
    return streams


def load(connection, entries, streams):
    for entry in entries:
        columns = dict(COLUMNS[entry.name], ledger_sequence="BIGINT", closed_at="BIGINT", end_reason="VARCHAR", change="VARCHAR")
        connection.execute(f"CREATE TABLE all_{entry.name} ({', '.join(f'{c} {t}' for c, t in columns.items())})")
        rows = [[event.get(c) for c in columns] for event in streams[entry.name]]
        if rows:
            marks = ", ".join("?" * len(columns))
            values = ", ".join(f"({marks})" for _ in rows)
            connection.execute(f"INSERT INTO all_{entry.name} VALUES {values}", [v for row in rows for v in row])


def show(connection, entries, lo, hi):
    for entry in entries:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW source_{entry.name} AS SELECT * REPLACE (make_timestamp(closed_at * 1000000) "
                           f"AS closed_at) FROM all_{entry.name} WHERE ledger_sequence > {lo} AND ledger_sequence <= {hi}")


# --------------------------------------------------------------------------------------------------------------------- runs
def plain(value):
    if isinstance(value, dict):
        return {c: plain(v) for c, v in value.items()}
    return int(value) if isinstance(value, decimal.Decimal) else value


def rows(connection, columns, relation):
    found = connection.execute(f"SELECT {', '.join(columns)} FROM {relation}").fetchall()
    return sorted((tuple(plain(value) for value in row) for row in found), key=repr)


def view(connection, schema, entry, name):
    return rows(connection, direct.view_columns(entry), f"{schema}.{entry.name}_{name}_v1")


def compare(what, entry, got, wanted):
    if got != wanted:
        raise AssertionError(f"{entry.name} {what}:\n  only in view   {[r for r in got if r not in wanted][:4]}\n"
                             f"  only in direct {[r for r in wanted if r not in got][:4]}")


def compare_all(connection, engine, streams, changes, rng):
    roots = engine.roots()
    for entry in engine.entries:
        told = [direct.Segment(entry, streams[entry.name], lo, hi) for _, lo, hi in roots]
        history = sorted((row for segment in told for row in segment.history()), key=repr)
        compare("history", entry, view(connection, engine.schema, entry, "history"), history)
        compare("current", entry, view(connection, engine.schema, entry, "current"), sorted(told[-1].current(), key=repr))
        at = rng.randrange(roots[0][1], roots[-1][2] + 1)
        wanted = sorted((row for segment in told for row in segment.asof(at)), key=repr)
        got = rows(connection, direct.view_columns(entry), f"{engine.schema}.{entry.name}_asof({at})")
        compare(f"as of {at}", entry, got, wanted)
        wanted = sorted((row for segment in told for row in segment.changes()), key=repr)
        if not entry.on_change:
            got = sorted((direct.without_idle_ends(entry, row) for row in changes[entry.name].values()), key=repr)
            compare("changes", entry, got, sorted((direct.without_idle_ends(entry, row) for row in wanted), key=repr))


def keeper(connection, changes, table):
    """Keeps the changes of batches; those that merges correct take the place of the old ones, as flows do."""
    def keep(entry):
        for row in rows(connection, direct.change_columns(entry), f"{entry.name}_{table}"):
            changes[entry.name][direct.change_key(entry, row)] = row
    return keep


@contextlib.contextmanager
def transaction(connection):
    connection.execute("BEGIN")
    yield
    connection.execute("COMMIT")


def join(connection, engine, changes, rng):
    with transaction(connection):
        engine.merge(*rng.choice(engine.touching()), keeper(connection, changes, "corrections"))


def fold(connection, engine):
    with transaction(connection):
        engine.fold()


def connect(lake):
    connection = duckdb.connect(config={"allow_unsigned_extensions": "true"})
    connection.execute("SET threads = 1")
    if lake:
        connection.execute(f"LOAD '{lake}'")
        folder = tempfile.mkdtemp(prefix="lab-")
        connection.execute(f"ATTACH 'ducklake:{folder}/catalog.db' AS lake (DATA_PATH '{folder}/data', DATA_INLINING_ROW_LIMIT 0)")
        return connection, folder
    return connection, None


def run(seed, lake=None):
    rng = random.Random(seed)
    connection, folder = connect(lake)
    try:
        return run_on(connection, "lake.silver" if lake else "silver", rng)
    finally:
        connection.close()
        if folder:
            shutil.rmtree(folder)


def run_on(connection, schema, rng):
    entries = rng.sample(make_entries(), 2)
    first = rng.choice([1, 2, 2, 7, 100])
    last = first + rng.choice([5, 11, 23])
    streams = make_streams(rng, entries, first, last, keys=rng.choice([8, 24]))
    load(connection, entries, streams)
    engine = engine_module.Engine(connection, entries, schema)
    engine.create()
    cuts = sorted(rng.sample(range(first, last), min(rng.choice([0, 1, 3, 6, 40]), last - first)))
    batches = list(zip([first - 1] + cuts, cuts + [last]))
    order = rng.choice(["up", "down", "random", "random"])
    if order != "up":
        batches.reverse() if order == "down" else rng.shuffle(batches)
    eager, folds, looks = rng.choice([0, 0.5, 1]), rng.choice([0, 0.2, 1]), rng.choice([0.2, 1])
    changes = {entry.name: {} for entry in entries}
    for lo, hi in batches:
        show(connection, entries, lo, hi)
        with transaction(connection):
            engine.batch(lo, hi, keeper(connection, changes, "changes"))
        while engine.touching() and rng.random() < eager:
            join(connection, engine, changes, rng)
        if rng.random() < folds:
            fold(connection, engine)
        if rng.random() < looks:
            compare_all(connection, engine, streams, changes, rng)
    while engine.touching():
        join(connection, engine, changes, rng)
        if rng.random() < folds:
            fold(connection, engine)
        if rng.random() < looks:
            compare_all(connection, engine, streams, changes, rng)
    compare_all(connection, engine, streams, changes, rng)
    return sum(len(events) for events in streams.values()), len(batches)


# ---------------------------------------------------------------------------------------------------------------- mutations
MUTATIONS = [
    (templates, "SUMMARY", "ORDER BY o.commit_no DESC", "ORDER BY o.valid_from_ledger"),
    (templates, "SUMMARY", "ON d.root = r.root AND", "ON"),
    (templates, "SUMMARY", "PARTITION BY r.root, ", "PARTITION BY "),
    (templates, "BATCH:PRIOR", "WHERE o.segment_id IN (SELECT segment_id FROM $roots WHERE root = $segment)", ""),
    (templates, "BATCH:PRIOR", "WHERE root = $segment)", "WHERE segment_id = $segment)"),
    (templates, "BATCH:STEPS", "WHEN NOT follows_live OR $complete THEN TRUE", "WHEN NOT follows_live THEN TRUE"),
    (templates, "BATCH:STEPS", "WHEN NOT follows_live OR $complete THEN TRUE", "ELSE TRUE"),
    (templates, "BATCH:STEPS", "WHEN change = 'created' THEN TRUE", ""),
    (templates, "BATCH:STEPS", "first_value(first_ledger) OVER w", "first_ledger"),
    (templates, "BATCH:STEPS", "first_value(first_end_reason) OVER w", "first_end_reason"),
    (templates, "BATCH:STEPS", "last_value(@ IGNORE NULLS) OVER w AS @", "@"),
    (templates, "BATCH:STEPS", "WHEN begins_life THEN 0", ""),
    (templates, "BATCH:STEPS", "lead(coalesce(end_reason, 'updated'))", "lead(coalesce(end_reason, 'removed'))"),
    (templates, "BATCH:STEPS", "follows_live AND begins_life IS NOT TRUE THEN before", "follows_live THEN before"),
    (templates, "BATCH:BATCH_OPEN", "AND NOT is_prior", ""),
    (templates, "BATCH:BATCH_CLOSED", "NOT ended AND next_ledger", "next_ledger"),
    (templates, "ON_CHANGE", "NOT ($weak) OR ", ""),
    (templates, "ON_CHANGE", "OR NOT coalesce(lag(NOT ended) OVER w, FALSE)\n        OR", "OR"),
    (templates, "FOLD", "AND r.complete", ""),
    (templates, "FOLD", "AND $drops_tombstones", ""),
    (templates, "LIVES", "WHEN begins_life IS NULL THEN {'ledger': NULL::BIGINT}", ""),
    (templates, "LIVES", "PARTITION BY root, ", "PARTITION BY "),
    (templates, "CURRENT", "AND s.root = (SELECT arg_max(root, hi) FROM $roots)", ""),
    (templates, "ASOF", "WHERE known_to_ledger >= at_ledger", "WHERE coalesce(valid_to_ledger, at_ledger + 1) > at_ledger"),
    (merge, "MERGE:FIRST", "($left_complete OR l.commit_no IS NOT NULL)", "l.commit_no IS NOT NULL"),
    (merge, "MERGE:FIRST", "h.segment_id IN $right_segments", "TRUE"),
    (merge, "MERGE:ABSORBED", "is_weak OR same", "same"),
    (merge, "MERGE:ABSORBED", "is_weak OR same", "is_weak"),
    (merge, "MERGE:ABSORBED", "SELECT [[keys: @, ]][[ends: @, ]]valid_from_ledger, valid_to_ledger, valid_to, end_reason FROM second",
     "SELECT [[keys: @, ]][[ends: @, ]]valid_from_ledger, valid_to_ledger, valid_to, end_reason FROM second WHERE FALSE"),
    (merge, "MERGE:ABSORBED", "AND NOT l.ended", ""),
    (merge, "MERGE:MERGED", "OR (f.valid_from_ledger IS NOT NULL AND f.begins_life IS NULL)", ""),
    (merge, "MERGE:MERGED", "AND f.begins_life IS NULL", ""),
    (merge, "MERGE:MERGED", "CASE WHEN goes_on THEN l.@ ELSE r.@ END AS @", "r.@ AS @"),
    (merge, "MERGE:MERGED", "coalesce(r.@, l.@)", "r.@"),
    (merge, "MERGE:MERGED", "WHEN left_live THEN l.life_from_ledger", ""),
    (merge, "MERGE:MERGED", "WHEN f.change <> 'first_seen' THEN f.change", ""),
    (merge, "MERGE:MERGED", "CASE WHEN has_left THEN l.first_ledger ELSE r.first_ledger END", "r.first_ledger"),
    (merge, "MERGE:MERGED", "CASE WHEN has_left THEN l.first_@ ELSE r.first_@ END", "r.first_@"),
    (merge, "MERGE:MERGED", "left_live AND r.first_end_reason <> 'updated' AS ends_left", "FALSE AS ends_left"),
    (merge, "MERGE:MERGED", "CASE WHEN is_absorbed THEN a.valid_to_ledger ELSE r.first_ledger END", "r.first_ledger"),
    (merge, "MERGE:MERGED", "ELSE r.first_@ END AS left_@", "ELSE NULL END AS left_@"),
    (merge, "MERGE:MERGED", "WHEN renews THEN first_previous_@", ""),
    (merge, "MERGE:TEACH_FIRST", "AND m.learns", ""),
    (merge, "MERGE:TEACH_FIRST", "previous_@ = m.first_previous_@", "previous_@ = h.previous_@"),
    (merge, "MERGE:TEACH_FIRST", "AND h.valid_from_ledger = m.right_ledger", ""),
    (merge, "MERGE:CLOSE_LEFT", "WHERE m.left_closes", "WHERE m.left_live"),
    (merge, "MERGE:DROP_ABSORBED", "h.valid_from_ledger BETWEEN a.from_ledger AND a.valid_from_ledger",
     "h.valid_from_ledger = a.valid_from_ledger"),
    (merge, "MERGE:CORRECTIONS", "WHERE m.learns OR m.ends_left", "WHERE m.learns"),
    (merge, "MERGE:CORRECTIONS", "CASE WHEN m.left_live THEN", "CASE WHEN m.learns THEN"),
]


def mutate(module, name, old, new):
    """Puts a changed template in place; gives what puts the old one back."""
    if ":" in name:
        owner, name = name.split(":")
        steps, original = getattr(module, owner), getattr(module, name)
        assert old in original, (name, old)
        at = steps.index(original)
        steps[at] = original.replace(old, new)
        return lambda: steps.__setitem__(at, original)
    original = getattr(module, name)
    assert old in original, (name, old)
    setattr(module, name, original.replace(old, new))
    return lambda: setattr(module, name, original)


def catch_mutations(runs, only=None):
    missed = []
    for number, mutation in enumerate(MUTATIONS):
        if only is not None and number != only:
            continue
        restore = mutate(*mutation)
        caught = None
        for seed in range(runs):
            try:
                run(seed)
            except Exception as error:  # wrong rows or no rows at all: both are caught
                caught = seed, type(error).__name__, str(error).splitlines()[0][:70]
                break
        restore()
        print("caught" if caught else "MISSED", number, mutation[1], repr(mutation[2][:60]), caught or "", flush=True)
        if not caught:
            missed.append(number)
    print(f"{len(MUTATIONS) - len(missed)} of {len(MUTATIONS)} mutations caught, missed {missed}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--mutations", type=int, help="look for each mutation in so many runs")
    parser.add_argument("--only", type=int)
    parser.add_argument("--lake", help="the ducklake extension: keep the tables in a DuckLake")
    arguments = parser.parse_args()
    if arguments.mutations:
        return catch_mutations(arguments.mutations, arguments.only)
    begun, events, batches = time.time(), 0, 0
    for seed in range(arguments.first, arguments.first + arguments.runs):
        try:
            seen = run(seed, arguments.lake)
        except Exception:
            print("seed", seed)
            raise
        events, batches = events + seen[0], batches + seen[1]
    print(f"{arguments.runs} runs equal: {events} events, {batches} batches, {time.time() - begun:.0f} s")


if __name__ == "__main__":
    main()
