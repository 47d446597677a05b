"""What a batch costs as batches add up: CPU seconds of batches of one size over many keys, folded now and then."""
import argparse
import time

import duckdb

import engine as engine_module
import lab


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--keys", type=int, default=200_000)
    parser.add_argument("--changed", type=int, default=2_000)
    parser.add_argument("--batches", type=int, default=200)
    parser.add_argument("--fold", type=int, default=50)
    arguments = parser.parse_args()
    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    entries = [e for e in lab.make_entries() if e.name == "plain"]
    engine = engine_module.Engine(connection, entries)
    engine.create()
    # One batch that knows all keys, then batches that change some.
    for number in range(arguments.batches + 1):
        count = arguments.changed if number else arguments.keys
        connection.execute(f"""
            CREATE OR REPLACE TEMP VIEW source_plain AS
            SELECT 'k' || md5((i * 7919 * {number or 1} % {arguments.keys})::VARCHAR) AS k, i AS amount,
                {number + 2}::BIGINT AS ledger_sequence, make_timestamp({number} * 5000000) AS closed_at,
                NULL::VARCHAR AS end_reason, NULL::VARCHAR AS change
            FROM range({count}) t(i)
            QUALIFY row_number() OVER (PARTITION BY k) = 1""")
        begun = time.process_time()
        engine.batch(number + 1, number + 2)
        batch = time.process_time() - begun
        fold = 0
        if arguments.fold and number % arguments.fold == 0:
            begun = time.process_time()
            engine.fold()
            fold = time.process_time() - begun
        if number <= 1 or number % 10 == 0:
            stored = [connection.execute(f"SELECT count(*) FROM silver.plain_{t}_v1").fetchone()[0]
                      for t in ("history_closed", "open", "open_delta")]
            print(f"batch {number}: {1000 * batch:.0f} ms, fold {1000 * fold:.0f} ms, closed, open, delta {stored}", flush=True)


if __name__ == "__main__":
    main()
