"""Made-up rows for what no ledger shows: stacks with failures and self-calls, close prices, amounts whose sum no type holds."""
import datetime

import heads
import lake
import lab
import laws
import merging
import reference

NOON = datetime.datetime(2024, 5, 1, 12)


# ------------------------------------------------------------------------------------------------------------ call stacks
def events_of(rng, contracts, most):
    """Events of a random run, callers that catch failures and contracts that call themselves included."""
    found = []

    def frame(contract, depth):
        for _ in range(rng.randrange(4)):
            dice = rng.random()
            if dice < 0.5 and depth < 6 and len(found) < most:
                callee, function = rng.choice(contracts), rng.choice("fgh")
                found.append(("call", contract, callee, function))
                if frame(callee, depth + 1):
                    found.append(("return", callee, None, function))
                elif rng.random() < 0.5:
                    return False
            elif dice < 0.7:
                found.append(("other", contract, None, None))
            elif dice < 0.8:
                return False
        return True

    root = rng.choice(contracts)
    found.append(("call", None, root, "main"))
    if frame(root, 0):
        found.append(("return", root, None, "main"))
    if rng.random() < 0.3:
        found.append(("other", None, None, None))
    return found


def stacks(rng, transactions):
    db = lake.connect(lake.PUBNET)
    for table, columns in lake.SCHEMA.items():
        db.execute(f"CREATE TABLE lake.{table} ({', '.join(f'{c[0]} {c[1]}' for c in columns)})")
    contracts = [bytes([n] * 32).hex() for n in range(1, 6)]
    rows, runs = [], {}
    for number in range(transactions):
        hash_, events = f"{number:064x}", events_of(rng, contracts, rng.choice([8, 40, 120]))
        if number % 7 == 0:  # what a contract makes up: events of those names from anywhere
            events.insert(rng.randrange(len(events) + 1), (rng.choice(["call", "return"]), lake.contract_strkey(rng.choice(contracts)),
                                                           rng.choice(contracts), rng.choice("fgh")))
        listed = []
        for index, (kind, emitter, callee, function) in enumerate(events):
            emitter = lake.contract_strkey(emitter) if emitter and len(emitter) == 64 else emitter
            topics = {"call": f'["fn_call",{{"base64":"","hex":"{callee}","length":32,"type":"bytes"}},"{function}"]',
                      "return": f'["fn_return","{function}"]', "other": '["log"]'}[kind]
            rows.append((hash_, index, emitter, topics, {"call": 3, "return": 2, "other": 1}[kind]))
            if emitter is not None or kind == "call":
                listed.append((index, kind, emitter, lake.contract_strkey(callee) if kind == "call" else None, function))
        runs[hash_] = reference.call_stack(listed)
    db.execute("CREATE TABLE made (h VARCHAR, i INTEGER, c VARCHAR, t VARCHAR, n INTEGER)")
    for start in range(0, len(rows), 5000):
        part = rows[start:start + 5000]
        db.execute("INSERT INTO made SELECT unnest($h), unnest($i), unnest($c), unnest($t), unnest($n)",
                   {k: [r[j] for r in part] for j, k in enumerate("hictn")})
    db.execute("""
        INSERT INTO lake.contract_events_stream_v1 BY NAME
        SELECT 9 AS ledger_sequence, h AS transaction_hash, i AS event_index, c AS contract_id, t AS topics_decoded, n AS topic_count,
            'diagnostic' AS event_type, 'null' AS data_decoded FROM made;
        INSERT INTO lake.transactions_row_v2 BY NAME SELECT DISTINCT 9 AS ledger_sequence, h AS transaction_hash, true AS successful,
            TIMESTAMP '2024-05-01' AS created_at, 0 AS ledger_range FROM made;
        INSERT INTO lake.transactions_extra_row_v1 BY NAME SELECT DISTINCT 9 AS ledger_sequence, h AS transaction_hash,
            1 AS application_order FROM made;
        INSERT INTO lake.operations_row_v2 BY NAME SELECT DISTINCT 9 AS ledger_sequence, h AS transaction_hash, 24 AS type, 'G' AS
            source_account, 'create_contract' AS soroban_operation FROM made""")
    silver = heads.read("row")["contract_calls_row_v1"]
    seconds = lab.build(db, silver, 9, 9)
    columns = "call_index, parent_index, depth, contract_id, function_name, event_first, event_last, returned, NOT successful"
    found = {}
    for row in db.execute(f"SELECT transaction_hash, {columns} FROM rows.contract_calls_row_v1 ORDER BY 1, 2").fetchall():
        found.setdefault(row[0], []).append(row[1:])
    names = ["call_index", "parent_index", "depth", "contract", "function", "event_first", "event_last", "returned", "undone"]
    wrong = [h for h, calls in runs.items() if found.get(h, []) != [tuple(c[n] for n in names) for c in calls]]
    failing = sum(any(not c["returned"] for c in calls) for calls in runs.values())
    print(f"  stacks: {transactions} transactions, {len(rows)} events, {sum(map(len, runs.values()))} calls, {failing} with failed calls, "
          f"{seconds:.2f} s" + (f", BROKEN {len(wrong)}: {wrong[:2]}" if wrong else ""), flush=True)
    for h in wrong[:1]:
        print([r for r in rows if r[0] == h], found.get(h), [tuple(c[n] for n in names) for c in runs[h]], sep="\n")


# ----------------------------------------------------------------------------------------------------------------- prices
def trades(rng, number):
    db = lake.connect(lake.PUBNET)
    others = heads.read("row", lake.ROWS1)["trades_enriched_row_v1"]
    db.execute(f"CREATE TABLE rows.trades_enriched_row_v1 ({', '.join(f'{c[0]} {c[1]}' for c in others.columns)});"
               "CREATE TABLE lake.ledgers_row_v2 AS SELECT range AS sequence FROM range(1, 101)")
    big = 2 ** 63 - 1
    choices = [lambda: (rng.randrange(1, 9), rng.randrange(1, 9)), lambda: (big - rng.randrange(3), big - rng.randrange(3)),
               lambda: (rng.randrange(1, 2 ** 63), rng.randrange(1, 2 ** 63)), lambda: (rng.randrange(1, 4), big - rng.randrange(3))]
    rows = []
    for n in range(number):
        price = rng.choice(choices)()
        hours = datetime.timedelta(hours=rng.randrange(2))
        ledger = rng.randrange(1, 101)
        rows.append((ledger, NOON + hours, rng.choice("AB"), rng.choice("CD"), *price, rng.choice([0, 999, 1000, 5 * 10 ** 9, big]),
                     rng.choice([999, 1000, 10 ** 9, big]), rng.randrange(3), n))
    names = ["ledger_sequence", "closed_at", "base_asset", "counter_asset", "price_n", "price_d", "base_amount", "counter_amount",
             "operation_id", "trade_index"]
    unnested = ", ".join(f"unnest(${n}) AS {n}" for n in names)
    db.execute(f"INSERT INTO rows.trades_enriched_row_v1 BY NAME SELECT {unnested}, 'orderbook' AS trade_type",
               {name: [r[i] for r in rows] for i, name in enumerate(names)})
    db.execute("UPDATE rows.trades_enriched_row_v1 SET price_n = NULL, price_d = NULL WHERE base_amount = 0")
    silver = heads.read("agg")["candles_agg_hour_v1"]
    lab.build(db, silver, 1, 100)
    laws.candles(db)
    for parts in (2, 9, 40):
        lab.merge_law(db, silver, rng, parts)
    print("  made-up trades: merged the same from 2, 9 and 40 parts", flush=True)
    day = heads.read("view")["candles_day"]
    db.execute(f"CREATE TEMP VIEW candles_agg_hour_v1 AS {merging.select(silver, 'rows.candles_agg_hour_v1')}; "
               f"CREATE TEMP TABLE candles_day AS {day.select}")
    lab.check(db, day, "candles_day")
    wanted = reference.candles([(NOON.replace(hour=0), r[2], r[3], *((None, None) if r[6] == 0 else r[4:6]), r[6], r[7], 0,
                                 (r[0], r[8], r[9])) for r in rows])
    got = {(NOON.replace(hour=0), r[1], r[2]): (r[3], r[4], int(r[5]), int(r[6]), *r[8:16]) for r in db.execute("FROM candles_day").fetchall()}
    averages = all(abs(r[7] * r[5] - r[6]) <= r[5] for r in db.execute("FROM candles_day").fetchall() if r[7] is not None)
    ok = averages and got == {k: (v[0], v[1], v[2], v[3], *v[4:12]) for k, v in wanted.items()}
    print(f"  candles_day = Python's: {len(got)}" + ("" if ok else ", BROKEN"), flush=True)


# ----------------------------------------------------------------------------------------------------------------- amounts
def flows(rng):
    """Random amounts up to the largest that a contract can write: parts in any order, NULL where no type holds the sum."""
    db = lake.connect(lake.PUBNET)
    transfers = heads.read("row", lake.ROWS1)["token_transfers_row_v1"]
    fields = "owner_type VARCHAR, token_id VARCHAR, source VARCHAR, balance DECIMAL(38,0), balance_text VARCHAR"
    db.execute(f"""
        CREATE TABLE lake.ledgers_row_v2 AS SELECT range AS sequence FROM range(1, 101);
        CREATE TABLE rows.token_transfers_row_v1 ({', '.join(f'{c[0]} {c[1]}' for c in transfers.columns)});
        CREATE TABLE rows.balances_changes (owner VARCHAR, place VARCHAR, {fields}, ledger_sequence BIGINT, closed_at TIMESTAMP,
            ended BOOLEAN, end_reason VARCHAR, change VARCHAR, previous_known BOOLEAN,
            previous STRUCT({fields}));
        CREATE TABLE rows.trustlines_changes (account_id VARCHAR, asset VARCHAR, token_id VARCHAR, authorized BOOLEAN,
            ledger_sequence BIGINT, closed_at TIMESTAMP, ended BOOLEAN, end_reason VARCHAR, change VARCHAR, previous_known BOOLEAN,
            previous STRUCT(token_id VARCHAR, authorized BOOLEAN))""")
    top, sums = 10 ** 38 - 1, {}
    for n in range(600):
        token = rng.choice(["small", "large", "huge", "beyond"])
        amount = {"small": rng.randrange(1, 10 ** 9), "large": rng.randrange(10 ** 34), "huge": rng.randrange(top // 2, top),
                  "beyond": rng.choice([5, None])}[token]
        kind = rng.choice(["transfer", "mint", "burn", "clawback"])
        db.execute("INSERT INTO rows.token_transfers_row_v1 BY NAME SELECT ? AS ledger_sequence, ?::TIMESTAMP AS closed_at, ? AS token_id, "
                   "? AS kind, 'event' AS leg, ?::DECIMAL(38,0) AS amount", [rng.randrange(1, 101), NOON, token, kind,
                                                                            None if amount is None else str(amount)])
        for measure in {"clawback": ["burn", "clawback"]}.get(kind, [kind]):
            old = sums.get((token, measure), 0)
            sums[token, measure] = None if old is None or amount is None else old + amount
    for n in range(300):
        old, new = rng.randrange(top), rng.randrange(top)
        token = rng.choice(["small", "huge"])
        old, new = (old % 1000, new % 1000) if token == "small" else (old, new)
        db.execute("""INSERT INTO rows.balances_changes BY NAME SELECT ? AS ledger_sequence, ?::TIMESTAMP AS closed_at, ? AS token_id,
            'contract_storage' AS source, ?::DECIMAL(38,0) AS balance, ? AS balance_text, false AS ended, true AS previous_known,
            {owner_type: '', token_id: ?, source: 'contract_storage', balance: ?::DECIMAL(38,0), balance_text: ?} AS previous""",
                   [rng.randrange(1, 101), NOON, token, str(new), str(new), token, str(old), str(old)])
        sums[token, "delta"] = sums.get((token, "delta"), 0) + new - old
    silver = heads.read("agg")["asset_flows_agg_day_v1"]
    lab.build(db, silver, 1, 100)
    lab.check(db, silver, "rows.asset_flows_agg_day_v1")
    found = {r[0]: r[1:] for r in db.execute("SELECT token_id, transfer_amount, mint_amount, burn_amount, clawback_amount, delta_contract "
                                             "FROM rows.asset_flows_agg_day_v1").fetchall()}
    wrong = []
    for token, amounts in found.items():
        for measure, amount in zip(["transfer", "mint", "burn", "clawback", "delta"], amounts):
            want = sums.get((token, measure), 0)
            want = want if want is not None and abs(want) <= top else None
            if (None if amount is None else int(amount)) != want:
                wrong.append((token, measure, amount, want))
    print(f"  flows with amounts of any size: {len(found)} tokens, NULL in {sum(a is None for r in found.values() for a in r)} sums"
          + (f", BROKEN {wrong[:3]}" if wrong else ""), flush=True)
    # Of signed sums a part may be too long where the whole is not, so cuts are held to tokens that stay in range.
    db.execute("DELETE FROM rows.balances_changes WHERE token_id = 'huge'")
    lab.build(db, silver, 1, 100)
    for parts in (2, 9, 40):
        lab.merge_law(db, silver, rng, parts)
    print("  made-up flows: merged the same from 2, 9 and 40 parts", flush=True)


def run(rng):
    print("made", flush=True)
    stacks(rng, 1500)
    trades(rng, 1500)
    flows(rng)
