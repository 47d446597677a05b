"""Laws of the contract that concern the tables of this folder, and second derivations of them. Every check prints its count."""
import lake
import reference


def count(db, sql):
    return db.execute(sql).fetchone()[0]


def none(db, law, checked, wrong):
    """`wrong` selects rows that break the law; `checked` counts what was looked at."""
    found = db.execute(f"SELECT * FROM ({wrong}) LIMIT 3").fetchall()
    print(f"    {law}: {count(db, checked)} checked" + (f", BROKEN {found}" if found else ""), flush=True)
    return not found


def call_stack_is_the_reference(db):
    wanted = reference.calls_of_lake(db, lake.contract_strkey)
    found = {tuple(r[:3]): tuple(r[3:]) for r in db.execute("""
        SELECT c.ledger_sequence, c.transaction_hash, c.call_index, c.parent_index, c.depth, c.contract_id, c.function_name,
            c.event_first, c.event_last, c.returned, NOT c.successful AND t.successful, t.successful
        FROM rows.contract_calls_row_v1 AS c JOIN lake.transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
        WHERE call_source = 'diagnostic'""").fetchall()}
    wrong = [k for k in wanted.keys() | found.keys()
             if k not in wanted or k not in found or wanted[k][:7] != found[k][:7]
             or found[k][7] != (wanted[k][7] and found[k][8])]
    failed = sum(not row[6] for row in wanted.values())
    print(f"    call stack = Python's: {len(wanted)} calls, {failed} failed" + (f", BROKEN {wrong[:3]}" if wrong else ""), flush=True)


def calls(db):
    call_stack_is_the_reference(db)
    diagnosed = "SELECT DISTINCT ledger_sequence, transaction_hash FROM lake.contract_events_stream_v1 WHERE event_type = 'diagnostic'"
    invoking = f"""SELECT o.* FROM lake.operations_row_v2 AS o SEMI JOIN ({diagnosed}) USING (ledger_sequence, transaction_hash)
        WHERE o.type = 24 AND o.soroban_operation = 'invoke_contract' AND o.transaction_successful"""
    none(db, "calls_balanced", f"SELECT count(*) FROM ({invoking})", f"""
        SELECT o.transaction_hash, count(*) FILTER (c.depth = 0) AS roots, count(*) FILTER (NOT c.returned) AS open
        FROM ({invoking}) AS o LEFT JOIN rows.contract_calls_row_v1 AS c USING (ledger_sequence, transaction_hash)
        GROUP BY o.ledger_sequence, o.transaction_hash
        HAVING roots <> 1 OR bool_or(c.depth = 0 AND c.returned IS NOT TRUE)""")
    roots = """FROM rows.contract_calls_row_v1 AS c JOIN lake.operations_row_v2 AS o USING (ledger_sequence, transaction_hash)
        WHERE c.call_index = 0 AND o.soroban_operation = 'invoke_contract'"""
    none(db, "root_call_agrees", f"SELECT count(*) {roots}", f"""SELECT c.transaction_hash, c.contract_id, c.function_name {roots}
        AND (c.contract_id IS DISTINCT FROM o.soroban_contract_id OR c.function_name IS DISTINCT FROM o.soroban_function
            OR c.parent_index IS NOT NULL OR c.caller <> o.source_account)""")
    none(db, "every invoke has a first call", "SELECT count(*) FROM lake.operations_row_v2 WHERE soroban_operation = 'invoke_contract'",
         """SELECT o.transaction_hash FROM lake.operations_row_v2 AS o
            LEFT JOIN rows.contract_calls_row_v1 AS c ON c.ledger_sequence = o.ledger_sequence
                AND c.transaction_hash = o.transaction_hash AND c.call_index = 0
            WHERE o.soroban_operation = 'invoke_contract' AND c.call_index IS NULL""")
    # What the host says of the event that began a call: whether the frame it was emitted in stayed.
    begun = """FROM rows.contract_calls_row_v1 AS c JOIN lake.contract_events_stream_v1 AS e ON e.ledger_sequence = c.ledger_sequence
        AND e.transaction_hash = c.transaction_hash AND e.event_type = 'diagnostic' AND e.event_index = c.event_first
        LEFT JOIN rows.contract_calls_row_v1 AS p ON p.ledger_sequence = c.ledger_sequence
        AND p.transaction_hash = c.transaction_hash AND p.call_index = c.parent_index"""
    none(db, "successful parents = the host's flag", f"SELECT count(*) {begun} WHERE p.successful IS NOT NULL",
         f"SELECT c.transaction_hash, c.call_index, p.successful, e.in_successful_contract_call {begun} "
         "WHERE p.successful IS NOT NULL AND p.successful <> e.in_successful_contract_call")
    for source in db.execute("SELECT call_source, count(*), count(*) FILTER (depth > 0), max(depth), count(*) FILTER (returned IS FALSE), "
                             "count(*) FILTER (successful) FROM rows.contract_calls_row_v1 GROUP BY 1 ORDER BY 1").fetchall():
        print("    calls (source, all, deeper, max depth, not returned, successful):", source)


def invocations(db):
    joined = """FROM rows.contract_invocations_row_v1 AS i JOIN rows.contract_calls_row_v1 AS c USING (ledger_sequence, transaction_hash)
        WHERE c.call_index = 0 AND c.call_source = 'diagnostic' AND i.action = 'invoke_contract'"""
    none(db, "return value = that of call 0", f"SELECT count(*) {joined}", f"""SELECT i.transaction_hash, i.return_value, c.return_value
        {joined} AND i.successful AND i.return_value::VARCHAR IS DISTINCT FROM c.return_value::VARCHAR""")
    none(db, "arguments = those of call 0", f"SELECT count(*) {joined}", f"""SELECT i.transaction_hash, i.args, c.args
        {joined} AND CASE len(i.args_xdr) WHEN 0 THEN 'null' WHEN 1 THEN (i.args -> '$[0]')::VARCHAR
            ELSE i.args::VARCHAR END IS DISTINCT FROM c.args::VARCHAR""")
    print("    invocations (action, all, used_instructions, call_count, no call):", db.execute("""
        SELECT action, count(*), count(used_instructions), count(call_count), count(*) FILTER (call_count = 0)
        FROM rows.contract_invocations_row_v1 GROUP BY 1 ORDER BY 1""").fetchall())


def events(db):
    none(db, "all but diagnostic events are there",
         "SELECT count(*) FROM lake.contract_events_stream_v1 WHERE event_type <> 'diagnostic'",
         """SELECT event_id FROM lake.contract_events_stream_v1 ANTI JOIN rows.contract_events_row_v1 USING (ledger_sequence, event_id)
            WHERE event_type <> 'diagnostic'""")
    moving = "FROM rows.contract_events_row_v1 WHERE operation_type = 24 AND transfer_shape IN ('sac', 'sep41') AND amount_text <> '0'"
    moved = "FROM rows.token_transfers_row_v1 WHERE leg = 'event'"
    columns = "ledger_sequence, event_id, {}, asset, amount_text"
    left, right = columns.format("transfer_shape"), columns.format("token_standard")
    none(db, "events that move = transfers of leg event", f"SELECT count(*) {moving}",
         f"(SELECT {left} {moving} EXCEPT SELECT {right} {moved}) UNION ALL (SELECT {right} {moved} EXCEPT SELECT {left} {moving})")
    # Unified events of classic operations say the same as our transfers, and fees what was charged.
    none(db, "fee events = charged", "SELECT count(DISTINCT (ledger_sequence, transaction_hash)) FROM rows.contract_events_row_v1 WHERE name = 'fee'",
         """SELECT f.transaction_hash, f.fee_charged, e.amount FROM rows.transaction_fees_row_v1 AS f
            JOIN (SELECT ledger_sequence, transaction_hash, sum(amount_text::BIGINT) AS amount, any_value(topic_1) AS payer
                  FROM rows.contract_events_row_v1 WHERE name = 'fee' AND transfer_shape = 'sac' GROUP BY ALL) AS e
                USING (ledger_sequence, transaction_hash)
            WHERE f.fee_charged <> e.amount OR f.fee_account <> e.payer""")
    print("    events (scope, stage, type, name, shape, asset known):", db.execute("""
        SELECT scope, stage, event_type, name, transfer_shape, asset IS NOT NULL, count(*) FROM rows.contract_events_row_v1
        GROUP BY ALL ORDER BY ALL LIMIT 40""").fetchall())


ADD_UP = [
    ("network_agg_hour_v1", "ledgers", "count(*) FROM lake.ledgers_row_v2"),
    ("network_agg_hour_v1", "transactions", "count(*) FROM lake.transactions_row_v2"),
    ("network_agg_hour_v1", "operations", "count(*) FROM lake.operations_row_v2"),
    ("network_agg_hour_v1", "successful_operations", "count(*) FROM lake.operations_row_v2 WHERE transaction_successful"),
    ("network_agg_hour_v1", "trades", "count(*) FROM lake.trades_row_v1"),
    ("network_agg_hour_v1", "fees_charged", "coalesce(sum(fee_charged), 0) FROM lake.transactions_row_v2"),
    ("network_agg_hour_v1", "inclusion_fees + resource_fees", "coalesce(sum(fee_charged), 0) FROM lake.transactions_row_v2"),
    ("network_agg_hour_v1", "contract_events", "count(*) FROM rows.contract_events_row_v1 WHERE operation_type = 24"),
    ("fee_histogram_agg_hour_v1", "transactions", "2 * count(*) FROM lake.transactions_row_v2"),
    ("candles_agg_hour_v1", "trade_count", "count(*) FROM lake.trades_row_v1"),
    ("liquidity_pools_agg_day_v1", "trades", "count(*) FROM lake.trades_row_v1 WHERE trade_type = 'liquidity_pool'"),
    ("asset_flows_agg_day_v1", "transfer_count + mint_count + burn_count",
     "count(*) FROM rows.token_transfers_row_v1 WHERE kind <> 'fee'"),
    ("asset_flows_agg_day_v1", "fee_amount", "coalesce(sum(fee_charged), 0) FROM lake.transactions_row_v2"),
    ("contract_activity_agg_day_v1", "root_calls + sub_calls", "count(*) FROM rows.contract_calls_row_v1"),
    ("contract_activity_agg_day_v1", "fees_charged", """coalesce(sum(fee_charged), 0) FROM lake.transactions_row_v2
        SEMI JOIN rows.contract_calls_row_v1 USING (ledger_sequence, transaction_hash)"""),
    ("address_activity_agg_day_v1", "submitted", "count(*) FROM lake.transactions_row_v2"),
    ("address_activity_agg_day_v1", "failed", "count(*) FROM lake.transactions_row_v2 WHERE NOT successful"),
    ("address_activity_agg_day_v1", "operations", "count(*) FROM lake.operations_row_v2"),
    ("address_activity_agg_day_v1", "fees_paid", "coalesce(sum(fee_charged), 0) FROM lake.transactions_row_v2"),
    ("address_activity_agg_day_v1", "trades", "2 * count(*) FROM lake.trades_row_v1"),
    ("address_activity_agg_day_v1", "contract_calls", "count(*) FROM rows.contract_calls_row_v1"),
    ("address_activity_agg_day_v1", "transfers_in", "count(to_address) FROM rows.token_transfers_row_v1"),
    ("address_activity_agg_day_v1", "transfers_out", "count(from_address) FROM rows.token_transfers_row_v1 WHERE kind <> 'fee'"),
]


def aggregates_add_up(db):
    told = []
    for table, column, wanted in ADD_UP:
        got = count(db, f"SELECT coalesce(sum({column}), 0) FROM rows.{table}")
        want = count(db, f"SELECT {wanted}")
        told.append(f"{column} {want}" + ("" if got == want else f" BROKEN {got}"))
    print(f"    aggregates_add_up: {'; '.join(told)}", flush=True)


def participants(db):
    """Our text parties against bronze's index of keys, per address and transaction."""
    db.execute("""CREATE OR REPLACE TEMP TABLE ours AS
        SELECT day, address_key(address) AS key, sum(transactions) AS transactions FROM rows.address_activity_agg_day_v1 GROUP BY ALL;
        CREATE OR REPLACE TEMP TABLE theirs AS
        SELECT l.closed_at::DATE AS day, p.key, count(DISTINCT (p.ledger_sequence, p.application_order)) AS transactions,
            bit_or(p.roles) AS roles
        FROM lake.participants_v1 AS p JOIN lake.ledgers_row_v2 AS l ON l.sequence = p.ledger_sequence GROUP BY ALL""")
    print("    participants (address-days ours, theirs; equal; only ours; only theirs or more there, by roles):", db.execute("""
        SELECT count(o.key), count(t.key), count(*) FILTER (o.transactions = t.transactions), count(*) FILTER (t.key IS NULL),
            list((t.roles, t.transactions, o.transactions)) FILTER (o.transactions IS DISTINCT FROM t.transactions AND t.key IS NOT NULL)[:8],
            sum(o.transactions), sum(t.transactions)
        FROM ours AS o FULL JOIN theirs AS t USING (day, key)""").fetchall(), flush=True)


def flows(db, name):
    if name == "lcms-open":
        token = "FROM rows.asset_flows_agg_day_v1 AS f"
        delta = "delta_account + delta_claimable + delta_pool + delta_contract"
        classic = """SEMI JOIN (SELECT DISTINCT token_id FROM rows.balances_changes WHERE source IN ('account', 'trustline')) USING (token_id)"""
        none(db, "supply_moves_by_mints", f"SELECT count(*) {token} {classic}",
             f"SELECT day, token_id, mint_amount - burn_amount - fee_amount AS made, {delta} AS delta, * EXCLUDE (day, token_id) {token} {classic} WHERE made <> delta")
    print("    flows: tokens-days", count(db, "SELECT count(*) FROM rows.asset_flows_agg_day_v1"), "openings",
          db.execute("SELECT sum(opening_holders), sum(opening_trustlines), sum(delta_holders), sum(delta_trustlines), sum(delta_authorized) "
                     "FROM rows.asset_flows_agg_day_v1").fetchall(), flush=True)
    pools = """SELECT l.closed_at::DATE AS day, liquidity_pool_id, arg_max(asset_a_amount, ledger_sequence) AS a,
            arg_max(asset_b_amount, ledger_sequence) AS b, arg_max(total_pool_shares, ledger_sequence) AS shares
        FROM lake.liquidity_pools_snapshot_v1 JOIN lake.ledgers_row_v2 AS l ON l.sequence = ledger_sequence GROUP BY ALL"""
    if name == "lcms-open":  # a chain begins without pools and lies in one day or more
        none(db, "pool reserves = in - out + deposits - withdrawals", f"SELECT count(DISTINCT (liquidity_pool_id, year(day))) FROM ({pools})", f"""
            WITH moved AS (SELECT liquidity_pool_id, (day - DATE '1970-01-01') // {lake.DAYS} AS chain,
                sum(a_in - a_out + deposit_a - withdraw_a) AS a, sum(b_in - b_out + deposit_b - withdraw_b) AS b,
                sum(shares_issued - shares_redeemed) AS shares FROM rows.liquidity_pools_agg_day_v1 GROUP BY ALL),
            held AS (SELECT liquidity_pool_id, (day - DATE '1970-01-01') // {lake.DAYS} AS chain, arg_max(a, day) AS a,
                arg_max(b, day) AS b, arg_max(shares, day) AS shares FROM ({pools}) GROUP BY ALL)
            SELECT h.*, m.* FROM held AS h LEFT JOIN moved AS m USING (liquidity_pool_id, chain)
            WHERE (h.a, h.b, h.shares) IS DISTINCT FROM (coalesce(m.a, 0)::BIGINT, coalesce(m.b, 0)::BIGINT, coalesce(m.shares, 0)::BIGINT)""")


def candles(db):
    trades = db.execute("""SELECT date_trunc('hour', closed_at), base_asset, counter_asset, price_n, price_d, base_amount, counter_amount,
        (trade_type = 'liquidity_pool')::INTEGER, ledger_sequence, operation_id, trade_index FROM rows.trades_enriched_row_v1""").fetchall()
    wanted = reference.candles([(*t[:8], tuple(t[8:])) for t in trades])
    plain = [tuple(v.values()) if isinstance(v, dict) else v for r in db.execute("FROM rows.candles_agg_hour_v1").fetchall() for v in r]
    width = 19
    found = {tuple(plain[i:i + 3]): tuple(plain[i + 3:i + width]) for i in range(0, len(plain), width)}
    print(f"    candles = Python's: {len(found)} of {len(trades)} trades" + ("" if found == wanted else ", BROKEN"), flush=True)
    return found == wanted


def check(db, name):
    calls(db)
    invocations(db)
    events(db)
    aggregates_add_up(db)
    participants(db)
    flows(db, name)
    candles(db)


def views(db, base):
    """Views against a direct count over the same rows."""
    none(db, "fee percentiles = quantile_disc", "SELECT count(*) FROM fee_stats_day", """
        WITH fees AS (SELECT closed_at::DATE AS day, if(is_soroban, 'soroban', 'classic') AS lane, inclusion_fee_per_operation AS fee
            FROM rows.transaction_fees_row_v1),
        direct AS (SELECT day, lane, quantile_disc(fee, [0.1, 0.5, 0.9, 0.99]) AS q, min(fee) AS lowest, count(*) AS n FROM fees GROUP BY ALL)
        SELECT * FROM fee_stats_day AS s JOIN direct AS d USING (day, lane)
        WHERE s.measure = 'charged' AND ([s.p10, s.p50, s.p90, s.p99] <> d.q OR s.lowest <> d.lowest OR s.transactions <> d.n)""")
    days = "SELECT day FROM network_day WHERE last_ledger <= (SELECT max(hi) FROM _silver_segments) AND first_ledger > %d" % base
    none(db, "asset_stats_current = last asset_stats_day of the chain", "SELECT count(*) FROM asset_stats_current", f"""
        SELECT c.token_id, c.supply, d.supply, c.holders, d.holders, c.trustlines, d.trustlines
        FROM asset_stats_current AS c
        JOIN (SELECT token_id, sum(delta_account + delta_claimable + delta_pool + delta_contract) AS supply,
                sum(delta_holders)::BIGINT AS holders, sum(delta_trustlines)::BIGINT AS trustlines, sum(delta_authorized)::BIGINT AS authorized
              FROM rows.asset_flows_agg_day_v1 SEMI JOIN ({days}) USING (day) GROUP BY ALL) AS d USING (token_id)
        WHERE c.state_complete AND (c.supply, c.holders, c.trustlines, c.authorized)
            IS DISTINCT FROM (d.supply, d.holders, d.trustlines, d.authorized)""")
