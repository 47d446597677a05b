// Examples of the commands that work on the hot buffer, see commands.cc.
#pragma once

#include <array>

#include "app/commands.h"

namespace lake {

inline constexpr std::array kHotMigrateExamples = {
    Example{"The hot buffer of deploy/hot, to the newest version",
            "stellarlake hot migrate up --hot "
            "postgresql://stellar:stellar_dev_password@localhost:5434/stellar_hot?sslmode=disable"},
    Example{"For production: tables that survive a crash, roles with the least rights",
            "stellarlake hot migrate up --config hot.yaml --logged --roles"},
    Example{"The last one back", "stellarlake hot migrate down 1 --config hot.yaml"},
};

inline constexpr std::array kHotIngestExamples = {
    Example{"Every ledger from the newest on into the hot buffer of deploy/hot",
            "stellarlake hot ingest localhost:50053 --hot "
            "postgresql://stellar:stellar_dev_password@localhost:5434/stellar_hot?sslmode=disable"},
    Example{"On behind its last ledger, with health and metrics",
            "stellarlake hot ingest ./ledgers --config hot.yaml --health-port 8087"},
    Example{"A range again, in the place of what is there",
            "stellarlake hot ingest ./ledgers --range 53312000:53312099 --upsert --config "
            "hot.yaml"},
};

inline constexpr std::array kHotViewSqlExamples = {
    Example{"Hot and cold as one in DuckDB's own shell",
            "stellarlake hot view-sql --config flush.yaml > views.sql && duckdb -init views.sql"},
};

inline constexpr std::array kFlushExamples = {
    Example{"Every ten minutes, as its configuration says",
            "stellarlake flush --config flush.yaml"},
    Example{"Now, and then end",
            "stellarlake flush --once --lake ./lake --hot "
            "postgresql://stellar:stellar_dev_password@localhost:5434/stellar_hot?sslmode=disable"},
};

}  // namespace lake
