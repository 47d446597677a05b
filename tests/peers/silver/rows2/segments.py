"""asset_flows when ledgers come in any order: parts of segments, then corrections where two segments touch.

A correction needs no SQL of its own. The engine gives `<state>_corrections`: the first events of the right segment, now with
what stood before them. The same SELECT runs over them (without transfers) twice: as they are, and, negated, as they were
taken before: not known before, ends left out.
"""
import lake
import lab
import merging

INPUTS = ["token_transfers_row_v1", "balances_changes", "trustlines_changes"]


def add(db, silver, sign):
    measures = [c[0] for c in silver.columns if c[0] not in silver.key]
    db.execute(f"INSERT INTO flow_parts SELECT {', '.join(silver.key + [f'{sign}{m} AS {m}' for m in measures])} FROM ({silver.select})")


def correct(db, silver, names):
    db.execute("CREATE OR REPLACE TEMP VIEW token_transfers_row_v1 AS FROM rows.token_transfers_row_v1 WHERE false")
    for known, sign in ((True, ""), (False, "-")):
        for name in names:
            change = "*" if known else "* REPLACE (false AS previous_known, CASE WHEN false THEN previous END AS previous)"
            db.execute(f"CREATE OR REPLACE TEMP VIEW {name}_changes AS SELECT {change} FROM held_{name}" + ("" if known else " WHERE NOT ended"))
        add(db, silver, sign)


def play(db, engine_module, entries, silver, schema, span, base, rng, parts):
    lo, hi = span[0] - base, span[1] - base
    edges = sorted(rng.sample(range(lo, hi), min(parts - 1, hi - lo)))
    batches = list(zip([lo - 1] + edges, edges + [hi]))
    rng.shuffle(batches)
    engine = engine_module.Engine(db, entries, schema)
    engine.create()
    wanted = f"FROM rows.{silver.name} WHERE day IN (SELECT closed_at::DATE FROM lake.ledgers_row_v2 WHERE sequence BETWEEN {span[0]} AND {span[1]})"
    db.execute(f"CREATE OR REPLACE TEMP TABLE flow_parts AS {wanted} LIMIT 0")

    def hold(kind):
        return lambda e: db.execute(f"CREATE OR REPLACE TEMP TABLE held_{e.name} AS FROM {e.name}_{kind}")

    corrections = 0
    for first, last in batches:
        for table in {t for e in entries for t in e.head["inputs"]}:
            sequence = lake.sequence_column(table)
            db.execute(f"CREATE OR REPLACE TEMP VIEW {table} AS SELECT * REPLACE ({sequence} - {base} AS {sequence}) FROM lake.{table} "
                       f"WHERE {sequence} > {first + base} AND {sequence} <= {last + base}")
        # The engine makes temp tables <state>_changes, which views of that name would stand in the way of.
        for e in entries:
            db.execute(f"DROP VIEW IF EXISTS temp.{e.name}_changes")
        engine.batch(first, last, hold("changes"))
        for e in entries:
            db.execute(f"DROP TABLE temp.{e.name}_changes; CREATE TEMP VIEW {e.name}_changes AS FROM held_{e.name}")
        db.execute(f"CREATE OR REPLACE TEMP VIEW token_transfers_row_v1 AS FROM rows.token_transfers_row_v1 "
                   f"WHERE ledger_sequence > {first + base} AND ledger_sequence <= {last + base}")
        add(db, silver, "")
        while engine.touching():
            engine.merge(*rng.choice(engine.touching()), hold("corrections"))
            corrections += db.execute("SELECT " + " + ".join(f"(SELECT count(*) FROM held_{e.name})" for e in entries)).fetchone()[0]
            correct(db, silver, [e.name for e in entries])
    plain = ", ".join(c[0] for c in silver.columns)
    db.execute(f"CREATE OR REPLACE TEMP VIEW merged AS SELECT {plain} FROM ({merging.select(silver, 'flow_parts')}); "
               f"CREATE OR REPLACE TEMP VIEW wanted AS SELECT {plain} FROM ({merging.select(silver, f'({wanted})')})")
    assert lab.same(db, "merged", "wanted"), (span, batches, db.execute(
        "(FROM merged EXCEPT FROM wanted) UNION ALL (FROM wanted EXCEPT FROM merged) ORDER BY 1, 2 LIMIT 4").fetchall())
    for (table,) in db.execute(f"SELECT table_name FROM duckdb_tables() WHERE schema_name = '{schema}'").fetchall():
        db.execute(f"DROP TABLE {schema}.{table} CASCADE")
    return corrections


def run(db, silver, rng, chains, rounds):
    engine_module, entry = lake.state_modules()
    types = {t: {c[0]: c[1] for c in columns} for t, columns in lake.SCHEMA.items()}
    entries = [e for e in entry.read_entries(f"{lake.STATE}/silver/state", types) if e.name in lake.FLOWS]
    for table in INPUTS:
        db.execute(f"DROP VIEW IF EXISTS temp.{table}")
    per_chain = dict(db.execute(f"SELECT ledger_sequence // {lake.CHAIN}, count(*) FROM rows.trustlines_changes GROUP BY 1").fetchall())
    best = sorted(lake.spans(db), key=lambda s: -per_chain.get(s[0] // lake.CHAIN, 0))[:chains]
    corrections = played = 0
    for number, span in enumerate(best):
        for round_ in range(rounds):
            corrections += play(db, engine_module, entries, silver, f"play_{number}_{round_}", span, span[0] // lake.CHAIN * lake.CHAIN,
                                rng, rng.choice([2, 3, 5, 9]))
            played += 1
    print(f"    flows in any order of segments: {played} runs over {len(best)} chains, {corrections} corrections, all as in one pass", flush=True)
