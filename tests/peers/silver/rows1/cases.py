"""Movements that the sample ledgers lack, as built bronze rows: every family, both forms of events, receivers, drift."""
import json
import sys

import duckdb
from stellar_sdk import Keypair, StrKey, scval, xdr

import functions
from lab import SCHEMA, SilverFile

PASSPHRASE = "(V) (;,,;) (V)"
A, B, ISSUER, MERGED = [Keypair.from_raw_ed25519_seed(bytes([n]) * 32).public_key for n in (1, 2, 3, 4)]
MUXED_B = functions.muxed_address(B, 123456789123456789)
MUXED_A = functions.muxed_address(A, 2 ** 64 - 1)
USD, ALL_LETTERS = f"USD:{ISSUER}", f"ABCDEFGHIJKL:{ISSUER}"
POOL, OTHER_POOL = "ab" * 32, "cd" * 32
BALANCE, OTHER_BALANCE = "00000000" + "12" * 32, "00000000" + "34" * 32
CONTRACT = StrKey.encode_contract(b"\x07" * 32)
USD_CONTRACT, XLM_CONTRACT = (functions.asset_contract(a, PASSPHRASE) for a in (USD, "native"))
P, Q = functions.pool_address(POOL), functions.pool_address(OTHER_POOL)
C, D = functions.balance_address(BALANCE), functions.balance_address(OTHER_BALANCE)
FILES = {name: SilverFile(name) for name in ("token_transfers_row_v1", "trades_enriched_row_v1", "operations_enriched_row_v1",
                                             "transaction_fees_row_v1")}
INPUTS = {table for silver in FILES.values() for table in silver.head["inputs"]}
DEFAULTS = {"VARCHAR": "", "BIGINT": 0, "INTEGER": 0, "BOOLEAN": True, "TIMESTAMP": "2024-01-01"}


def decoded(value):
    kind = value.type
    if kind in (xdr.SCValType.SCV_SYMBOL, xdr.SCValType.SCV_STRING):
        return (value.sym.sc_symbol if value.sym else value.str.sc_string).decode()
    if kind == xdr.SCValType.SCV_ADDRESS:
        return {"type": "address", "address": functions.address_of(value.to_xdr())}
    if kind == xdr.SCValType.SCV_I128:
        return {"type": "i128", "value": str(scval.from_int128(value))}
    if kind == xdr.SCValType.SCV_U64:
        return scval.from_uint64(value)
    if kind == xdr.SCValType.SCV_BYTES:
        return {"type": "bytes", "hex": scval.from_bytes(value).hex()}
    if kind == xdr.SCValType.SCV_MAP:
        return {"type": "map", "entries": {decoded(e.key): decoded(e.val) for e in value.map.sc_map}}
    assert kind == xdr.SCValType.SCV_VOID, kind
    return None


class Lake:
    """One ledger, one transaction unless told otherwise."""

    def __init__(self, protocol=22, before=22):
        self.db = duckdb.connect()
        self.db.execute("SET threads = 1")
        for table, columns in SCHEMA.items():
            if table in INPUTS:
                self.db.execute(f"CREATE TABLE {table} ({', '.join(f'{c} {t}' for c, t, _ in columns)})")
        self.db.execute("CREATE TABLE previous_ledger AS FROM ledgers_row_v2 WHERE false")
        functions.register(self.db, PASSPHRASE)
        text, number = "VARCHAR", "BIGINT"
        self.db.remove_function("pool_revocations")
        self.db.remove_function("lumen_drift")
        self.db.create_function("pool_revocations", lambda meta, envelope, index: json.loads(meta)[str(index)], [text, text, "INTEGER"],
                                "STRUCT(pool VARCHAR, asset VARCHAR, amount BIGINT, balance VARCHAR)[]")
        self.db.create_function("lumen_drift", lambda meta, index: json.loads(meta)[str(index)], [text, "INTEGER"], number)
        self.add("ledgers_row_v2", sequence=9, protocol_version=protocol, base_fee=100)
        if before is not None:
            self.add("ledgers_row_v2", "previous_ledger", sequence=8, protocol_version=before)
        self.events = 0

    def add(self, schema, table=None, **values):
        row = {c: values.pop(c, None if nullable else 9 if c == "ledger_sequence" else DEFAULTS[t]) for c, t, nullable in SCHEMA[schema]}
        assert not values, values
        names = ", ".join(row)
        self.db.execute(f"INSERT INTO {table or schema} ({names}) VALUES ({', '.join('?' * len(row))})", list(row.values()))

    def tx(self, hash="t", fee=0, refund=None, payer=A, memo_type="none", memo=None, successful=True, **more):
        self.hash, self.ok = hash, successful
        self.add("transactions_row_v2", transaction_hash=hash, source_account=A, fee_charged=fee, soroban_fee_refund=refund,
                 memo_type=memo_type, memo=memo, successful=successful, **more)
        self.add("transactions_extra_row_v1", transaction_hash=hash, application_order=1, transaction_id=(9 << 32) + (1 << 12), fee_account=payer)
        return self

    def op(self, type, index=0, source=A, **more):
        self.index = index
        self.add("operations_row_v2", transaction_hash=self.hash, operation_index=index, type=type, source_account=source,
                 transaction_successful=self.ok, **more)
        return self

    def effect(self, type, number=0, details=None, **more):
        self.add("effects_row_v1", transaction_hash=self.hash, operation_index=self.index, effect_index=number, effect_type=type,
                 details_json=json.dumps(details) if details else None, **more)
        return self

    def trade(self, number, seller, sold, sold_amount, bought, bought_amount, price="1.0000000", n=1, d=1):
        def parts(asset):
            return asset.split(":") if ":" in asset else (None, None)
        pool = len(seller) == 64
        where = dict(transaction_hash=self.hash, operation_index=self.index, trade_index=number)
        self.add("trades_row_v1", **where, trade_type="liquidity_pool" if pool else "orderbook", seller_account=seller, buyer_account=A,
                 selling_asset_code=parts(sold)[0], selling_asset_issuer=parts(sold)[1], selling_amount=sold_amount,
                 buying_asset_code=parts(bought)[0], buying_asset_issuer=parts(bought)[1], buying_amount=bought_amount, price=price)
        self.add("trades_extra_row_v1", **where, operation_id=5, offer_id=None if pool else 7, price_n=n, price_d=d)
        return self

    def event(self, contract, topics, data, type="contract", scope="op", index=None):
        number = self.events
        self.events += 1
        self.add("contract_events_stream_v1", event_id=f"{self.hash}:{scope}:{self.index}:{number}", contract_id=contract,
                 transaction_hash=self.hash, event_type=type, topics_json=json.dumps([t.to_xdr() for t in topics]),
                 topics_decoded=json.dumps([decoded(t) for t in topics]), data_xdr=data.to_xdr(), data_decoded=json.dumps(decoded(data)),
                 topic_count=len(topics), operation_index=self.index if scope == "op" else -1, event_index=number)
        return self

    def get(self, columns, table="token_transfers_row_v1"):
        self.db.execute(f"CREATE OR REPLACE TEMP TABLE {table}_out AS {FILES[table].select}")
        order = ", ".join(FILES[table].head["key"])
        return self.db.execute(f"SELECT {columns} FROM {table}_out ORDER BY {order}").fetchall()


SHORT = "transfer_index, kind, leg, from_address, to_address, coalesce(asset, token_standard), amount_text"
RECEIVER = "to_muxed, to_memo_type, to_memo"
sym, string, i128, addr = scval.to_symbol, scval.to_string, scval.to_int128, scval.to_address


def data_map(**entries):
    return scval.to_map({sym(k): v for k, v in sorted(entries.items())})


def same(name, got, want):
    assert got == want, f"{name}:\n  got  {got}\n  want {want}"
    print("  ok  ", name)


def fees():
    lake = Lake().tx(fee=300, refund=50, payer=B, successful=False).op(1, destination=B, asset="native", amount=5)
    same("fee and refund of a failed fee bump", lake.get("operation_index, operation_type, to_memo_type, " + SHORT), [
        (-1, None, None, 0, "fee", "charge", B, None, "native", "350"), (-1, None, None, 1, "fee", "refund", B, None, "native", "-50")])
    same("no fee, no row", Lake().tx().op(17).get(SHORT), [])


def payments():
    def pay(source, to, asset, **tx):
        return Lake().tx(**tx).op(1, source=source, destination=to, asset=asset, amount=5)
    same("payment", pay(A, B, "native").get(SHORT), [(0, "transfer", "payment", A, B, "native", "5")])
    same("issuer pays", pay(ISSUER, B, USD).get(SHORT), [(0, "mint", "payment", None, B, USD, "5")])
    same("issuer is paid", pay(A, ISSUER, USD, memo_type="id", memo="4").get(SHORT + ", to_memo_type"), [(0, "burn", "payment", A, None, USD, "5", None)])
    same("issuer pays itself", pay(ISSUER, ISSUER, USD).get(SHORT), [(0, "transfer", "payment", ISSUER, ISSUER, USD, "5")])
    same("issuer in lumens", pay(ISSUER, B, "native").get(SHORT), [(0, "transfer", "payment", ISSUER, B, "native", "5")])
    for kind, memo in (("id", "18446744073709551615"), ("text", ""), ("hash", "ab" * 32), ("return", "cd" * 32)):
        same(f"memo {kind}", pay(A, B, USD, memo_type=kind, memo=memo).get(RECEIVER), [(None, kind, memo)])
    same("no memo", pay(A, B, USD).get(RECEIVER), [(None, None, None)])
    muxed = pay(A, B, USD, memo_type="text", memo="x").effect(2, account_id=B, account_muxed=MUXED_B).effect(3, 1, account_id=A, account_muxed=MUXED_A)
    same("mux id before memo", muxed.get(RECEIVER), [(MUXED_B, "mux_id", "123456789123456789")])
    same("mint keeps the mux id", pay(ISSUER, B, USD).effect(2, account_id=B, account_muxed=MUXED_B).get(RECEIVER), [(MUXED_B, "mux_id", "123456789123456789")])
    same("tokens", pay(A, B, ALL_LETTERS).get("token_id, token_standard, asset_code, asset_issuer, from_type, to_type, amount, event_id"), [
        (functions.asset_contract(ALL_LETTERS, PASSPHRASE), "classic", "ABCDEFGHIJKL", ISSUER, "account", "account", 5, None)])
    same("new account", Lake().tx(memo_type="id", memo="1").op(0, destination=B, starting_balance=9).get(SHORT + ", to_memo"), [
        (0, "transfer", "create", A, B, "native", "9", "1")])
    same("new account without lumens", Lake().tx().op(0, destination=B, starting_balance=0).get(SHORT), [])
    merge = Lake().tx().op(8, source=MERGED, destination=B).effect(3, amount="12.0000001", account_id=MERGED).effect(2, 1, amount="12.0000001", account_id=B, account_muxed=MUXED_B)
    same("merge", merge.get(SHORT + ", to_memo"), [(0, "transfer", "merge", MERGED, B, "native", "120000001", "123456789123456789")])
    same("merge of nothing", Lake().tx().op(8, destination=B).effect(3, amount="0.0000000").get(SHORT), [])
    inflation = Lake().tx(memo_type="id", memo="1").op(9).effect(2, 0, account_id=A, amount="1.0000000").effect(2, 1, account_id=B, amount="2.0000000")
    same("inflation", inflation.get(SHORT + ", to_memo"), [(0, "mint", "payout", None, A, "native", "10000000", None), (1, "mint", "payout", None, B, "native", "20000000", None)])


def trades():
    path = Lake().tx(memo_type="text", memo="m").op(13, destination=B, asset="native", amount=40).effect(2, account_id=B, account_muxed=MUXED_B)
    path.trade(0, ISSUER, USD, "0.0000007", ALL_LETTERS, "0.0000003").trade(2, POOL, "native", "0.0000040", USD, "0.0000000")
    same("path payment: issuer on both sides, pool, a side of nothing, an atom of nothing", path.get(SHORT + ", to_memo_type, trade_index, liquidity_pool_id"), [
        (0, "mint", "sold", None, A, USD, "7", None, 0, None), (1, "burn", "bought", A, None, ALL_LETTERS, "3", None, 0, None),
        (4, "transfer", "sold", P, A, "native", "40", None, 2, POOL),
        (6, "transfer", "final", A, B, "native", "40", "mux_id", None, None)])
    same("path payment without trades", Lake().tx().op(2, destination=B, asset=USD, amount=40).get(SHORT), [(0, "transfer", "final", A, B, USD, "40")])
    same("offer", Lake().tx(memo_type="id", memo="1").op(12).trade(0, B, "native", "1.0000000", USD, "2.0000000").get(SHORT + ", to_memo"), [
        (0, "transfer", "sold", B, A, "native", "10000000", None), (1, "transfer", "bought", A, B, USD, "20000000", None)])
    columns = "base_asset, counter_asset, base_amount, counter_amount, price_n, price_d, price::VARCHAR, base_is_seller, offer_price::VARCHAR, seller"
    turned = Lake().tx().op(3).trade(0, B, USD, "3.0000000", "native", "2.0000000", "0.6666667", 2, 3).trade(1, POOL, "native", "0.0000000", USD, "0.0000001", "0.0000000", 1, 0)
    turned.trade(2, B, "native", "0.0000001", USD, "922337203685.4775807", "9223372036854775807.0000000", 2 ** 63 - 1, 1)
    turned.trade(3, B, USD, "0.0000001", "native", "0.0000001", "9223372036854775807.0000000", 2 ** 63 - 1, 2 ** 63 - 2)
    same("trades turned, of nothing, at the ends", turned.get(columns, "trades_enriched_row_v1"), [
        ("native", USD, 20000000, 30000000, 3, 2, "1.500000000000000000", False, "0.6666667", B),
        ("native", USD, 0, 1, None, None, None, True, "0.0000000", P),
        ("native", USD, 1, 2 ** 63 - 1, 2 ** 63 - 1, 1, "9223372036854775807.000000000000000000", True, "9223372036854775807.0000000", B),
        ("native", USD, 1, 1, 2 ** 63 - 2, 2 ** 63 - 1, "1.000000000000000000", False, "9223372036854775807.0000000", B)])
    other = f"AAA:{B}"
    for first, second in ((other, USD), (f"AAA:{A}", f"AAA:{B}") if A < B else (f"AAA:{B}", f"AAA:{A}"), (f"AAAAA:{A}", f"USD:{B}")):
        got = Lake().tx().op(3).trade(0, B, first, "1.0000000", second, "1.0000000").trade(1, B, second, "1.0000000", first, "1.0000000")
        same(f"{first[:8]} before {second[:8]}", got.get("base_asset", "trades_enriched_row_v1"), [(first,), (first,)])


def balances_and_clawbacks():
    same("lock", Lake().tx(memo_type="id", memo="1").op(14, asset="native", amount=6, balance_id=BALANCE).get(SHORT + ", to_memo, to_type, balance_id"), [
        (0, "transfer", "lock", A, C, "native", "6", None, "claimable_balance", BALANCE)])
    same("issuer locks", Lake().tx().op(14, source=ISSUER, asset=USD, amount=6, balance_id=BALANCE).get(SHORT), [(0, "mint", "lock", None, C, USD, "6")])
    def claim(source, muxed=None):
        return Lake().tx(memo_type="id", memo="1").op(15, source=source, source_account_muxed=muxed, balance_id=BALANCE).effect(
            52, details={"asset": USD, "amount": "0.0000006", "balance_id": BALANCE}).effect(2, 1, amount="0.0000006", account_id=source)
    same("claim", claim(A).get(SHORT + ", to_memo"), [(0, "transfer", "claim", C, A, USD, "6", "1")])
    same("claim by a muxed source", claim(A, MUXED_A).get(RECEIVER), [(MUXED_A, "mux_id", str(2 ** 64 - 1))])
    same("issuer claims", claim(ISSUER).get(SHORT), [(0, "burn", "claim", C, None, USD, "6")])
    same("clawback", Lake().tx().op(19, source=ISSUER, trustor=A, asset=USD, amount=6).effect(2).effect(3, 1).get(SHORT), [(0, "clawback", "clawback", A, None, USD, "6")])
    balance = Lake().tx().op(20, source=ISSUER, balance_id=BALANCE).effect(80).effect(2, 1, amount="0.0000006", asset_code="USD", asset_issuer=ISSUER)
    same("clawback of a balance", balance.get(SHORT + ", balance_id, from_type"), [(0, "clawback", "clawback", C, None, USD, "6", BALANCE, "claimable_balance")])
    same("moved by it", balance.get("moved_asset, moved_amount, category, operation_id", "operations_enriched_row_v1"), [(USD, 6, "claimable", (9 << 32) + 4097)])


def pools():
    both = [{"asset": "native", "amount": "0.0000004"}, {"asset": USD, "amount": "0.0000008"}]
    deposit = Lake().tx(memo_type="id", memo="1").op(22, source_account_muxed=MUXED_A).effect(90, details={"liquidity_pool": {"id": POOL}, "reserves_deposited": both})
    same("deposit", deposit.get(SHORT + ", to_memo, to_muxed, liquidity_pool_id"), [
        (0, "transfer", "deposit_a", A, P, "native", "4", None, None, POOL), (1, "transfer", "deposit_b", A, P, USD, "8", None, None, POOL)])
    both[0]["amount"] = "0.0000000"
    withdraw = Lake().tx(memo_type="id", memo="1").op(23, source=ISSUER).effect(91, details={"liquidity_pool": {"id": POOL}, "reserves_received": both})
    same("issuer withdraws, one side nothing", withdraw.get(SHORT), [(1, "burn", "withdraw_b", P, None, USD, "8")])
    withdraw = Lake().tx(memo_type="id", memo="1").op(23).effect(91, details={"liquidity_pool": {"id": POOL}, "reserves_received": both})
    same("withdrawal", withdraw.get(SHORT + ", to_memo"), [(1, "transfer", "withdraw_b", P, A, USD, "8", "1")])
    reserves = [dict(pool=POOL, asset="native", amount=4, balance=BALANCE), dict(pool=POOL, asset=USD, amount=0, balance=None),
                dict(pool=OTHER_POOL, asset=ALL_LETTERS, amount=5, balance=None), dict(pool=OTHER_POOL, asset=USD, amount=6, balance=OTHER_BALANCE)]
    revoked = Lake().tx(tx_meta=json.dumps({"1": reserves}), tx_envelope="e").op(21, index=0, trustor=B).op(21, index=1, trustor=B).effect(95).effect(95, 1)
    same("revocation of two pools, one reserve burnt, one empty", revoked.get("operation_index, " + SHORT + ", balance_id, liquidity_pool_id"), [
        (1, 0, "transfer", "revoke", P, C, "native", "4", BALANCE, POOL), (1, 2, "burn", "revoke", Q, None, ALL_LETTERS, "5", None, OTHER_POOL),
        (1, 3, "transfer", "revoke", Q, D, USD, "6", OTHER_BALANCE, OTHER_POOL)])


def drift():
    def early(drifts, **protocols):
        return Lake(**protocols).tx(tx_meta=json.dumps(drifts)).op(2, destination=B, asset="native", amount=3).trade(0, B, "native", "0.0000003", USD, "0.0000001")
    moves = [(0, "transfer", "sold", B, A, "native", "3"), (1, "transfer", "bought", A, B, USD, "1"), (2, "transfer", "final", A, B, "native", "3")]
    same("lumens lost", early({"0": -9}, protocol=7, before=7).get(SHORT), moves + [(3, "burn", "drift", A, None, "native", "9")])
    same("lumens made", early({"0": 9}, protocol=7, before=7).get(SHORT), [(-1, "mint", "drift", None, A, "native", "9")] + moves)
    same("no drift", early({"0": 0}, protocol=7, before=7).get(SHORT), moves)
    same("the ledger that upgrades to 8", early({"0": 9}, protocol=8, before=7).get(SHORT), [(-1, "mint", "drift", None, A, "native", "9")] + moves)
    same("since 8", early({"0": 9}, protocol=8, before=8).get(SHORT), moves)
    same("nothing known before", early({"0": -9}, protocol=7, before=None).get(SHORT), moves + [(3, "burn", "drift", A, None, "native", "9")])
    same("not of inflation", Lake(protocol=7, before=7).tx(tx_meta=json.dumps({"0": 9})).op(9).get(SHORT), [])


def events():
    def call(*events, **tx):
        lake = Lake().tx(**tx).op(24)
        for event in events:
            lake.event(*event)
        return lake
    usd, xlm = string(USD), string("native")
    def one(name, event, want):
        same(name, call(event).get(SHORT + ", token_id, token_standard"), [want] if want else [])
    sac = (USD_CONTRACT, "sac")
    one("sac transfer", (USD_CONTRACT, [sym("transfer"), addr(A), addr(CONTRACT), usd], i128(5)), (0, "transfer", "event", A, CONTRACT, USD, "5", *sac))
    one("sac transfer of the issuer, before 23", (USD_CONTRACT, [sym("transfer"), addr(ISSUER), addr(A), usd], i128(5)), (0, "mint", "event", None, A, USD, "5", *sac))
    one("sac transfer to the issuer, before 23", (USD_CONTRACT, [sym("transfer"), addr(A), addr(ISSUER), usd], i128(5)), (0, "burn", "event", A, None, USD, "5", *sac))
    one("sac transfer of the issuer to itself", (USD_CONTRACT, [sym("transfer"), addr(ISSUER), addr(ISSUER), usd], i128(5)), (0, "transfer", "event", ISSUER, ISSUER, USD, "5", *sac))
    one("sac of lumens", (XLM_CONTRACT, [sym("transfer"), addr(A), addr(B), xlm], i128(5)), (0, "transfer", "event", A, B, "native", "5", XLM_CONTRACT, "sac"))
    one("mint with admin", (USD_CONTRACT, [sym("mint"), addr(ISSUER), addr(B), usd], i128(5)), (0, "mint", "event", None, B, USD, "5", *sac))
    one("mint without", (USD_CONTRACT, [sym("mint"), addr(B), usd], i128(5)), (0, "mint", "event", None, B, USD, "5", *sac))
    one("clawback with admin", (USD_CONTRACT, [sym("clawback"), addr(ISSUER), addr(B), usd], i128(5)), (0, "clawback", "event", B, None, USD, "5", *sac))
    one("clawback without", (USD_CONTRACT, [sym("clawback"), addr(B), usd], i128(5)), (0, "clawback", "event", B, None, USD, "5", *sac))
    one("burn", (USD_CONTRACT, [sym("burn"), addr(B), usd], i128(5)), (0, "burn", "event", B, None, USD, "5", *sac))
    own = (CONTRACT, "sep41")
    one("sep41 transfer", (CONTRACT, [sym("transfer"), addr(A), addr(B)], i128(5)), (0, "transfer", "event", A, B, "sep41", "5", *own))
    one("sep41 mint with admin", (CONTRACT, [sym("mint"), addr(A), addr(B)], i128(5)), (0, "mint", "event", None, B, "sep41", "5", *own))
    one("sep41 mint without", (CONTRACT, [sym("mint"), addr(B)], i128(5)), (0, "mint", "event", None, B, "sep41", "5", *own))
    one("sep41 burn with a further address", (CONTRACT, [sym("burn"), addr(A), addr(B)], i128(5)), (0, "burn", "event", A, None, "sep41", "5", *own))
    one("a stranger's asset", (CONTRACT, [sym("transfer"), addr(A), addr(B), usd], i128(5)), (0, "transfer", "event", A, B, "sep41", "5", *own))
    one("text that is no asset", (CONTRACT, [sym("transfer"), addr(A), addr(B), string("USD:GBAD")], i128(5)), (0, "transfer", "event", A, B, "sep41", "5", *own))
    one("an asset as a symbol", (XLM_CONTRACT, [sym("transfer"), addr(A), addr(B), sym("native")], i128(5)), (0, "transfer", "event", A, B, "sep41", "5", XLM_CONTRACT, "sep41"))
    one("amount in a map", (CONTRACT, [sym("transfer"), addr(A), addr(B)], data_map(amount=i128(5))), (0, "transfer", "event", A, B, "sep41", "5", *own))
    one("less than nothing is the contract's word too", (CONTRACT, [sym("transfer"), addr(A), addr(B)], i128(-5)), (0, "transfer", "event", A, B, "sep41", "-5", *own))
    one("nothing moved", (CONTRACT, [sym("transfer"), addr(A), addr(B)], i128(0)), None)
    one("no amount", (CONTRACT, [sym("transfer"), addr(A), addr(B)], scval.to_void()), None)
    one("amount u64", (CONTRACT, [sym("transfer"), addr(A), addr(B)], scval.to_uint64(5)), None)
    one("map without amount", (CONTRACT, [sym("transfer"), addr(A), addr(B)], data_map(value=i128(5))), None)
    one("one party", (CONTRACT, [sym("transfer"), addr(A), usd], i128(5)), None)
    one("no party", (CONTRACT, [sym("mint"), usd, addr(A)], i128(5)), None)
    one("name only", (CONTRACT, [sym("burn")], i128(5)), None)
    one("name as a string", (CONTRACT, [string("transfer"), addr(A), addr(B)], i128(5)), None)
    one("another name", (CONTRACT, [sym("approve"), addr(A), addr(B)], i128(5)), None)
    good = [sym("transfer"), addr(A), addr(B)], i128(5)
    one("a diagnostic copy", (CONTRACT, *good, "diagnostic", "diag"), None)
    one("of the transaction", (CONTRACT, *good, "contract", "tx"), None)
    one("a system event", (CONTRACT, *good, "system"), None)
    one("of no contract", (None, *good), None)
    same("of a classic operation", Lake().tx().op(1, destination=B, asset="native", amount=5).event(XLM_CONTRACT, [*good[0], xlm], good[1]).get("token_standard"), [("classic",)])
    same("of a failed transaction", call((CONTRACT, *good), successful=False).get("kind"), [])
    same("order and ids", call((CONTRACT, [sym("approve")], i128(1)), (CONTRACT, *good)).get("transfer_index, event_id"), [(1, "t:op:0:1")])
    for value in (2 ** 127 - 1, 10 ** 38 - 1, 10 ** 38):
        same(f"amount {value}", call((CONTRACT, good[0], i128(value))).get("amount_text, amount"), [(str(value), value if value < 10 ** 38 else None)])

    def muxed(to, value, **tx):
        return call((CONTRACT, [sym("transfer"), addr(A), addr(to)], data_map(amount=i128(5), to_muxed_id=value)), **tx).get(RECEIVER)
    same("mux id in the map", muxed(B, scval.to_uint64(123456789123456789)), [(MUXED_B, "mux_id", "123456789123456789")])
    same("largest mux id", muxed(A, scval.to_uint64(2 ** 64 - 1)), [(MUXED_A, "mux_id", str(2 ** 64 - 1))])
    same("text in the map", muxed(B, string("order 7")), [(None, "text", "order 7")])
    same("bytes in the map", muxed(B, scval.to_bytes(b"\x01\x02")), [(None, "bytes", "0102")])
    same("void in the map, memo of the transaction", muxed(B, scval.to_void(), memo_type="id", memo="1"), [(None, None, None)])
    same("mux id of a contract", muxed(CONTRACT, scval.to_uint64(1)), [(None, None, None)])
    pool = xdr.SCVal(xdr.SCValType.SCV_ADDRESS, address=xdr.SCAddress(xdr.SCAddressType.SC_ADDRESS_TYPE_LIQUIDITY_POOL,
        liquidity_pool_id=xdr.PoolID(xdr.Hash(bytes.fromhex(POOL)))))
    balance = xdr.SCVal(xdr.SCValType.SCV_ADDRESS, address=xdr.SCAddress(xdr.SCAddressType.SC_ADDRESS_TYPE_CLAIMABLE_BALANCE,
        claimable_balance_id=xdr.ClaimableBalanceID(xdr.ClaimableBalanceIDType.CLAIMABLE_BALANCE_ID_TYPE_V0, v0=xdr.Hash(bytes.fromhex(BALANCE[8:])))))
    same("pool and balance as parties", call((CONTRACT, [sym("transfer"), pool, balance], i128(5))).get(SHORT + ", from_type, to_type, liquidity_pool_id, balance_id"), [
        (0, "transfer", "event", P, C, "sep41", "5", "liquidity_pool", "claimable_balance", POOL, BALANCE)])


def main():
    for family in (fees, payments, trades, balances_and_clawbacks, pools, drift, events):
        print(family.__name__)
        family()


if __name__ == "__main__":
    sys.exit(main())
