// The settings of the contract-data service (spec 003); part of the list in config_fields.cc.
#pragma once

#include <array>

#include "app/config_field.h"

namespace lake {

// The bit of its command, behind those of config_field.h.
inline constexpr CommandSet kContracts = 1 << 24;

inline constexpr std::array kContractsFields = {
    Sets<&Settings::endpoint>("", "localhost:50053",
                              "The source, as the SOURCE argument. Environment: SOURCE_ENDPOINT.")
        .Flag("--source", "SOURCE", kContracts),
    Sets<&Settings::health_port>("", "8089",
                                 "Port of /health, /ready and /metrics; 0 switches them off. "
                                 "Environment: HEALTH_PORT.")
        .Between(0, 65'535)
        .Flag("--health-port", "PORT", kContracts),
    Sets<&Settings::listen>(
        "", ":8816",
        "Where contract data is given over Arrow Flight: host:port, or :port for every address. It "
        "has no login: 127.0.0.1:8816 keeps it on this machine. Environment: FLIGHT_ADDRESS.")
        .Flag("--listen", "ADDRESS", kContracts),
    Sets<&Settings::batch_rows>("", "1000", "Most rows of a batch. Environment: BATCH_SIZE.")
        .Between(1, 1'000'000)
        .Flag("--batch-size", "ROWS", kContracts),
    Sets<&Settings::workers>(
        "", "4",
        "Threads that decode, prove and extract ledgers, for each client and session; 0 is one per "
        "core. Environment: WORKER_COUNT.")
        .Between(0, 1'024)
        .Flag("--workers", "N", kContracts),
    Sets<&Settings::serve_clients_max>(
        "", "64", "Most clients that read at once; each has threads and a source of its own.")
        .Between(1, 10'000)
        .Flag("--clients-max", "N", kContracts),
};

}  // namespace lake
