"""What the reference rows of lcms-open lack, made of their XDR: order, payer, keys of removals, exact prices."""
from stellar_sdk import Address, Asset, StrKey, xdr

Type = xdr.LedgerEntryType


def account(value):
    return StrKey.encode_ed25519_public_key(value.account_id.ed25519.uint256)


def entry_key(text):
    key = xdr.LedgerKey.from_xdr(text)
    if key.type == Type.ACCOUNT:
        return "account", account(key.account.account_id)
    if key.type == Type.TRUSTLINE:
        asset = key.trust_line.asset
        name = asset.liquidity_pool_id.pool_id.hash.hex() if asset.liquidity_pool_id else None
        if name is None:
            sdk = Asset.from_xdr_object(asset)
            name = f"{sdk.code}:{sdk.issuer}"
        return "trustline", f"{account(key.trust_line.account_id)}:{name}"
    if key.type == Type.CLAIMABLE_BALANCE:
        return "claimable_balance", key.claimable_balance.balance_id.to_xdr_bytes().hex()
    if key.type == Type.LIQUIDITY_POOL:
        return "liquidity_pool", key.liquidity_pool.liquidity_pool_id.to_xdr_bytes().hex()
    if key.type == Type.CONTRACT_DATA:
        return "contract_data", Address.from_xdr_sc_address(key.contract_data.contract).address
    return key.type.name.lower(), text


def fee_payer(envelope):
    source = xdr.TransactionEnvelope.from_xdr(envelope).fee_bump.tx.fee_source
    return StrKey.encode_ed25519_public_key((source.ed25519 or source.med25519.ed25519).uint256)


def complete(db):
    db.create_function("entry_key", lambda x: list(entry_key(x)), ["VARCHAR"], "VARCHAR[]")
    db.create_function("fee_payer", lambda x: fee_payer(x), ["VARCHAR"], "VARCHAR")
    db.execute("UPDATE ledger_entry_removals_stream_v1 SET entry_type = entry_key(ledger_key_xdr)[1], entry_key = entry_key(ledger_key_xdr)[2]")
    db.execute("""INSERT INTO transactions_extra_row_v1 BY NAME
        SELECT ledger_sequence, transaction_hash, closed_at, ledger_range, fee_account_muxed, meta_version, fee_account, application_order,
            -- Effects know the order of transactions that have some; the others come behind, in any order.
            coalesce(operation_id >> 12 << 12, NULL) AS transaction_id
        FROM (SELECT ledger_sequence, transaction_hash, created_at AS closed_at, ledger_range, 4 AS meta_version,
                coalesce(fee_account_muxed, if(inner_transaction_hash IS NULL, source_account_muxed, NULL)) AS fee_account_muxed,
                CASE WHEN inner_transaction_hash IS NULL THEN source_account ELSE fee_payer(tx_envelope) END AS fee_account,
                row_number() OVER (PARTITION BY ledger_sequence ORDER BY transaction_hash)::INTEGER AS application_order
            FROM transactions_row_v2)
        LEFT JOIN (SELECT ledger_sequence, transaction_hash, min(operation_id) AS operation_id FROM effects_row_v1 GROUP BY ALL)
            USING (ledger_sequence, transaction_hash)""")
    db.execute("""INSERT INTO trades_extra_row_v1 BY NAME
        SELECT ledger_sequence, transaction_hash, operation_index, trade_index, operation_id, replace(buying_amount, '.', '')::BIGINT AS price_n,
            replace(selling_amount, '.', '')::BIGINT AS price_d, created_at AS closed_at, ledger_range
        FROM trades_row_v1 JOIN (SELECT DISTINCT ledger_sequence, transaction_hash, operation_index, operation_id FROM effects_row_v1)
            USING (ledger_sequence, transaction_hash, operation_index)""")
