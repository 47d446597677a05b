"""Bronze lakes as Parquet, the program's scalar functions in Python, and the inputs as a batch sees them."""
import functools
import glob
import importlib.util
import sys

import duckdb

import heads

LAKES = "build/silver/lakes"
ROWS1 = "tests/peers/silver/rows1"
STATE = "tests/peers/silver/state"
PUBNET = "Public Global Stellar Network ; September 2015"
PASSPHRASES = {"pubnet-30820015": PUBNET, "pubnet-53312000": PUBNET, "v26": "load test network", "v27": "Apply Load",
               "lcms-open": "(V) (;,,;) (V)"}
CHAIN = 1_000_000  # lcms-open has independent chains that reuse ledger numbers and times: those of chain n are shifted
DAYS = 1000        # by n * CHAIN and n * DAYS, so that all of them are one lake with holes
SCHEMA = heads.bronze_schema()


def module(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def contract_strkey(text):
    from stellar_sdk import StrKey
    return StrKey.encode_contract(bytes.fromhex(text))


@functools.cache
def address_key(address):
    """The key of participants_v1: 63 bits of the 32 bytes behind an address."""
    from stellar_sdk import StrKey
    decode = {"G": StrKey.decode_ed25519_public_key, "C": StrKey.decode_contract,
              "L": StrKey.decode_liquidity_pool, "B": lambda a: StrKey.decode_claimable_balance(a)[1:]}
    return int.from_bytes(decode[address[0]](address)[:8], "big") >> 1


def null_for_null(function):
    return lambda value: None if value is None else function(value)


def register(db, passphrase):
    """Functions of rows1 and state; where both have one, the one that fails on what it cannot take."""
    module(f"{ROWS1}/functions.py", "rows1_functions").register(db, passphrase)
    state = module(f"{STATE}/functions.py", "state_functions")
    for name, result in [("scval_json", "VARCHAR"), ("contract_entry", state.ENTRY), ("token_metadata", state.METADATA),
                         ("storage_balance", state.HOLDING), ("base64_text", "VARCHAR")]:
        db.create_function(name, null_for_null(getattr(state, name)), ["VARCHAR"], result, null_handling="special")
    db.create_function("contract_strkey", contract_strkey, ["VARCHAR"], "VARCHAR")
    db.create_function("address_key", lambda a: address_key(a), ["VARCHAR"], "BIGINT")


def connect(passphrase):
    db = duckdb.connect()
    db.execute("SET threads = 1; SET TimeZone = 'UTC'; SET memory_limit = '3GB'; CREATE SCHEMA lake; CREATE SCHEMA rows")
    register(db, passphrase)
    return db


def open_lake(name):
    db = connect(PASSPHRASES[name])
    chains = name == "lcms-open"
    for table, columns in SCHEMA.items():
        listed = ", ".join(f'"{c[0]}" {c[1]}' for c in columns)
        db.execute(f"CREATE TABLE lake.{table} ({listed})")
        files = sorted(glob.glob(f"{LAKES}/{name}/{'*/' if chains else ''}data/bronze/{table}/**/*.parquet", recursive=True))
        if not files:
            continue
        chain = "regexp_extract(filename, '/lcms-open/([0-9]+)-', 1)::INTEGER" if chains else "0"
        sequence = sequence_column(table)
        values = [f"{c[0]} + {CHAIN}::BIGINT * {chain}" if c[0] == sequence else
                  f"{c[0]} + to_days({DAYS} * {chain})" if c[1] == "TIMESTAMP" else f'"{c[0]}"' for c in columns]
        db.execute(f"INSERT INTO lake.{table} SELECT {', '.join(values)} FROM read_parquet($files, filename = true, "
                   "hive_partitioning = false, union_by_name = true)", {"files": files})
    return db


def sequence_column(table):
    return "sequence" if table.startswith("ledgers_row") else "ledger_sequence"


def show(db, tables, lo, hi):
    """The inputs as a batch of ledgers lo..hi sees them. `tables`: names of inputs."""
    for table in tables:
        if table == "previous_ledger":
            db.execute(f"CREATE OR REPLACE TEMP VIEW previous_ledger AS FROM lake.ledgers_row_v2 WHERE sequence = {lo - 1}")
        else:
            schema = "lake" if table in SCHEMA else "rows"
            db.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS FROM {schema}.{table} "
                       f"WHERE {sequence_column(table)} BETWEEN {lo} AND {hi}")


def spans(db):
    """Contiguous runs of ledgers: (lo, hi)."""
    return db.execute("""
        SELECT min(sequence), max(sequence)
        FROM (SELECT sequence, sequence - row_number() OVER (ORDER BY sequence) AS run FROM lake.ledgers_row_v2)
        GROUP BY run ORDER BY 1""").fetchall()


FLOWS = ["balances", "trustlines"]  # the states whose changes an aggregate reads


def richest(db):
    """The run of ledgers with most kinds of state, for the views: (lo, hi)."""
    kinds = " UNION ALL ".join(f"SELECT ledger_sequence, '{t}' AS kind FROM lake.{t}" for t in (
        "offers_snapshot_v1", "claimable_balances_snapshot_v1", "liquidity_pools_snapshot_v1", "trustlines_snapshot_v1",
        "contract_data_snapshot_v1"))
    found = dict(db.execute(f"SELECT ledger_sequence // {CHAIN}, (count(DISTINCT kind), count(*)) FROM ({kinds}) GROUP BY 1").fetchall())
    return max(spans(db), key=lambda span: found.get(span[0] // CHAIN, (0, 0)))


@functools.cache
def state_modules():
    sys.path.insert(0, STATE)
    return module(f"{STATE}/engine.py", "engine"), module(f"{STATE}/entry.py", "entry")


def state_tables(db):
    """Runs the engine of state, chain by chain: fills rows.<state>_changes and, of one chain, the views of all states.

    Gives (engine, span, ledger before) of that chain. Chains of lcms-open are shown with their own ledger numbers, since a
    state is complete from ledger 2 only.
    """
    engine_module, entry = state_modules()
    types = {t: {c[0]: c[1] for c in columns} for t, columns in SCHEMA.items()}
    all_entries, shown, chosen = entry.read_entries(f"{STATE}/silver/state", types), richest(db), None
    for number, (lo, hi) in enumerate(spans(db)):
        entries = [e for e in all_entries if (lo, hi) == shown or e.name in FLOWS]
        inputs = sorted({table for e in entries for table in e.head["inputs"]})
        base, days = (lo // CHAIN * CHAIN, lo // CHAIN * DAYS) if lo >= CHAIN and hi - lo < CHAIN and lo % CHAIN < 1000 else (0, 0)
        for table in inputs:
            if table not in SCHEMA and table != "previous_ledger":
                source, sequence = f"rows.{table}", "ledger_sequence"
            else:
                source, sequence = f"lake.{table}", sequence_column(table)
            db.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * REPLACE ({sequence} - {base} AS {sequence}) "
                       f"FROM {source} WHERE {sequence} BETWEEN {lo} AND {hi}")
        engine = engine_module.Engine(db, entries, f"state_{number}")
        engine.create()

        def keep(e):
            columns = "ledger_sequence + %d AS ledger_sequence" % base
            db.execute(f"CREATE TABLE IF NOT EXISTS rows.{e.name}_changes AS FROM {e.name}_changes WHERE false")
            db.execute(f"INSERT INTO rows.{e.name}_changes SELECT * REPLACE ({columns}) FROM {e.name}_changes")
        engine.batch(lo - base - 1, hi - base, keep)
        if (lo, hi) == shown:
            chosen = engine, (lo, hi), base
    for e in all_entries:  # they would stand in the way of views of these names
        db.execute(f"DROP TABLE IF EXISTS temp.{e.name}_changes")
    return chosen
