-- A range goes on growing while it is flushed. Ledgers that an ingester wrote are deleted only when they
-- are in the lake for good, whatever range is named.
CREATE OR REPLACE FUNCTION cleanup_flushed_data(ledger_range BIGINT)
RETURNS TABLE (table_name TEXT, deleted_rows BIGINT)
LANGUAGE plpgsql AS $$
DECLARE
  last_ledger BIGINT := 9223372036854775807;
BEGIN
  IF EXISTS (SELECT FROM extra.hot_batches) THEN
    last_ledger := coalesce((SELECT s.flushed_through FROM extra.hot_state AS s), 0);
  END IF;
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
    EXECUTE format('DELETE FROM %I AS t WHERE t.ledger_range <= $1 AND t.%I <= $2', table_name,
                   CASE table_name WHEN 'ledgers_row_v2' THEN 'sequence' ELSE 'ledger_sequence' END)
    USING ledger_range, last_ledger;
    GET DIAGNOSTICS deleted_rows = ROW_COUNT;
    RETURN NEXT;
  END LOOP;
END;
$$;
