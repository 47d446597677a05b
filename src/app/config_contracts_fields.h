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
        "Where contract data is given over Arrow Flight: host:port, or :port for every address. "
        "Without a token everybody may read: 127.0.0.1:8816 keeps it on this machine. Environment: "
        "FLIGHT_ADDRESS.")
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
    Sets<&Settings::control_listen>(
        "contracts.control_listen", ":50054",
        "Where sessions are started and watched over gRPC: host:port, or :port for every address. "
        "Environment: GRPC_ADDRESS.")
        .Flag("--control-listen", "ADDRESS", kContracts),
    Sets<&Settings::filter_contract_ids>(
        "contracts.filter.contract_ids", "",
        "Only entries of these contracts (C...): for clients and sessions that do not say. "
        "Environment: FILTER_CONTRACT_IDS.")
        .Flag("--filter-contract-ids", "IDS", kContracts),
    Sets<&Settings::filter_asset_codes>(
        "contracts.filter.asset_codes", "",
        "Likewise, only instances of asset contracts of these codes. Environment: "
        "FILTER_ASSET_CODES.")
        .Flag("--filter-asset-codes", "CODES", kContracts),
    Sets<&Settings::filter_asset_issuers>(
        "contracts.filter.asset_issuers", "",
        "Likewise, only instances of asset contracts of these issuers (G...). Environment: "
        "FILTER_ASSET_ISSUERS.")
        .Flag("--filter-asset-issuers", "IDS", kContracts),
    Sets<&Settings::include_deleted>(
        "contracts.include_deleted", "false",
        "Likewise, also entries that are gone after the ledger. Environment: INCLUDE_DELETED.")
        .Flag("--include-deleted", "", kContracts),
    Sets<&Settings::contracts_state>(
        "contracts.state_file", "",
        "SQLite file that keeps sessions, their positions and the service's own over a restart, a "
        "crash too; made when it is not there, for one service at a time. Nothing is kept without. "
        "Environment: STATE_FILE.")
        .Flag("--state", "FILE", kContracts),
    Sets<&Settings::contracts_sink>(
        "contracts.sink", "none",
        "Where contract_data_snapshot_v1 goes, too, while the service runs: into the lake, as "
        "`ingest` fills it, or into the hot buffer in PostgreSQL, as `hot ingest` does. Filters do "
        "not count for it.")
        .OneOf("none|lake|hot")
        .Flag("--sink", "WHERE", kContracts),
};

}  // namespace lake
