// The settings of flight-sql; part of the list in config_fields.cc.
#pragma once

#include <array>

#include "app/config_field.h"

namespace lake {

// The bit of its commands, behind those of config_field.h.
inline constexpr CommandSet kFlightSql = 1 << 25;

inline constexpr std::array kFlightSqlFields = {
    Sets<&Settings::listen>(
        "", "127.0.0.1:8817",
        "Where SQL is answered over Arrow Flight: host:port, or :port for every address. Beyond "
        "this machine it wants TLS, so that nobody sees the token.")
        .Flag("--listen", "ADDRESS", kFlightSql),
    Sets<&Settings::health_port>("", "8090",
                                 "Port of /health, /ready and /metrics; 0 switches them off.")
        .Between(0, 65'535)
        .Flag("--health-port", "PORT", kFlightSql),
    Sets<&Settings::sql_statements_max>(
        "flight_sql.statements_max", "4",
        "Statements that run at once, each in a process of its own; more wait for their turn.")
        .Between(1, 1'000)
        .Flag("--statements-max", "N", kFlightSql),
    Sets<&Settings::sql_deadline_seconds>(
        "flight_sql.deadline_seconds", "300",
        "How long a statement may take, with its waiting and its reading, before it is killed.")
        .Between(1, 86'400)
        .Flag("--deadline", "SECONDS", kFlightSql),
    Sets<&Settings::sql_rows_max>("flight_sql.rows_max", "0",
                                  "Most rows of an answer; one that has more is an error. 0 means "
                                  "any number.")
        .Flag("--rows-max", "ROWS", kFlightSql),
    Sets<&Settings::memory_bytes>(
        "", "1GiB",
        "Memory of the engine of one statement. Nothing is written to disk when it is full: the "
        "statement fails.")
        .Bytes()
        .Between(std::uint64_t{64} << 20, std::uint64_t{1} << 42)
        .Flag("--memory", "SIZE", kFlightSql),
};

}  // namespace lake
