"""Binds every file against empty inputs: names and types, in one go, without rows."""
import duckdb

import heads

STATES = "silver/state"
VERSION = ("valid_from_ledger BIGINT, valid_from TIMESTAMP, valid_to_ledger BIGINT, valid_to TIMESTAMP, known_to_ledger BIGINT, "
           "change VARCHAR, end_reason VARCHAR, life_from_ledger BIGINT, state_complete BOOLEAN")
TEXT = ["sac_id", "pool_address", "balance_address", "contract_strkey", "address_of"]


def state_columns(name):
    import re
    import yaml
    head = yaml.safe_load(re.match(r"/\*---\n(.*?)\n---\*/", open(f"{STATES}/{name}.sql").read(), re.S)[1])
    key = head["key"]
    columns = [(c["name"], c["type"]) for c in head["columns"] if "name" in c]
    return key, columns, head.get("previous", [])


def main():
    db = duckdb.connect()
    db.execute("SET threads = 1")
    for name in TEXT:
        db.execute(f"CREATE MACRO {name}(x) AS x")
    for table, columns in {**heads.bronze_schema(), "previous_ledger": heads.bronze_schema()["ledgers_row_v2"]}.items():
        db.execute(f"CREATE TABLE {table} ({', '.join(f'{c[0]} {c[1]}' for c in columns)})")
    others = heads.read("row", "tests/peers/silver/rows1")
    for name in ("transaction_fees_row_v1", "token_transfers_row_v1", "trades_enriched_row_v1"):
        db.execute(f"CREATE TABLE {name} ({', '.join(f'{c[0]} {c[1]}' for c in others[name].columns)})")
    for name in ("accounts", "account_signers", "trustlines", "offers", "claimable_balances", "liquidity_pools", "contract_data",
                 "contract_ttl", "balances"):
        key, columns, previous = state_columns(name)
        listed = ", ".join(f"{n} {t}" for n, t in columns)
        before = "".join(f", previous_{p} {dict(columns)[p]}" for p in previous)
        for kind in ("current", "history"):
            db.execute(f"CREATE TABLE {name}_{kind}_v1 ({listed}{before}, {VERSION})")
        values = ", ".join(f"{n} {t}" for n, t in columns if n not in key)
        db.execute(f"CREATE TABLE {name}_changes ({listed}, ledger_sequence BIGINT, closed_at TIMESTAMP, ended BOOLEAN, "
                   f"end_reason VARCHAR, change VARCHAR, previous_known BOOLEAN, previous STRUCT({values}))")
    db.execute("CREATE TABLE _silver_segments (segment_id BIGINT, network VARCHAR, lo BIGINT, hi BIGINT, root BIGINT, seeded_at BIGINT)")
    todo = [*[heads.read("row")[n] for n in ("contract_events_row_v1", "contract_calls_row_v1", "contract_invocations_row_v1")],
            *heads.read("agg").values()]
    views = heads.read("view")
    todo += sorted(views.values(), key=lambda v: sum(i in views for i in v.inputs))
    for silver in todo:
        try:
            db.execute(f"CREATE TABLE {silver.name} AS {silver.select}")
            got = [(r[0], r[1]) for r in db.execute(f"DESCRIBE {silver.name}").fetchall()]
            wrong = [x for x in zip(got, [c[:2] for c in silver.columns]) if x[0] != x[1]]
            print(silver.name, "ok" if not wrong and len(got) == len(silver.columns) else wrong[:4], flush=True)
            if silver.kind == "agg":
                import merging
                merged = [(r[0], r[1]) for r in db.execute(f"DESCRIBE {merging.select(silver, silver.name)}").fetchall()]
                if sorted(merged) != sorted(got):
                    print("  merged", set(merged) ^ set(got))
        except Exception as error:
            print(silver.name, "FAILED", str(error)[:900], flush=True)


main()
