"""The entries and the engine on real ledgers: cut orders give equal digests, every entry gives its declared columns."""
import argparse
import random
import time

import duckdb

import bronze
import direct
import engine as engine_module
import functions
from entry import read_entries

PASSPHRASES = {"pubnet-30820015": functions.PUBNET, "pubnet-53312000": functions.PUBNET, "v26": "load test network",
               "v27": "Apply Load", "lcms-open": "(V) (;,,;) (V)"}
LAKES = "build/silver/lakes"
VERSION_COLUMNS = {"ledger_sequence": "BIGINT", "closed_at": "TIMESTAMP", "end_reason": "VARCHAR", "change": "VARCHAR"}


def connect(name):
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    functions.register(connection, PASSPHRASES[name])
    return connection


def inputs_of(entries):
    return sorted({table for entry in entries for table in entry.head["inputs"]})


def check_columns(connection, entry):
    found = {row[0]: row[1] for row in connection.execute(f"DESCRIBE ({entry.sql})").fetchall()}
    wanted = dict({c: t.replace("(38, 0)", "(38,0)") for c, t in entry.types.items()}, **VERSION_COLUMNS)
    assert found == wanted, (entry.name, {c: (found.get(c), wanted.get(c)) for c in set(found) | set(wanted)
                                          if found.get(c) != wanted.get(c)})


def check_events(connection, entry):
    """One version and one end at most per key and ledger; NULL only where it is declared."""
    keys = ", ".join(entry.lists["keys"])
    twice = connection.execute(f"SELECT {keys}, ledger_sequence FROM ({entry.sql}) "
                               f"GROUP BY {keys}, ledger_sequence, end_reason IS NULL HAVING count(*) > 1").fetchall()
    assert not twice, (entry.name, twice[:5])
    filled = [c for c in entry.types if c not in entry.nullable and c not in entry.lists["keys"]]
    wrong = " OR ".join(f"{c} IS NULL" for c in filled) or "FALSE"
    missing = " OR ".join(f"{c} IS NULL" for c in entry.lists["keys"])
    rows = connection.execute(f"FROM ({entry.sql}) WHERE {missing} OR (end_reason IS NULL AND ({wrong}))").fetchall()
    assert not rows, (entry.name, rows[:3])


def play(connection, entries, schema, batches, rng=None, folds=0.0, merges="late"):
    engine = engine_module.Engine(connection, entries, schema)
    engine.create()
    rng = rng or random.Random(1)
    for lo, hi in batches:
        bronze.show(connection, inputs_of(entries), lo, hi)
        engine.batch(lo, hi)
        while merges == "early" and engine.touching():
            engine.merge(*rng.choice(engine.touching()))
        if rng.random() < folds:
            engine.fold()
    while engine.touching():
        engine.merge(*rng.choice(engine.touching()))
        if rng.random() < folds:
            engine.fold()
    return engine


def orders(first, last, rng, random_orders):
    """Cuts of first..last: at once, in six parts up and down and shuffled, one ledger at a time up and down."""
    edges = sorted({first - 1 + (last - first + 1) * i // 6 for i in range(7)})
    six = list(zip(edges, edges[1:]))
    single = [(ledger - 1, ledger) for ledger in range(first, last + 1)]
    yield "at once", [(first - 1, last)]
    yield "six up", six
    yield "six down", six[::-1]
    yield "one by one", single
    yield "one by one down", single[::-1]
    for number in range(random_orders):
        cuts = sorted(rng.sample(range(first, last), min(rng.randrange(1, 9), last - first)))
        shuffled = list(zip([first - 1] + cuts, cuts + [last]))
        rng.shuffle(shuffled)
        yield f"random {number}", shuffled


def test_lake(name, lake, entries, tables, random_orders, rng):
    connection = connect(name)
    bronze.load(connection, lake, tables)
    first, last, count = bronze.ledgers(connection)
    assert last - first + 1 == count, lake
    bronze.show(connection, inputs_of(entries), first - 1, last)
    for entry in entries:
        check_columns(connection, entry)
        check_events(connection, entry)
    # The functions are Python here: run them once, and let the engine cut their rows.
    played = [cached(connection, entry) for entry in entries]
    whole, versions = None, 0
    for number, (order, batches) in enumerate(orders(first, last, rng, random_orders)):
        engine = play(connection, played, f"s{number}", batches, rng, rng.choice([0, 0.3]), rng.choice(["late", "early"]))
        digests = engine.digests()
        whole = whole or digests
        different = {k for k in digests if digests[k] != whole[k]}
        assert not different, (lake, order, {k: (whole[k], digests[k]) for k in different})
        versions = sum(d[0] for k, d in digests.items() if k.endswith("_history"))
        if number:
            connection.execute(f"DROP SCHEMA s{number} CASCADE")
    return connection, engine_module.Engine(connection, entries, "s0"), versions, number + 1


def cached(connection, entry):
    connection.execute(f"CREATE OR REPLACE TABLE bronze.{entry.name}_told AS {entry.sql}")
    copy = object.__new__(type(entry))
    copy.__dict__.update(entry.__dict__)
    copy.head = dict(entry.head, inputs=[f"{entry.name}_told"])
    copy.sql = f"FROM {entry.name}_told"
    return copy


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", nargs="*", default=["pubnet-30820015", "pubnet-53312000", "v26", "lcms-open"])
    parser.add_argument("--orders", type=int, default=3)
    parser.add_argument("--chains", type=int, default=1000)
    parser.add_argument("--states", nargs="*")
    arguments = parser.parse_args()
    tables = bronze.types()
    entries = read_entries("silver/state", tables)
    if arguments.states:
        entries = [e for e in entries if e.name in arguments.states]
    rng = random.Random(7)
    for name in arguments.inputs:
        begun, versions, ways, count = time.time(), 0, 0, 0
        for lake in bronze.lakes(LAKES, name)[:arguments.chains]:
            try:
                connection, engine, seen, orders_seen = test_lake(name, lake, entries, tables, arguments.orders, rng)
            except Exception:
                print("lake", lake)
                raise
            versions, ways, count = versions + seen, ways + orders_seen, count + 1
            connection.close()
        print(f"{name}: {count} lakes, {ways} cut orders, digests equal, {versions} versions, {time.time() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main()
