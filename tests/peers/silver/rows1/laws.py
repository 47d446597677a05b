"""The ledger's laws and second derivations that the rows of the silver tables must agree with."""
import decimal
import os
from fractions import Fraction

from stellar_sdk import StrKey

decimal.getcontext().prec = 60
HERE = os.path.dirname(os.path.abspath(__file__))


def rows(db, sql):
    return db.execute(sql).fetchall()


def one(db, sql):
    return db.execute(sql).fetchone()


def report(name, compared, different, examples=()):
    print(f"  {'ok  ' if not different else 'FAIL'} {name}: {compared} compared, {different} different")
    for example in list(examples)[:8]:
        print("      ", example)
    return 1 if different else 0


def differing(db, name, left, right, compared=None):
    """Both sides as multisets of rows."""
    extra = rows(db, f"({left}) EXCEPT ALL ({right})")
    missing = rows(db, f"({right}) EXCEPT ALL ({left})")
    count = one(db, f"SELECT count(*) FROM ({left})")[0]
    return report(name, count, len(extra) + len(missing), [("extra", *r) for r in extra[:4]] + [("missing", *r) for r in missing[:4]])


# ------------------------------------------------------------------------------------------------ token_transfers
def fees_agree(db):
    failed = differing(db, "fees_agree: sum of fees = fee_charged", """
        SELECT ledger_sequence, transaction_hash, sum(amount) FROM token_transfers_row_v1 WHERE kind = 'fee' GROUP BY ALL
        """, "SELECT ledger_sequence, transaction_hash, fee_charged FROM transactions_row_v2 WHERE fee_charged <> 0")
    return failed + differing(db, "fees_agree: rows = fee events of the meta", """
        SELECT ledger_sequence, transaction_hash, from_address, token_id, amount_text FROM token_transfers_row_v1
        WHERE kind = 'fee' AND (ledger_sequence, transaction_hash) IN (SELECT (ledger_sequence, transaction_hash)
            FROM contract_events_stream_v1 WHERE split_part(event_id, ':', 2) = 'tx')""", """
        SELECT ledger_sequence, transaction_hash, topics_decoded ->> '$[1].address', contract_id, data_decoded ->> '$.value'
        FROM contract_events_stream_v1 WHERE split_part(event_id, ':', 2) = 'tx' AND (topics_decoded ->> '$[0]') = 'fee'
            AND (data_decoded ->> '$.value') <> '0'""")


UNIFIED = """
    SELECT e.ledger_sequence, e.transaction_hash, e.operation_index, e.topics_decoded ->> '$[0]' AS name,
        e.topics_decoded ->> '$[1].address' AS first, e.topics_decoded ->> '$[2].address' AS second, e.contract_id,
        coalesce(e.data_decoded ->> '$.value', e.data_decoded ->> '$.entries.amount.value') AS amount, o.type
    FROM contract_events_stream_v1 AS e JOIN operations_row_v2 AS o USING (ledger_sequence, transaction_hash, operation_index)
    WHERE split_part(e.event_id, ':', 2) = 'op' AND o.type <> 24"""


def unified_events_agree(db):
    names = rows(db, f"SELECT name, type, count(*) FROM ({UNIFIED}) GROUP BY ALL ORDER BY ALL")
    print(f"       unified events of classic operations: {names}")
    moves = f"SELECT * FROM ({UNIFIED}) WHERE name IN ('transfer', 'mint', 'burn', 'clawback') AND amount <> '0'"
    return differing(db, "unified_events_agree", f"""
        SELECT ledger_sequence, transaction_hash, operation_index, kind, coalesce(from_address, to_address),
            if(kind = 'transfer', to_address, NULL), token_id, amount_text
        FROM token_transfers_row_v1 WHERE token_standard = 'classic' AND kind <> 'fee'
            AND (ledger_sequence, transaction_hash) IN (SELECT (ledger_sequence, transaction_hash) FROM ({UNIFIED}) WHERE name <> 'set_authorized')""", f"""
        SELECT ledger_sequence, transaction_hash, operation_index, name, first, if(name = 'transfer', second, NULL), contract_id, amount
        FROM ({moves})""")


def trades_are_two_legs(db):
    failed = 0
    for leg, side in (("sold", "selling"), ("bought", "buying")):
        failed += differing(db, f"trades_are_two_legs: {leg}", f"""
            SELECT ledger_sequence, transaction_hash, operation_index, trade_index, amount::BIGINT,
                coalesce(asset_code, ''), coalesce(asset_issuer, '') FROM token_transfers_row_v1 WHERE leg = '{leg}'""", f"""
            SELECT ledger_sequence, transaction_hash, operation_index, trade_index, replace({side}_amount, '.', '')::BIGINT,
                coalesce({side}_asset_code, ''), coalesce({side}_asset_issuer, '')
            FROM trades_row_v1 WHERE replace({side}_amount, '.', '')::BIGINT <> 0""")
    return failed


def address_key(address):
    """As participants_v1 keys an address: the first 63 bits of its 32 bytes."""
    raw = {"G": StrKey.decode_ed25519_public_key, "C": StrKey.decode_contract, "L": StrKey.decode_liquidity_pool,
           "B": lambda a: StrKey.decode_claimable_balance(a)[1:]}[address[0]](address)
    return int.from_bytes(raw[:8], "big") >> 1


def participants_agree(db):
    """Bronze's own walk over the XDR finds who paid and who got (roles 32, 64) without a look at silver's rules."""
    failed = 0
    if not one(db, "SELECT count(*) FROM participants_v1")[0]:
        return 0  # the reference rows have none
    for column, role in (("from_address", 32), ("to_address", 64)):
        mine = {(s, o, i + 1, address_key(a)) for s, o, i, a in rows(db, f"""
            SELECT DISTINCT ledger_sequence, transaction_order, operation_index, {column}
            FROM token_transfers_row_v1 WHERE {column} IS NOT NULL""")}
        theirs = set(rows(db, f"""SELECT ledger_sequence, application_order, operation_order, key FROM participants_v1
            WHERE roles & {role} <> 0"""))
        extra, missing = mine - theirs, theirs - mine
        failed += report(f"participants_v1 role {role} = {column}", len(mine), len(extra | missing),
                         [("extra", *r) for r in sorted(extra)] + [("missing", *r) for r in sorted(missing)])
    return failed


BALANCES = """
CREATE OR REPLACE TEMP TABLE balance_changes AS
WITH states AS (
    SELECT 'account' AS source, account_id AS key, account_id AS owner, 'native' AS asset, NULL AS token, ledger_sequence, balance::HUGEINT AS balance
    FROM native_balances_snapshot_v1
    UNION ALL
    SELECT 'trustline', account_id || ':' || asset_code || ':' || asset_issuer, account_id, asset_code || ':' || asset_issuer, NULL,
        ledger_sequence, replace(balance, '.', '')::HUGEINT FROM trustlines_snapshot_v1 WHERE asset_type <> 'liquidity_pool_shares'
    UNION ALL
    SELECT 'claimable_balance', balance_id, balance_address(balance_id), coalesce(asset_code || ':' || asset_issuer, 'native'), NULL,
        ledger_sequence, amount::HUGEINT FROM claimable_balances_snapshot_v1
    UNION ALL
    SELECT 'liquidity_pool', liquidity_pool_id, pool_address(liquidity_pool_id), coalesce(asset_a_code || ':' || asset_a_issuer, 'native'), NULL,
        ledger_sequence, asset_a_amount::HUGEINT FROM liquidity_pools_snapshot_v1
    UNION ALL
    SELECT 'liquidity_pool', liquidity_pool_id, pool_address(liquidity_pool_id), coalesce(asset_b_code || ':' || asset_b_issuer, 'native'), NULL,
        ledger_sequence, asset_b_amount::HUGEINT FROM liquidity_pools_snapshot_v1
    UNION ALL
    SELECT 'contract_data', ledger_key_hash, balance_holder, NULL, contract_id, ledger_sequence, if(deleted, 0, balance::HUGEINT)
    FROM contract_data_snapshot_v1 WHERE balance_holder IS NOT NULL
), ends AS (
    SELECT DISTINCT s.source, s.key, s.owner, s.asset, s.token, r.ledger_sequence, 0::HUGEINT AS balance
    FROM ledger_entry_removals_stream_v1 AS r JOIN states AS s ON s.source = r.entry_type AND s.key = r.entry_key
        AND s.ledger_sequence // {chain} = r.ledger_sequence // {chain}
    WHERE r.reason = 'removed' AND r.entry_type <> 'contract_data'
), versions AS (
    SELECT *, lag(balance) OVER (PARTITION BY source, key, asset, ledger_sequence // {chain} ORDER BY ledger_sequence) AS before
    FROM (FROM states UNION ALL FROM ends)
)
SELECT ledger_sequence, owner, coalesce(token, sac_id(asset)) AS token_id, sum(balance - coalesce(before, first))::VARCHAR AS delta,
    bool_or(before IS NULL AND first > 0) AS of_genesis
FROM (
    -- Only the chain's first account existed before its first ledger, and had all lumens.
    SELECT *, if(source = 'account' AND before IS NULL AND NOT EXISTS (SELECT 1 FROM effects_row_v1 AS e
        WHERE e.ledger_sequence = versions.ledger_sequence AND e.effect_type = 0 AND e.account_id = owner), 1000000000000000000, 0) AS first
    FROM versions)
GROUP BY ALL
"""


def transfers_explain_balances(db, chain):
    db.execute(BALANCES.format(chain=chain))
    db.execute("""CREATE OR REPLACE TEMP TABLE transfer_sums AS
        SELECT ledger_sequence, owner, token_id, sum(amount::HUGEINT)::VARCHAR AS delta FROM (
            SELECT ledger_sequence, from_address AS owner, token_id, -amount AS amount FROM token_transfers_row_v1
            WHERE from_address IS NOT NULL AND token_standard <> 'sep41' AND from_address IS DISTINCT FROM asset_issuer
            UNION ALL
            SELECT ledger_sequence, to_address, token_id, amount FROM token_transfers_row_v1
            WHERE to_address IS NOT NULL AND token_standard <> 'sep41' AND to_address IS DISTINCT FROM asset_issuer) GROUP BY ALL""")
    joined = "FROM transfer_sums AS t FULL JOIN balance_changes AS b USING (ledger_sequence, owner, token_id)"
    equal, nothing, moved = one(db, f"""SELECT count(*) FILTER (coalesce(t.delta, '0') = coalesce(b.delta, '0')),
        count(*) FILTER (coalesce(t.delta, '0') = '0' AND coalesce(b.delta, '0') = '0'), count(*) {joined}""")
    genesis = one(db, "SELECT count(*) FROM balance_changes WHERE of_genesis")[0]
    bad = rows(db, f"""SELECT ledger_sequence, owner, token_id, t.delta, b.delta {joined}
        WHERE coalesce(t.delta, '0') <> coalesce(b.delta, '0') ORDER BY ALL""")
    print(f"       of them {nothing} are 0 on both sides, {genesis} of first accounts; owner kinds:",
          rows(db, "SELECT left(owner, 1), count(*) FROM transfer_sums GROUP BY ALL ORDER BY ALL"))
    return report("transfers_explain_balances", moved, len(bad), bad)


def golden_30820015(db):
    wanted = sorted(line.split() for line in open(f"{HERE}/golden_30820015.txt") if line.strip())
    mine = sorted([h[:8], kind, amount, a[:9]] for h, kind, amount, a in rows(db, """
        SELECT transaction_hash, kind, amount_text, from_address FROM token_transfers_row_v1"""))
    extra = [r for r in mine if r not in wanted] + [r for r in wanted if r not in mine]
    last = rows(db, """SELECT operation_index, from_address, to_address, to_muxed, to_memo_type, to_memo, amount_text, token_id
        FROM token_transfers_row_v1 WHERE kind = 'transfer'""")
    expected = [(0, "GBDUXW4E5WRM5EM6UXBLE7Y5XGSXJX472BSSBPKFPQ3PJCJHRIA6SH4C", "GAHK7EEG2WWHVKDNT4CEQFZGKF2LGDSW2IVM4S5DP42RBW3K6BTODB4A",
                 None, "id", "1020515624", "1582390000000", "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA")]
    return report("golden of 30820015", len(wanted), len(extra) + (last != expected), extra + last * (last != expected))


def transfers(db, name):
    kinds = rows(db, "SELECT token_standard, kind, leg, count(*) FROM token_transfers_row_v1 GROUP BY ALL ORDER BY ALL")
    print("       " + ", ".join(f"{s} {k} {leg} {n}" for s, k, leg, n in kinds))
    print("       receivers:", rows(db, "SELECT to_memo_type, leg, count(*) FROM token_transfers_row_v1 WHERE to_memo_type IS NOT NULL GROUP BY ALL ORDER BY ALL"))
    failed = fees_agree(db) + unified_events_agree(db) + trades_are_two_legs(db) + participants_agree(db)
    failed += report("no transfers of failed transactions but fees", one(db, "SELECT count(*) FROM token_transfers_row_v1")[0], one(db, """
        SELECT count(*) FROM token_transfers_row_v1 AS m JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
        WHERE NOT t.successful AND m.kind <> 'fee'""")[0])
    if name == "pubnet-30820015":
        failed += golden_30820015(db)
    if name.startswith("lcms"):
        failed += transfers_explain_balances(db, 1_000_000)
    return failed


# ---------------------------------------------------------------------------------------------------- other tables
def operations(db):
    failed = differing(db, "operations: ids = those of effects", """
        SELECT ledger_sequence, transaction_hash, operation_index, operation_id FROM operations_enriched_row_v1 WHERE effect_count > 0""", """
        SELECT DISTINCT ledger_sequence, transaction_hash, operation_index, operation_id FROM effects_row_v1""")
    failed += differing(db, "operations: all of bronze", "SELECT ledger_sequence, transaction_hash, operation_index, type, asset, amount FROM operations_enriched_row_v1",
                        "SELECT ledger_sequence, transaction_hash, operation_index, type, asset, amount FROM operations_row_v2")
    failed += report("operations: counts of effects and trades", *one(db, """
        SELECT (SELECT count(*) FROM effects_row_v1) + (SELECT count(*) FROM trades_row_v1),
            abs((SELECT count(*) FROM effects_row_v1) - sum(effect_count)) + abs((SELECT count(*) FROM trades_row_v1) - sum(trade_count))
        FROM operations_enriched_row_v1"""))
    # What the operation moved is the transfer that is not a trade's.
    return failed + differing(db, "operations: moved = transfers", """
        SELECT ledger_sequence, transaction_hash, operation_index, moved_asset, moved_amount FROM operations_enriched_row_v1
        WHERE moved_amount <> 0""", """
        SELECT ledger_sequence, transaction_hash, operation_index, asset, amount FROM token_transfers_row_v1
        WHERE leg IN ('create', 'payment', 'final', 'merge', 'lock', 'claim', 'clawback')""")


def fees(db):
    failed = report("fees: inclusion fee = soroban_fee_base where known", *one(db, """
        SELECT count(*), count(*) FILTER (f.inclusion_fee_charged <> t.soroban_fee_base)
        FROM transaction_fees_row_v1 AS f JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)
        WHERE t.soroban_fee_base IS NOT NULL"""))
    failed += report("fees: muxed payer as bronze has it", *one(db, """
        SELECT count(*), count(*) FILTER (f.fee_account_muxed IS DISTINCT FROM
            coalesce(t.fee_account_muxed, if(t.inner_transaction_hash IS NULL, t.source_account_muxed, NULL)))
        FROM transaction_fees_row_v1 AS f JOIN transactions_row_v2 AS t USING (ledger_sequence, transaction_hash)"""))
    failed += report("fees: parts = resource fee, of successful ones", *one(db, """
        SELECT count(*), count(*) FILTER (non_refundable_fee_charged + refundable_fee_charged <> resource_fee_charged)
        FROM transaction_fees_row_v1 WHERE non_refundable_fee_charged IS NOT NULL AND successful"""))
    print("       ", one(db, """SELECT count(*) FILTER (is_surge) AS surge, count(*) FILTER (is_surge IS NULL) AS unknown, count(*) FILTER (is_fee_bump) AS bumps,
        count(*) FILTER (fee_bid < fee_charged) AS above_bid, count(*) FILTER (inclusion_fee_charged < 0) AS negative,
        count(*) FILTER (inclusion_fee_charged > inclusion_fee_bid) AS inclusion_above, count(*) FILTER (fee_operations = 0) AS no_operations,
        count(*) FILTER (inclusion_fee_per_operation * fee_operations < inclusion_fee_charged) AS rounded_down
        FROM transaction_fees_row_v1"""), "surge, surge unknown, fee bumps, charged above bid, inclusion negative, above bid, no operations, rounded down")
    return failed


def trades(db, exact):
    failed = report("trades: all of bronze, with two ends", *one(db, """
        SELECT count(*), abs(count(*) - (SELECT count(*) FROM trades_row_v1)) + count(*) FILTER (base_asset = counter_asset
            OR (base_is_seller) <> (base_asset = selling_asset) OR base_amount::HUGEINT + counter_amount <> selling_amount::HUGEINT + buying_amount)
        FROM trades_enriched_row_v1"""))
    bad = []
    prices = rows(db, "SELECT price_n, price_d, price FROM trades_enriched_row_v1 WHERE price_d IS NOT NULL")
    for n, d, price in prices:
        scaled = Fraction(n, d) * 10 ** 18
        want = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
        if int(price.scaleb(18)) != want:
            bad.append((n, d, price))
    failed += report("trades: price to 18 digits", len(prices), len(bad), bad)
    if exact:
        prices = rows(db, """SELECT if(base_is_seller, price_n, price_d), if(base_is_seller, price_d, price_n), offer_price
            FROM trades_enriched_row_v1 WHERE price_n > 0 AND price_d > 0""")
        bad = [p for p in prices if int(p[2].scaleb(7)) != int(Fraction(p[0], p[1]) * 10 ** 7 + Fraction(1, 2))]
        failed += report("trades: 7 digits of the exact price = bronze's", len(prices), len(bad), bad)
    failed += differing(db, "trades: one orientation a pair", "SELECT pair FROM (SELECT DISTINCT base_asset, counter_asset, least(base_asset, counter_asset) || '/' || greatest(base_asset, counter_asset) AS pair FROM trades_enriched_row_v1)",
                        "SELECT DISTINCT least(base_asset, counter_asset) || '/' || greatest(base_asset, counter_asset) FROM trades_enriched_row_v1")
    pairs = one(db, "SELECT count(*) FROM entity_index_v1")[0] and rows(db, "SELECT DISTINCT base_asset || '/' || counter_asset AS pair FROM trades_enriched_row_v1 WHERE pair NOT IN (SELECT key FROM entity_index_v1 WHERE kind = 'asset_pair')")
    print(f"       pairs that bronze's entity_index has the other way round: {pairs}")
    return failed + differing(db, "trades: operation ids = those of effects 33, 92", """
        SELECT DISTINCT ledger_sequence, transaction_hash, operation_index, operation_id FROM trades_enriched_row_v1""", """
        SELECT DISTINCT ledger_sequence, transaction_hash, operation_index, operation_id FROM effects_row_v1 WHERE effect_type IN (33, 92)""")


def check(db, name):
    return transfers(db, name) + operations(db) + fees(db) + trades(db, name != "lcms-expected")
