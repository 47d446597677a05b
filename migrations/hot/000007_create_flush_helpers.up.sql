-- The high-watermark pattern for those who flush by hand: MARK, FLUSH, DELETE.

-- How far each data table goes. A ledger is complete up to the smallest of what is printed only
-- where every ledger has rows of a table; the watermark of the flusher is kept in the lake.
CREATE FUNCTION get_high_watermark()
RETURNS TABLE (table_name TEXT, max_ledger_sequence BIGINT, max_ledger_range BIGINT, row_count BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT 'ledgers_row_v2', max(sequence), max(ledger_range), count(*) FROM ledgers_row_v2
  UNION ALL
  SELECT 'transactions_row_v2', max(ledger_sequence), max(ledger_range), count(*) FROM transactions_row_v2
  UNION ALL
  SELECT 'operations_row_v2', max(ledger_sequence), max(ledger_range), count(*) FROM operations_row_v2
  UNION ALL
  SELECT 'effects_row_v1', max(ledger_sequence), max(ledger_range), count(*) FROM effects_row_v1
  UNION ALL
  SELECT 'trades_row_v1', max(ledger_sequence), max(ledger_range), count(*) FROM trades_row_v1
  UNION ALL
  SELECT 'accounts_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM accounts_snapshot_v1
  UNION ALL
  SELECT 'trustlines_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM trustlines_snapshot_v1
  UNION ALL
  SELECT 'native_balances_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM native_balances_snapshot_v1
  UNION ALL
  SELECT 'account_signers_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM account_signers_snapshot_v1
  UNION ALL
  SELECT 'offers_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM offers_snapshot_v1
  UNION ALL
  SELECT 'claimable_balances_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM claimable_balances_snapshot_v1
  UNION ALL
  SELECT 'liquidity_pools_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM liquidity_pools_snapshot_v1
  UNION ALL
  SELECT 'contract_events_stream_v1', max(ledger_sequence), max(ledger_range), count(*) FROM contract_events_stream_v1
  UNION ALL
  SELECT 'contract_data_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM contract_data_snapshot_v1
  UNION ALL
  SELECT 'contract_code_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM contract_code_snapshot_v1
  UNION ALL
  SELECT 'config_settings_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM config_settings_snapshot_v1
  UNION ALL
  SELECT 'ttl_snapshot_v1', max(ledger_sequence), max(ledger_range), count(*) FROM ttl_snapshot_v1
  UNION ALL
  SELECT 'evicted_keys_state_v1', max(ledger_sequence), max(ledger_range), count(*) FROM evicted_keys_state_v1
  UNION ALL
  SELECT 'restored_keys_state_v1', max(ledger_sequence), max(ledger_range), count(*) FROM restored_keys_state_v1;
$$;

-- The ranges whose newest ledger closed more than so many minutes ago.
CREATE FUNCTION get_flush_candidates(minutes INTEGER DEFAULT 5)
RETURNS TABLE (ledger_range BIGINT, min_timestamp TIMESTAMPTZ, max_timestamp TIMESTAMPTZ, ledger_count BIGINT)
LANGUAGE sql STABLE AS $$
  SELECT l.ledger_range, min(l.closed_at), max(l.closed_at), count(*)
  FROM ledgers_row_v2 AS l
  GROUP BY l.ledger_range
  HAVING max(l.closed_at) < now() - make_interval(mins => minutes)
  ORDER BY l.ledger_range;
$$;

-- Deletes the rows of the ranges up to this one, and says how many of each table.
CREATE FUNCTION cleanup_flushed_data(ledger_range BIGINT)
RETURNS TABLE (table_name TEXT, deleted_rows BIGINT)
LANGUAGE plpgsql AS $$
BEGIN
  FOREACH table_name IN ARRAY ARRAY[
      'ledgers_row_v2',
      'transactions_row_v2',
      'operations_row_v2',
      'effects_row_v1',
      'trades_row_v1',
      'accounts_snapshot_v1',
      'trustlines_snapshot_v1',
      'native_balances_snapshot_v1',
      'account_signers_snapshot_v1',
      'offers_snapshot_v1',
      'claimable_balances_snapshot_v1',
      'liquidity_pools_snapshot_v1',
      'contract_events_stream_v1',
      'contract_data_snapshot_v1',
      'contract_code_snapshot_v1',
      'config_settings_snapshot_v1',
      'ttl_snapshot_v1',
      'evicted_keys_state_v1',
      'restored_keys_state_v1'
  ] LOOP
    EXECUTE format('DELETE FROM %I AS t WHERE t.ledger_range <= $1', table_name) USING ledger_range;
    GET DIAGNOSTICS deleted_rows = ROW_COUNT;
    RETURN NEXT;
  END LOOP;
END;
$$;
