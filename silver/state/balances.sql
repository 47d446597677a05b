/*---
doc: One row per state of what an address holds of a token, wherever the ledger keeps it.
grain: state of a balance
key: [owner, place]
previous: [balance]
inputs: [native_balances_snapshot_v1, trustlines_snapshot_v1, claimable_balances_snapshot_v1, liquidity_pools_snapshot_v1,
  contract_data_snapshot_v1, ledger_entry_removals_stream_v1, ledgers_row_v2]
columns:
- {name: owner, type: VARCHAR, doc: "Who holds it: an account (G), a contract (C), a claimable balance (B) or a liquidity pool (L)."}
- {name: place, type: VARCHAR, doc: "Which of the owner's balances it is: native, CODE:ISSUER, the token's contract, reserve_a or reserve_b of a pool, or claimable; one token has one place with an owner."}
- {name: owner_type, type: VARCHAR, doc: "What the owner is: account, contract, claimable_balance or liquidity_pool."}
- {name: token_id, type: VARCHAR, doc: "Contract id of the token; of a classic asset the one that its asset contract has or would have."}
- {name: asset, type: VARCHAR, nullable: true, doc: "The asset, native or CODE:ISSUER; NULL for balances in contract storage, where tokens tells it by token_id."}
- {name: source, type: VARCHAR, doc: "Where the ledger keeps it: account, trustline, claimable_balance, liquidity_pool or contract_storage."}
- {name: balance, type: "DECIMAL(38,0)", unit: token units, nullable: true, doc: "Units held; NULL when a contract's number has more than 38 digits."}
- {name: balance_text, type: VARCHAR, unit: token units, doc: "The same number as digits, whatever its size."}
- {name: buying_liabilities, type: BIGINT, unit: stroops, nullable: true, doc: "Units its offers may still buy; NULL where there can be no offers."}
- {name: selling_liabilities, type: BIGINT, unit: stroops, nullable: true, doc: "Units its offers may still sell; NULL where there can be no offers."}
- {name: authorized, type: BOOLEAN, nullable: true, doc: "Whether the issuer lets the owner use it; NULL where nothing says so."}
---*/
-- An end knows the ledger key alone, and the key of a pool or of a claimable balance does not name its assets. Therefore
-- balances are told apart by `place`, which every key does know, and not by token.
WITH held AS (
  SELECT
    n.account_id AS owner,
    'native' AS place,
    'native' AS asset,
    'account' AS source,
    n.balance::VARCHAR AS balance_text,
    n.buying_liabilities,
    n.selling_liabilities,
    n.ledger_sequence,
    l.closed_at
  FROM native_balances_snapshot_v1 n
  JOIN ledgers_row_v2 l ON l.sequence = n.ledger_sequence
  UNION ALL BY NAME
  SELECT
    account_id AS owner,
    asset_code || ':' || asset_issuer AS place,
    place AS asset,
    'trustline' AS source,
    -- Seven digits always: without the point the text is stroops.
    replace(balance, '.', '')::BIGINT::VARCHAR AS balance_text,
    replace(buying_liabilities, '.', '')::BIGINT AS buying_liabilities,
    replace(selling_liabilities, '.', '')::BIGINT AS selling_liabilities,
    authorized,
    ledger_sequence,
    created_at AS closed_at
  FROM trustlines_snapshot_v1
  WHERE asset_type <> 'liquidity_pool_shares'
  UNION ALL BY NAME
  SELECT
    balance_address(balance_id) AS owner,
    'claimable' AS place,
    CASE asset_type WHEN 'native' THEN 'native' ELSE asset_code || ':' || asset_issuer END AS asset,
    'claimable_balance' AS source,
    amount::VARCHAR AS balance_text,
    ledger_sequence,
    closed_at
  FROM claimable_balances_snapshot_v1
  UNION ALL BY NAME
  SELECT
    pool_address(liquidity_pool_id) AS owner,
    'reserve_a' AS place,
    CASE asset_a_type WHEN 'native' THEN 'native' ELSE asset_a_code || ':' || asset_a_issuer END AS asset,
    'liquidity_pool' AS source,
    asset_a_amount::VARCHAR AS balance_text,
    ledger_sequence,
    closed_at
  FROM liquidity_pools_snapshot_v1
  UNION ALL BY NAME
  SELECT
    pool_address(liquidity_pool_id) AS owner,
    'reserve_b' AS place,
    CASE asset_b_type WHEN 'native' THEN 'native' ELSE asset_b_code || ':' || asset_b_issuer END AS asset,
    'liquidity_pool' AS source,
    asset_b_amount::VARCHAR AS balance_text,
    ledger_sequence,
    closed_at
  FROM liquidity_pools_snapshot_v1
),
-- Of a contract token the storage entry is the balance; its events are only the contract's word.
stored AS (
  SELECT
    contract_id,
    storage_balance(contract_data_xdr) AS holding,
    deleted,
    CASE ledger_entry_change WHEN 0 THEN 'created' WHEN 1 THEN 'updated' WHEN 4 THEN 'restored' END AS change,
    ledger_sequence,
    closed_at
  FROM contract_data_snapshot_v1
),
-- A ledger key lacks only version and value of its entry: with a zero as value it reads as one.
evicted AS (
  SELECT
    split_part(entry_key, ':', 1) AS contract_id,
    storage_balance(
      to_base64(unhex('00000000' || substr(hex(from_base64(ledger_key_xdr)), 9) || '0000000A' || repeat('0', 32)))
    ).owner AS owner,
    ledger_sequence,
    closed_at,
    reason AS end_reason
  FROM ledger_entry_removals_stream_v1
  WHERE entry_type = 'contract_data' AND reason = 'evicted'
),
versions AS (
  SELECT *, sac_id(asset) AS token_id FROM held
  UNION ALL BY NAME
  SELECT
    holding.owner AS owner,
    contract_id AS place,
    'contract_storage' AS source,
    holding.amount AS balance_text,
    holding.authorized AS authorized,
    contract_id AS token_id,
    change,
    ledger_sequence,
    closed_at
  FROM stored
  WHERE holding.owner IS NOT NULL AND NOT deleted
),
ends AS (
  SELECT entry_key AS owner, 'native' AS place, ledger_sequence, closed_at, reason AS end_reason
  FROM ledger_entry_removals_stream_v1
  WHERE entry_type = 'account'
  UNION ALL BY NAME
  SELECT
    split_part(entry_key, ':', 1) AS owner,
    substr(entry_key, strpos(entry_key, ':') + 1) AS place,
    ledger_sequence,
    closed_at,
    reason AS end_reason
  FROM ledger_entry_removals_stream_v1
  WHERE entry_type = 'trustline' AND contains(place, ':')  -- pool shares have none, and are no balance of a token
  UNION ALL BY NAME
  SELECT balance_address(entry_key) AS owner, 'claimable' AS place, ledger_sequence, closed_at, reason AS end_reason
  FROM ledger_entry_removals_stream_v1
  WHERE entry_type = 'claimable_balance'
  UNION ALL BY NAME
  SELECT
    pool_address(entry_key) AS owner,
    unnest(['reserve_a', 'reserve_b']) AS place,
    ledger_sequence,
    closed_at,
    reason AS end_reason
  FROM ledger_entry_removals_stream_v1
  WHERE entry_type = 'liquidity_pool'
  UNION ALL BY NAME
  SELECT holding.owner AS owner, contract_id AS place, ledger_sequence, closed_at, 'removed' AS end_reason
  FROM stored
  WHERE holding.owner IS NOT NULL AND deleted
  UNION ALL BY NAME
  SELECT owner, contract_id AS place, ledger_sequence, closed_at, end_reason
  FROM evicted
  WHERE owner IS NOT NULL
)
SELECT
  owner,
  place,
  CASE left(owner, 1) WHEN 'C' THEN 'contract' WHEN 'B' THEN 'claimable_balance' WHEN 'L' THEN 'liquidity_pool' ELSE 'account' END
    AS owner_type,
  token_id,
  asset,
  source,
  TRY_CAST(balance_text AS DECIMAL(38, 0)) AS balance,
  balance_text,
  buying_liabilities,
  selling_liabilities,
  authorized,
  ledger_sequence,
  closed_at,
  NULL::VARCHAR AS end_reason,
  change
FROM versions
UNION ALL BY NAME
SELECT * FROM ends
