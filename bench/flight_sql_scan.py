#!/usr/bin/env python3
# Rows a second of a scan over Flight SQL (ADBC, into one Arrow table) beside DuckDB in this process, in turns.
#   PYTHONPATH=.deps/arrow .deps/python/bin/python bench/flight_sql_scan.py ADDRESS LAKE "from big" [ROUNDS]
# LAKE is a folder; `stellarlake flight-sql --lake LAKE --listen ADDRESS` runs beside it.
import os
import sys
import time

import adbc_driver_flightsql.dbapi as flight_sql
import duckdb

address, lake, statement = sys.argv[1:4]
rounds = int(sys.argv[4]) if len(sys.argv) > 4 else 5
deps = os.environ.get("STELLARLAKE_DEPS", ".deps")

engine = duckdb.connect()
engine.execute(f"LOAD '{deps}/extensions/ducklake.duckdb_extension'")
engine.execute(
    f"ATTACH 'ducklake:{lake}/catalog.ducklake' AS lake "
    f"(READ_ONLY, DATA_PATH '{lake}/data/', OVERRIDE_DATA_PATH true)"
)
engine.execute("USE lake.bronze")


def timed(ask):
    start = time.perf_counter()
    rows = ask()
    return rows.num_rows, rows.nbytes, time.perf_counter() - start


with flight_sql.connect(f"grpc://{address}", autocommit=True) as connection:
    cursor = connection.cursor()

    def ask_server():
        cursor.execute(statement)
        return cursor.fetch_arrow_table()

    ask_server()
    for _ in range(rounds):
        rows, size, here = timed(lambda: engine.execute(statement).to_arrow_table())
        there_rows, _, there = timed(ask_server)
        assert rows == there_rows
        print(
            f"{rows} rows, {size / 1e6:.0f} MB: DuckDB {rows / here / 1e6:.2f} M rows/s, "
            f"Flight SQL {rows / there / 1e6:.2f} M rows/s, {size / there / 1e6:.0f} MB/s, {here / there:.2f} of it"
        )
    cursor.close()
