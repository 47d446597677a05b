"""Bronze lakes as Parquet, shown to the engine as the program will show them."""
import glob
import os
import re

TABLES_PAGE = "docs/tables.md"

# Silver row tables that two entries read; enough of them for these tests.
STAND_INS = """
CREATE TABLE bronze.token_transfers_row_v1 AS
SELECT ledger_sequence, asset FROM bronze.operations_row_v2
WHERE transaction_successful AND type IN (0, 1) AND (asset = 'native' OR asset LIKE '%:%');
CREATE TABLE bronze.contract_calls_row_v1 (ledger_sequence BIGINT, transaction_order INTEGER, call_index INTEGER, depth INTEGER,
    caller VARCHAR, contract_id VARCHAR, function_name VARCHAR, successful BOOLEAN);
"""


def types(page=TABLES_PAGE):
    tables, current = {}, None
    for line in open(page):
        if line.startswith("## "):
            current = tables.setdefault(line[3:].strip(), {})
        column = re.match(r"\| `(\w+)`(?: \(key\))? \| (\w+) \|", line)
        if column and current is not None:
            current[column[1]] = column[2]
    return tables


def load(connection, lake, tables):
    connection.execute("CREATE SCHEMA IF NOT EXISTS bronze")
    for table, columns in tables.items():
        if table.startswith("_"):
            continue
        names = ", ".join(f"{c}::{t} AS {c}" for c, t in columns.items())
        files = glob.glob(f"{lake}/data/bronze/{table}/**/*.parquet", recursive=True)
        source = (f"read_parquet({files}, hive_partitioning = false)" if files
                  else f"(SELECT {', '.join(f'NULL::{t} AS {c}' for c, t in columns.items())} LIMIT 0)")
        connection.execute(f"CREATE OR REPLACE TABLE bronze.{table} AS SELECT {names} FROM {source}")
    connection.execute(STAND_INS.replace("CREATE TABLE", "CREATE OR REPLACE TABLE"))


def show(connection, inputs, lo, hi):
    """The inputs as a batch sees them: rows of ledgers (lo, hi]."""
    for table in inputs:
        column = "sequence" if table == "ledgers_row_v2" else "ledger_sequence"
        connection.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * FROM bronze.{table} "
                           f"WHERE {column} > {lo} AND {column} <= {hi}")


def ledgers(connection):
    return connection.execute("SELECT min(sequence), max(sequence), count(*) FROM bronze.ledgers_row_v2").fetchone()


def lakes(folder, name):
    whole = os.path.join(folder, name)
    if os.path.isdir(os.path.join(whole, "data")):
        return [whole]
    return sorted(os.path.join(whole, chain) for chain in os.listdir(whole) if os.path.isdir(os.path.join(whole, chain, "data")))
