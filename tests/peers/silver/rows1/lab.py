"""Runs the silver SELECTs over bronze lakes as Parquet and holds their rows against the contract and the ledger's laws.

    lab.py [INPUT ...]      inputs of LAKES, and of FOLDERS, which prepare.sh makes
    cases.py                built rows for what no ledger shows; horizon.py, meta_law.py: further second derivations
"""
import glob
import os
import re
import sys
import time

import duckdb
import yaml

import expected
import functions
import laws

HERE = os.path.dirname(os.path.abspath(__file__))
LAKES = "build/silver/lakes"
TABLES_DOC = "docs/tables.md"
CONTRACT = "../shared/contract/silver.yaml"
NAMES = ["operations_enriched_row_v1", "transaction_fees_row_v1", "token_transfers_row_v1", "trades_enriched_row_v1"]
INPUTS = {"pubnet-30820015": Ellipsis, "pubnet-53312000": Ellipsis, "v26": "load test network", "v27": "Apply Load",
          "lcms-open": "(V) (;,,;) (V)", "lcms-rows": "(V) (;,,;) (V)", "lcms-expected": "(V) (;,,;) (V)",
          "pubnet7": Ellipsis, "built": "Stellarlake test network", "r3": "Test SDF Network ; September 2015",
          "r16": "Test SDF Network ; September 2015"}
PUBNET = "Public Global Stellar Network ; September 2015"
# lcms-rows: what `stellarlake extract ./lcms --src` writes, all 494 chains at once.
# pubnet7: tests/data/ledgers/pubnet; built: seeds of the fuzzers, one operation of every type; r3, r16: data/field.
TMP = os.environ.get("TMPDIR", "/tmp")
FOLDERS = {"lcms-expected": "../shared/data/expected/lcms-open", "lcms-rows": f"{TMP}/lcms-rows", "pubnet7": f"{TMP}/pubnet7",
           "built": f"{TMP}/built-rows", "r3": f"{TMP}/r3-two-pools-revoked", "r16": f"{TMP}/r16-upgrade-20-21-fee-bump"}
CHAIN = 1_000_000  # lcms-open: ledger numbers of chain n begin at n * CHAIN, since chains reuse them
LEDGER = [("ledger_sequence", "BIGINT", False), ("closed_at", "TIMESTAMP", False), ("ledger_range", "BIGINT", False)]


def bronze_schema():
    """{table: [(column, type, nullable)]} as the program's own page has it."""
    schema, table = {}, None
    for line in open(TABLES_DOC):
        if line.startswith("## "):
            table = schema.setdefault(line[3:].strip(), [])
        elif line.startswith("| `") and table is not None:
            cells = [c.strip() for c in line.split("|")]
            table.append((cells[1].split("`")[1], cells[2], cells[3] == "yes"))
    return schema


SCHEMA = bronze_schema()


class SilverFile:
    def __init__(self, name):
        self.name = name
        text = open(f"{HERE}/silver/row/{name}.sql").read()
        head, self.select = re.fullmatch(r"/\*---\n(.*?)\n---\*/\n(.*)", text, re.S).groups()
        self.head = yaml.safe_load(head)
        self.columns = []
        for column in self.head["columns"]:
            if "use" in column:
                self.columns += LEDGER
            elif "include" in column:
                wanted = column.get("columns")
                self.columns += [c for c in SCHEMA[column["include"]] if not wanted or c[0] in wanted]
            else:
                assert column["doc"].endswith(".") and column["doc"].count(". ") == 0, column
                self.columns.append((column["name"], column["type"], column.get("nullable", False)))


def against_contract(silver):
    """Differences of the head from the contract's columns."""
    table = next(t for t in yaml.safe_load(open(CONTRACT))["tables"] if t["name"] == silver.name)
    wanted = []
    for column in table["columns"]:
        if "use" in column:
            wanted += LEDGER
        elif "include" in column:
            wanted += SCHEMA["operations_row_v2"]
        else:
            wanted.append((column["name"], column["type"], column.get("nullable", False)))
    assert table["key"] == silver.head["key"], silver.name
    assert [c[:2] for c in wanted] == [c[:2] for c in silver.columns], silver.name
    units = {c["name"]: c.get("unit") for c in table["columns"] if "name" in c}
    own = {c["name"]: c.get("unit") for c in silver.head["columns"] if "name" in c}
    assert units == own, silver.name
    return [f"{c[0]} {'NULL' if c[2] else 'not NULL'} here" for w, c in zip(wanted, silver.columns) if w[2] != c[2]]


def open_lake(name):
    db = duckdb.connect(f"{TMP}/{name}.duckdb")
    db.execute("SET threads = 1; SET TimeZone = 'UTC'; SET memory_limit = '3GB'")
    passphrase = PUBNET if INPUTS[name] is Ellipsis else INPUTS[name]
    loaded = {t for (t,) in db.execute("SELECT table_name FROM duckdb_tables()").fetchall()}
    for table, columns in SCHEMA.items():
        if table.startswith("_") or table in loaded:
            continue
        if name in FOLDERS:
            load_chains(db, FOLDERS[name], table, columns)
        else:
            load(db, name, table, columns)
    if name == "lcms-expected" and "transactions_extra_row_v1" not in loaded:
        expected.complete(db)
    db.execute("CREATE OR REPLACE TEMP VIEW previous_ledger AS FROM ledgers_row_v2 WHERE false")
    return db, passphrase, functions.register(db, passphrase)


def load(db, name, table, columns):
    base = f"{LAKES}/{name}/" + ("*/" if name == "lcms-open" else "")
    files = sorted(glob.glob(f"{base}data/bronze/{table}/**/*.parquet", recursive=True))
    listed = ", ".join(f'"{c[0]}" {c[1]}' for c in columns)
    db.execute(f"CREATE TABLE {table} ({listed})")
    if not files:
        return
    sequence = "sequence" if table.startswith("ledgers_row") else "ledger_sequence"
    shift = f"regexp_extract(filename, '/lcms-open/([0-9]+)-', 1)::BIGINT * {CHAIN}" if name == "lcms-open" else "0"
    select = ", ".join(f"{c[0]} + {shift}" if c[0] == sequence else f'"{c[0]}"' for c in columns)
    db.execute(f"INSERT INTO {table} SELECT {select} FROM read_parquet($files, filename = true, "
               "hive_partitioning = false, union_by_name = true)", {"files": files})


def load_chains(db, folder, table, columns):
    """All chains of lcms-open in one file a table with _src. The reference rows lack tables: expected.complete helps."""
    db.execute(f"CREATE TABLE {table} ({', '.join(f'{c[0]} {c[1]}' for c in columns)})")
    path = f"{folder}/{table}.parquet"  # written by `stellarlake extract`
    if not os.path.exists(path) or table.endswith(("transactions_row_v1", "operations_row_v1")):
        return
    have = {r[0] for r in db.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()}
    sequence = "sequence" if table.startswith("ledgers_row") else "ledger_sequence"
    single = "_src" not in have
    src = "''" if single else "regexp_replace(_src, ':[0-9]+$', '')"
    chains = "(SELECT '' AS src, 0 AS chain)" if single else f"(SELECT src, row_number() OVER (ORDER BY src) AS chain FROM (SELECT DISTINCT {src} AS src FROM " \
             f"read_parquet('{folder}/ledgers_row_v2.parquet')))"
    select = ", ".join(f"{c[0]} + chain * {CHAIN} AS {c[0]}" if c[0] == sequence else c[0] if c[0] in have else f"NULL::{c[1]} AS {c[0]}" for c in columns)
    db.execute(f"INSERT INTO {table} SELECT {select} FROM read_parquet('{path}') JOIN {chains} ON src = {src}")


def run(db, silver):
    started = time.process_time()
    db.execute(f"CREATE OR REPLACE TEMP TABLE {silver.name} AS {silver.select}")
    seconds = time.process_time() - started
    described = [(r[0], r[1]) for r in db.execute(f"DESCRIBE {silver.name}").fetchall()]
    assert described == [(c[0], c[1]) for c in silver.columns], \
        (silver.name, [x for x in zip(described, silver.columns) if x[0] != x[1][:2]])
    nulls = ", ".join(f'count(*) - count("{c[0]}")' for c in silver.columns)
    rows, *missing = db.execute(f"SELECT count(*), {nulls} FROM {silver.name}").fetchone()
    wrong = [c[0] for c, n in zip(silver.columns, missing) if n and not c[2]]
    assert not wrong, (silver.name, "NULL in", wrong)
    key = ", ".join(silver.head["key"])
    twice = db.execute(f"SELECT count(*) FROM (SELECT {key} FROM {silver.name} GROUP BY ALL HAVING count(*) > 1)").fetchone()[0]
    assert twice == 0, (silver.name, "key", twice)
    print(f"  {silver.name}: {rows} rows, {seconds:.2f} s")
    return [c[0] for c, n in zip(silver.columns, missing) if c[2] and n == rows and rows]


def main(inputs):
    files = [SilverFile(name) for name in NAMES]
    for silver in files:
        print(f"{silver.name}: {len(silver.columns)} columns; nullability against the contract: {against_contract(silver) or 'equal'}")
    failed = 0
    for name in inputs:
        print(name)
        db, passphrase, calls = open_lake(name)
        for silver in files:
            only_null = run(db, silver)
            if only_null:
                print(f"    only NULL: {', '.join(only_null)}")
        print(f"  calls: {calls}")
        failed += laws.check(db, name)
        db.close()
    return failed


if __name__ == "__main__":
    chosen = sys.argv[1:] or [name for name in INPUTS if name not in ("lcms-open", "lcms-expected", "built")]
    sys.exit(1 if main(chosen) else 0)
