INSTALL postgres;
LOAD postgres;
INSTALL ducklake;
LOAD ducklake;
INSTALL sqlite;
LOAD sqlite;
INSTALL httpfs;
LOAD httpfs;

ATTACH 'user=reader host=db.example port=5434 dbname=stellar_hot' AS "hot" (TYPE postgres, READ_ONLY);
ATTACH 'ducklake:sqlite:/lake/catalog.sqlite' AS "lake" (READ_ONLY, DATA_PATH 's3://bucket/lake/');

-- Where the hot buffer begins and ends for a table; nothing where the lake is all there is.
CREATE OR REPLACE MACRO hot_border(table_name) AS TABLE
WITH hot_side AS MATERIALIZED (
  FROM postgres_query('hot', '
    SELECT s.network, s.flushed_through, count(b.lo) AS batches,
      coalesce(s.flushed_through + 1, min(b.lo)) AS first, max(b.hi) AS last, min(b.lo) AS lowest,
      sum(b.hi - greatest(b.lo, s.flushed_through + 1) + 1)::bigint AS ledgers,
      count(b.row_counts::json -> ''' || table_name || ''') AS with_table
    FROM (SELECT 1) AS one
    LEFT JOIN extra.hot_state AS s ON true
    LEFT JOIN extra.hot_epoch AS e ON e.epoch = s.epoch
    LEFT JOIN extra.hot_batches AS b ON e.epoch = s.epoch AND b.hi > coalesce(s.flushed_through, -1)
    GROUP BY s.network, s.flushed_through')
), lake_side AS MATERIALIZED (
  SELECT (SELECT max(network) FROM lake."bronze"._fence) AS network,
    (SELECT max(hi) FROM lake."bronze"._batches) AS last,
    (SELECT count(*) > 0 FROM lake."bronze"._batches, hot_side
     WHERE hot_side.flushed_through BETWEEN lo AND hi) AS has_flushed
)
SELECT
  CASE
    WHEN hot_side.network <> lake_side.network THEN
      error('the hot buffer and the lake have ledgers of two networks')
    WHEN hot_side.flushed_through IS NOT NULL AND NOT has_flushed THEN
      error('the lake as it was read does not have what was flushed: run the statement again')
    WHEN batches > 0 AND (ledgers <> hot_side.last - first + 1 OR lowest > first) THEN
      error('the hot buffer has a hole: stellarlake sql --hot names it and reads around it')
    WHEN with_table > 0 AND with_table < batches THEN
      error('the hot buffer has the table for some of its ledgers only')
    WHEN with_table > 0 THEN first
  END AS hot_first,
  CASE WHEN with_table > 0 THEN hot_side.last END AS hot_last,
  hot_side.flushed_through, lake_side.last AS lake_last
FROM hot_side, lake_side;

CREATE OR REPLACE VIEW "ledgers_row_v2" AS
WITH border AS MATERIALIZED (FROM hot_border('ledgers_row_v2'))
SELECT "sequence", "ledger_hash", "previous_ledger_hash", make_timestamp(epoch_us("closed_at")) AS "closed_at", "protocol_version", "total_coins", "fee_pool", "base_fee", "base_reserve", "max_tx_set_size", "successful_tx_count", "failed_tx_count", make_timestamp(epoch_us("ingestion_timestamp")) AS "ingestion_timestamp", "ledger_range", "transaction_count", "operation_count", "tx_set_operation_count", "soroban_fee_write1kb", "node_id", "signature", "ledger_header", "bucket_list_size", "live_soroban_state_size", "evicted_keys_count"
FROM "hot"."public"."ledgers_row_v2"
WHERE "sequence" >= (SELECT hot_first FROM border) AND "sequence" <= (SELECT hot_last FROM border)
UNION ALL
SELECT "sequence", "ledger_hash", "previous_ledger_hash", "closed_at", "protocol_version", "total_coins", "fee_pool", "base_fee", "base_reserve", "max_tx_set_size", "successful_tx_count", "failed_tx_count", "ingestion_timestamp", "ledger_range", "transaction_count", "operation_count", "tx_set_operation_count", "soroban_fee_write1kb", "node_id", "signature", "ledger_header", "bucket_list_size", "live_soroban_state_size", "evicted_keys_count"
FROM "lake"."bronze"."ledgers_row_v2"
WHERE "sequence" < (SELECT coalesce(hot_first, 9223372036854775807) FROM border)
  OR "sequence" > (SELECT coalesce(hot_last, 9223372036854775807) FROM border);
