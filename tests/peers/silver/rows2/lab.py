"""Runs the silver SELECTs of this folder over bronze lakes and holds their rows against contract, laws and merge rules.

    lab.py [INPUT ...]    default: all inputs, `heads` (against the contract) and `made` (rows for what no ledger shows)
"""
import random
import sys
import time

import heads
import lake
import laws
import made
import merging
import segments

STAND_INS = ["transaction_fees_row_v1", "token_transfers_row_v1", "trades_enriched_row_v1"]
ROWS = ["contract_events_row_v1", "contract_calls_row_v1", "contract_invocations_row_v1"]


def check(db, silver, relation):
    """Names, types, NULLs and key of a relation against the head."""
    described = [(r[0], r[1]) for r in db.execute(f"DESCRIBE FROM {relation}").fetchall()]
    wanted = [c[:2] for c in silver.columns]
    assert described == wanted, (silver.name, [x for x in zip(described, wanted) if x[0] != x[1]])
    nulls = ", ".join(f'count(*) - count("{c[0]}")' for c in silver.columns)
    rows, *missing = db.execute(f"SELECT count(*), {nulls} FROM {relation}").fetchone()
    wrong = [c[0] for c, n in zip(silver.columns, missing) if n and not c[2]]
    assert not wrong, (silver.name, "NULL in", wrong)
    key = ", ".join(silver.key)
    twice = db.execute(f"SELECT {key}, count(*) FROM {relation} GROUP BY ALL HAVING count(*) > 1 LIMIT 3").fetchall()
    if silver.name == "contract_events_row_v1" and twice:  # chains of lcms-open repeat transactions
        twice = db.execute(f"SELECT {key} FROM {relation} GROUP BY {key}, ledger_sequence HAVING count(*) > 1").fetchall()
    assert not twice, (silver.name, "key", twice)
    return rows, [c[0] for c, n in zip(silver.columns, missing) if c[2] and n == rows and rows]


def build(db, silver, lo, hi):
    lake.show(db, silver.inputs, lo, hi)
    started = time.process_time()
    db.execute(f"CREATE OR REPLACE TABLE rows.{silver.name} AS {silver.select}")
    return time.process_time() - started


def same(db, left, right):
    return db.execute(f"SELECT count(*) FROM ((FROM {left} EXCEPT ALL FROM {right}) UNION ALL "
                      f"(FROM {right} EXCEPT ALL FROM {left}))").fetchone()[0] == 0


def cuts(db, rng, parts):
    ledgers = [r[0] for r in db.execute("SELECT sequence FROM lake.ledgers_row_v2 ORDER BY 1").fetchall()]
    edges = sorted(rng.sample(range(1, len(ledgers)), min(parts - 1, len(ledgers) - 1)))
    groups = [ledgers[a:b] for a, b in zip([0] + edges, edges + [len(ledgers)])]
    rng.shuffle(groups)
    return [(g[0], g[-1]) for g in groups]


def merge_law(db, silver, rng, parts):
    """Partial rows of any cut, also merged twice in different groups, give what one pass gives."""
    whole = f"rows.{silver.name}"
    spans = cuts(db, rng, parts)
    for number, (lo, hi) in enumerate(spans):
        lake.show(db, silver.inputs, lo, hi)
        rows = f"SELECT *, {rng.randrange(3)} AS pile FROM ({silver.select})"
        db.execute(f"CREATE OR REPLACE TEMP TABLE parts AS {rows}" if number == 0 else f"INSERT INTO parts {rows}")
    plain = ", ".join(f'"{c[0]}"' for c in silver.columns)
    db.execute(f"CREATE OR REPLACE TEMP VIEW once AS SELECT {plain} FROM ({merging.select(silver, 'parts')})")
    folded = " UNION ALL ".join(f"SELECT {plain} FROM ({merging.select(silver, f'(FROM parts WHERE pile = {p})')})" for p in range(3))
    db.execute(f"CREATE OR REPLACE TEMP VIEW twice AS SELECT {plain} FROM ({merging.select(silver, f'({folded})')})")
    db.execute(f"CREATE OR REPLACE TEMP VIEW one_pass AS SELECT {plain} FROM ({merging.select(silver, whole)})")
    check(db, silver, "once")
    assert silver.head.get("drop_zeros") or same(db, "one_pass", whole), (silver.name, "one pass")
    assert same(db, "once", "one_pass"), (silver.name, "merged", spans)
    assert same(db, "twice", "one_pass"), (silver.name, "merged twice", spans)
    return len(spans), db.execute("SELECT count(*) FROM parts").fetchone()[0]


def cut_rows(db, silver, rng, parts):
    """A row table of any cut is the same rows."""
    for number, (lo, hi) in enumerate(cuts(db, rng, parts)):
        lake.show(db, silver.inputs, lo, hi)
        db.execute(f"CREATE OR REPLACE TEMP TABLE parts AS {silver.select}" if number == 0 else
                   f"INSERT INTO parts {silver.select}")
    assert same(db, "parts", f"rows.{silver.name}"), (silver.name, "cut")


def tell(silver, seconds, result):
    rows, only_null = result
    print(f"  {silver.name}: {rows} rows, {seconds:.2f} s" + (f"; only NULL: {', '.join(only_null)}" if only_null else ""),
          flush=True)


def run(name, rng):
    print(name, flush=True)
    db = lake.open_lake(name)
    lo, hi = db.execute("SELECT min(sequence), max(sequence) FROM lake.ledgers_row_v2").fetchone()
    own, others, aggregates = heads.read("row"), heads.read("row", lake.ROWS1), heads.read("agg")
    for table in STAND_INS:
        build(db, others[table], lo, hi)
    for table in ROWS:
        tell(own[table], build(db, own[table], lo, hi), check(db, own[table], f"rows.{table}"))
    shown = lake.state_tables(db)
    for silver in aggregates.values():
        tell(silver, build(db, silver, lo, hi), check(db, silver, f"rows.{silver.name}"))
    ledgers = db.execute("SELECT count(*) FROM lake.ledgers_row_v2").fetchone()[0]
    if ledgers > 1:
        for table in ROWS:
            cut_rows(db, own[table], rng, 5)
        for silver in aggregates.values():
            counts = [merge_law(db, silver, rng, parts) for parts in (3, 12)]
            print(f"  {silver.name}: cuts into {', '.join(f'{p} ({n} parts of rows)' for p, n in counts)} merge to the same",
                  flush=True)
    laws.check(db, name)
    if name == "lcms-open":
        segments.run(db, aggregates["asset_flows_agg_day_v1"], rng, 4, 3)
    views(db, *shown)
    db.close()


def views(db, engine, span, base):
    """Every view over the aggregates, merged, and over the states of one chain."""
    schema = engine.schema
    for silver in heads.read("agg").values():
        db.execute(f"CREATE OR REPLACE TEMP VIEW {silver.name} AS {merging.select(silver, 'rows.' + silver.name)}")
    for e in engine.entries:
        for kind in ("current", "history"):
            db.execute(f"CREATE OR REPLACE TEMP VIEW {e.name}_{kind}_v1 AS FROM {schema}.{e.name}_{kind}_v1")
    db.execute(f"CREATE OR REPLACE TEMP VIEW _silver_segments AS SELECT * REPLACE (hi + {base} AS hi) FROM {schema}._silver_segments")
    db.execute("CREATE OR REPLACE TEMP VIEW ledgers_row_v2 AS FROM lake.ledgers_row_v2")
    found = heads.read("view")
    for silver in sorted(found.values(), key=lambda v: sum(i in found for i in v.inputs)):
        db.execute(f"CREATE OR REPLACE TEMP VIEW {silver.name} AS {silver.select}")
        tell(silver, 0, check(db, silver, silver.name))
    laws.views(db, base)


def heads_and_contract():
    for kind in ("row", "agg"):
        for silver in heads.read(kind).values():
            print(f"{silver.name}: {len(silver.columns)} columns; nullability against the contract: "
                  f"{'; '.join(heads.against_contract(silver)) or 'equal'}")


def main(inputs):
    for name in inputs:
        rng = random.Random(name)
        if name == "heads":
            heads_and_contract()
        elif name == "made":
            made.run(rng)
        else:
            run(name, rng)


if __name__ == "__main__":
    main(sys.argv[1:] or ["heads", "made", *lake.PASSPHRASES])
