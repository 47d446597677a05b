"""What the SELECTs read from Parquet: columns of each scan, and the CPU that the wide XDR columns cost when no row needs them."""
import re
import sys
import time

import duckdb

import lab


def views(name):
    db = duckdb.connect()
    db.execute("SET threads = 1; SET TimeZone = 'UTC'")
    for table, columns in lab.SCHEMA.items():
        if table.startswith("_"):
            continue
        files = sorted(lab.glob.glob(f"{lab.LAKES}/{name}/data/bronze/{table}/**/*.parquet", recursive=True))
        select = ", ".join(c[0] for c in columns)
        if files:
            # As the engine's: a range of ledgers.
            key = "sequence" if table.startswith("ledgers_row") else "ledger_sequence"
            listed = ", ".join(f"'{f}'" for f in files)
            db.execute(f"CREATE VIEW {table} AS SELECT {select} FROM read_parquet([{listed}], hive_partitioning = false) WHERE {key} BETWEEN 1 AND 99999999")
        else:
            db.execute(f"CREATE TABLE {table} ({', '.join(f'{c[0]} {c[1]}' for c in columns)})")
    db.execute("CREATE VIEW previous_ledger AS FROM ledgers_row_v2 WHERE false")
    # Cheap stand-ins, so that the time is that of the SQL.
    for macro in ("sac_id(a) AS 'C' || md5(a)", "pool_address(a) AS 'L' || a", "balance_address(a) AS 'B' || a", "muxed_address(a, n) AS 'M' || a",
                  "address_of(a) AS if(starts_with(a, 'AAAAEg'), 'G' || a, NULL)",
                  "pool_revocations(m, e, i) AS if(length(m) > 0, [{pool: '', asset: '', amount: length(e), balance: ''}], NULL)",
                  "lumen_drift(m, i) AS length(m)"):
        db.execute(f"CREATE MACRO {macro}")
    return db


def cpu(db, sql, times=3):
    best = 1e9
    for _ in range(times):
        start = time.process_time()
        db.execute(sql).fetchall()
        best = min(best, time.process_time() - start)
    return best


def main(name):
    db = views(name)
    for silver in map(lab.SilverFile, lab.NAMES):
        plan = db.execute(f"EXPLAIN (FORMAT json) {silver.select}").fetchall()[0][1]
        import json
        def walk(node):
            if "PARQUET" in node["name"] or "SEQ_SCAN" in node["name"]:
                info = node["extra_info"]
                columns = info.get("Projections", [])
                print("   ", info.get("Function", node["name"]), columns if isinstance(columns, str) else ", ".join(columns), "| filters:", info.get("Filters", ""))
            for child in node["children"]:
                walk(child)
        print(silver.name)
        for node in json.loads(plan):
            walk(node)
    few = "(SELECT 1::BIGINT AS ledger_sequence, 'x' AS transaction_hash WHERE random() < 0)"
    print("cpu s: narrow scan", cpu(db, "SELECT sum(fee_charged) FROM transactions_row_v2"),
          "| all wide", cpu(db, "SELECT sum(length(tx_meta) + length(tx_envelope)) FROM transactions_row_v2"),
          "| wide joined with nothing", cpu(db, f"SELECT sum(length(tx_meta) + length(tx_envelope)) FROM transactions_row_v2 JOIN {few} USING (ledger_sequence, transaction_hash)"),
          "| wide joined with one", cpu(db, "SELECT sum(length(tx_meta) + length(tx_envelope)) FROM transactions_row_v2 JOIN (SELECT ledger_sequence, transaction_hash FROM transactions_extra_row_v1 WHERE application_order = 7 AND ledger_sequence = 10050) USING (ledger_sequence, transaction_hash)"))
    for silver in map(lab.SilverFile, lab.NAMES):
        print(f"cpu s: {silver.name} {cpu(db, silver.select, 1):.2f}")
    silver = lab.SilverFile("token_transfers_row_v1")
    bare = re.sub(r"(lumen_drift|pool_revocations)\(t\.tx_meta, (t\.tx_envelope, )?", lambda m: f"{m.group(1)}('', " + ("'', " if m.group(2) else ""), silver.select)
    print(f"cpu s: token_transfers without the wide columns {cpu(db, bare, 1):.2f}")


main(sys.argv[1])
