"""Per operation and owner: what the entry changes of the meta say = what the transfers say (VerifyEvents, for classic entries)."""
import collections
import sys

from stellar_sdk import StrKey, xdr

import functions as f
import lab
import laws

Type = xdr.LedgerEntryType


def holdings(data, key):
    """(owner, asset) -> units of one entry image; nothing for other entries."""
    if data.type == Type.ACCOUNT:
        a = data.account
        return {(StrKey.encode_ed25519_public_key(a.account_id.account_id.ed25519.uint256), "native"): a.balance.int64}
    if data.type == Type.TRUSTLINE and data.trust_line.asset.liquidity_pool_id is None:
        t = data.trust_line
        return {(StrKey.encode_ed25519_public_key(t.account_id.account_id.ed25519.uint256), f.asset_text(t.asset)): t.balance.int64}
    if data.type == Type.CLAIMABLE_BALANCE:
        c = data.claimable_balance
        return {(f.balance_address(c.balance_id.to_xdr_bytes().hex()), f.asset_text(c.asset)): c.amount.int64}
    if data.type == Type.LIQUIDITY_POOL:
        p, body = data.liquidity_pool.liquidity_pool_id.pool_id.hash.hex(), data.liquidity_pool.body.constant_product
        return {(f.pool_address(p), f.asset_text(body.params.asset_a)): body.reserve_a.int64,
                (f.pool_address(p), f.asset_text(body.params.asset_b)): body.reserve_b.int64}
    return {}


def deltas(meta, index):
    out, state = collections.Counter(), None
    for change in f.operation_changes(meta, index):
        entry = f.image(change)
        if change.type == f.Change.LEDGER_ENTRY_STATE:
            state = holdings(entry.data, None)
            for k, v in state.items():
                out[k] -= v
        elif entry is not None:
            for k, v in holdings(entry.data, None).items():
                out[k] += v
    return {k: v for k, v in out.items() if v}


def main(name):
    db, *_ = lab.open_lake(name)
    lab.run(db, lab.SilverFile("token_transfers_row_v1"))
    sums = collections.defaultdict(collections.Counter)
    for ledger, hash, index, giver, taker, asset, issuer, amount in laws.rows(db, """SELECT ledger_sequence, transaction_hash, operation_index, from_address,
            to_address, asset, asset_issuer, amount_text FROM token_transfers_row_v1 WHERE kind <> 'fee' AND asset IS NOT NULL"""):
        for owner, sign in ((giver, -1), (taker, 1)):
            if owner and owner != issuer and owner[0] != "C":
                sums[ledger, hash, index][owner, asset] += sign * int(amount)
    bad, count, ops = [], 0, 0
    for ledger, hash, meta, n in laws.rows(db, "SELECT ledger_sequence, transaction_hash, tx_meta, operation_count FROM transactions_row_v2 WHERE successful"):
        for index in range(n):
            want = deltas(meta, index)
            got = {k: v for k, v in sums[ledger, hash, index].items() if v}
            count, ops = count + len(want), ops + 1
            if want != got:
                bad.append((ledger, hash, index, want, got))
    laws.report(f"{name}: transfers = entry changes of {ops} operations", count, len(bad), bad)


for name in sys.argv[1:]:
    main(name)
