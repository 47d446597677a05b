// The settings of silver, the derived tables; part of the list in config_fields.cc.
#pragma once

#include <array>

#include "app/config_field.h"

namespace lake {

// The bits of its commands, behind those of config_field.h.
inline constexpr CommandSet kSilverRun = 1 << 19;
inline constexpr CommandSet kSilverStatus = 1 << 20;
inline constexpr CommandSet kSilverFold = 1 << 21;
inline constexpr CommandSet kSilver = kSilverRun | kSilverStatus | kSilverFold;

inline constexpr std::array kSilverFields = {
    Sets<&Settings::silver_ledgers>("silver.batch_ledgers", "1000",
                                    "Most ledgers that silver takes in one commit.")
        .Between(1, 100'000)
        .Flag("--batch-ledgers", "LEDGERS", kSilverRun),
    Sets<&Settings::silver_every>(
        "silver.every", "60s",
        "How often a run that follows looks for what bronze has got meanwhile: 60s, 5m.")
        .Flag("--every", "TIME", kSilverRun),
    Sets<&Settings::silver_follow>("", "false",
                                   "Go on with what bronze gets, until stopped. Not for a lake "
                                   "whose catalog is a DuckDB file, which is for one process.")
        .Flag("--follow", "", kSilverRun),
    Sets<&Settings::network>("", "",
                             "Passphrase of the lake's network, where it is none of the three "
                             "public ones.")
        .Flag("--network", "NETWORK", kSilverRun | kSilverFold),
    Sets<&Settings::health_port>("", "0",
                                 "Port of /health, /ready and /metrics; 0 switches them off.")
        .Between(0, 65'535)
        .Flag("--health-port", "PORT", kSilverRun),
};

}  // namespace lake
