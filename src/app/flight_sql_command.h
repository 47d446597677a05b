// `flight-sql` and the workers that it starts, see commands.cc.
#pragma once

#include <array>

#include "app/commands.h"
#include "app/config_flight_sql_fields.h"

namespace lake {

Status RunFlightSql(const Invocation& invocation);
Status RunFlightSqlWorker(const Invocation& invocation);

// The first word of a worker's command line; the others are those of the server.
inline constexpr const char* kFlightSqlWorkerWord = "flight-sql-worker";

inline constexpr std::string_view kFlightSqlAbout =
    "Answers queries of any client of Arrow Flight SQL: Python's ADBC, JDBC, and what stands on "
    "them. Statements can only read the lake's tables. Each runs in a process of its own that "
    "judges it by DuckDB's parse tree, is bounded in time, memory and rows, and can reach no file "
    "but the lake's, no other host and no setting (docs/flight-sql.md). With --hot the tables show "
    "the hot buffer and the lake as one.";

inline constexpr std::array kFlightSqlExamples = {
    Example{"For programs on this machine", "stellarlake flight-sql --lake ./lake"},
    Example{"For others, who have to know the token",
            "stellarlake flight-sql --lake ./lake --listen :8817 --tls-cert cert.pem --tls-key "
            "key.pem --token-file token --deadline 60 --rows-max 10000000"},
    Example{"The newest ledgers too, which are still in the hot buffer",
            "stellarlake flight-sql --config flush.yaml --with-hot"},
};

inline constexpr std::array kFlightSqlWorkerExamples = {
    Example{"As flight-sql starts it, on file descriptor 3",
            "stellarlake flight-sql-worker --lake ./lake"},
};

}  // namespace lake
