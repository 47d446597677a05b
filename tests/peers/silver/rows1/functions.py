"""The program's scalar functions for tests, over stellar-sdk. NULL in, NULL out is DuckDB's own handling."""
import functools
import hashlib

from stellar_sdk import Address, Asset, MuxedAccount, Network, StrKey, xdr

LIQUIDITY_POOL = xdr.LedgerEntryType.LIQUIDITY_POOL
CLAIMABLE_BALANCE = xdr.LedgerEntryType.CLAIMABLE_BALANCE
ACCOUNT = xdr.LedgerEntryType.ACCOUNT
Change = xdr.LedgerEntryChangeType


@functools.cache
def asset_contract(text, passphrase):
    code, _, issuer = text.partition(":")
    asset = Asset.native() if text == "native" else Asset(code, issuer)
    return asset.contract_id(passphrase)


@functools.cache
def pool_address(pool):
    return StrKey.encode_liquidity_pool(bytes.fromhex(pool))


@functools.cache
def balance_address(balance):
    raw = bytes.fromhex(balance)
    assert len(raw) == 36, balance
    return StrKey.encode_claimable_balance(raw[3:])  # the type as one byte, then the hash


def muxed_address(account, number):
    return MuxedAccount(account, number).account_muxed


@functools.cache
def address_of(value):
    if value is None:
        return None  # with special NULL handling a function may give NULL for a value
    val = xdr.SCVal.from_xdr(value)
    return Address.from_xdr_sc_address(val.address).address if val.address is not None else None


def operation_changes(meta, index):
    meta = xdr.TransactionMeta.from_xdr(meta)
    body = {0: lambda: meta.operations, 1: lambda: meta.v1.operations, 2: lambda: meta.v2.operations,
            3: lambda: meta.v3.operations, 4: lambda: meta.v4.operations}[meta.v]()
    return body[index].changes.ledger_entry_changes


def image(change):
    for name in ("created", "updated", "state", "restored"):
        entry = getattr(change, name, None)
        if entry is not None:
            return entry
    return None


def asset_text(asset):
    sdk = Asset.from_xdr_object(asset)
    return "native" if sdk.is_native() else f"{sdk.code}:{sdk.issuer}"


def inner_source(envelope):
    """Source key and sequence that ids of revoked balances are made of: the inner transaction's."""
    env = xdr.TransactionEnvelope.from_xdr(envelope)
    if env.v0 is not None:
        return xdr.PublicKey(xdr.PublicKeyType.PUBLIC_KEY_TYPE_ED25519, env.v0.tx.source_account_ed25519), env.v0.tx.seq_num
    tx = env.fee_bump.tx.inner_tx.v1.tx if env.fee_bump is not None else env.v1.tx
    source = tx.source_account
    key = source.ed25519 if source.ed25519 is not None else source.med25519.ed25519
    return xdr.PublicKey(xdr.PublicKeyType.PUBLIC_KEY_TYPE_ED25519, key), tx.seq_num


def revoked_balance_id(source, sequence, index, pool_id, asset):
    preimage = xdr.HashIDPreimage(
        xdr.EnvelopeType.ENVELOPE_TYPE_POOL_REVOKE_OP_ID,
        revoke_id=xdr.HashIDPreimageRevokeID(xdr.AccountID(source), sequence, xdr.Uint32(index), pool_id, asset))
    return "00000000" + hashlib.sha256(preimage.to_xdr_bytes()).hexdigest()


def pool_revocations(meta, envelope, index):
    source, sequence = inner_source(envelope)
    before, pools, created = {}, {}, set()
    for change in operation_changes(meta, index):
        if change.type == Change.LEDGER_ENTRY_REMOVED:
            key = change.removed
            if key.type == LIQUIDITY_POOL:
                pool_id = key.liquidity_pool.liquidity_pool_id.to_xdr_bytes()
                pools[pool_id] = (before[pool_id], None)
            continue
        entry = image(change).data
        if entry.type == CLAIMABLE_BALANCE and change.type == Change.LEDGER_ENTRY_CREATED:
            created.add(entry.claimable_balance.balance_id.to_xdr_bytes().hex())
        if entry.type != LIQUIDITY_POOL:
            continue
        pool_id = entry.liquidity_pool.liquidity_pool_id.to_xdr_bytes()
        if change.type == Change.LEDGER_ENTRY_STATE:
            before.setdefault(pool_id, entry.liquidity_pool)
        else:
            pools[pool_id] = (before[pool_id], entry.liquidity_pool)
    out = []
    for pool_id, (pre, post) in pools.items():
        was = pre.body.constant_product
        now = post.body.constant_product if post is not None else None
        for side in ("a", "b"):
            asset = getattr(was.params, f"asset_{side}")
            amount = getattr(was, f"reserve_{side}").int64 - (getattr(now, f"reserve_{side}").int64 if now else 0)
            balance = revoked_balance_id(source, sequence, index, pre.liquidity_pool_id, asset)
            out.append({"pool": pool_id.hex(), "asset": asset_text(asset), "amount": amount,
                        "balance": balance if balance in created else None})
    return out


def lumen_drift(meta, index):
    rise, has_image = 0, False
    for change in operation_changes(meta, index):
        removed = change.type == Change.LEDGER_ENTRY_REMOVED
        kind = change.removed.type if removed else image(change).data.type
        if kind != ACCOUNT:
            continue
        if change.type in (Change.LEDGER_ENTRY_UPDATED, Change.LEDGER_ENTRY_REMOVED) and not has_image:
            return 0
        has_image = change.type == Change.LEDGER_ENTRY_STATE
        if removed:
            continue
        balance = image(change).data.account.balance.int64
        rise += -balance if has_image else balance
    return rise


def register(connection, passphrase):
    text, number = "VARCHAR", "BIGINT"
    calls = {"pool_revocations": 0, "lumen_drift": 0, "sac_id": 0}

    def sac_id(asset):
        calls["sac_id"] += 1
        return asset_contract(asset, passphrase)

    def revocations(meta, envelope, index):
        calls["pool_revocations"] += 1
        return pool_revocations(meta, envelope, index)

    def drift(meta, index):
        calls["lumen_drift"] += 1
        return lumen_drift(meta, index)

    create = connection.create_function
    create("sac_id", sac_id, [text], text)
    create("pool_address", lambda x: pool_address(x), [text], text)
    create("balance_address", lambda x: balance_address(x), [text], text)
    create("muxed_address", lambda a, n: muxed_address(a, n), [text, "UBIGINT"], text)
    create("address_of", lambda x: address_of(x), [text], text, null_handling="special")
    create("pool_revocations", revocations, [text, text, "INTEGER"],
           "STRUCT(pool VARCHAR, asset VARCHAR, amount BIGINT, balance VARCHAR)[]")
    create("lumen_drift", drift, [text, "INTEGER"], number)
    return calls
