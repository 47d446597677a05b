DROP FUNCTION cleanup_flushed_data(BIGINT);
DROP FUNCTION get_flush_candidates(INTEGER);
DROP FUNCTION get_high_watermark();
