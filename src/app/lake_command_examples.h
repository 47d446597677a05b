// Examples of the commands for who owns a lake; part of the list in commands.cc.
#pragma once

#include <array>

#include "app/commands.h"

namespace lake {

inline constexpr std::array kGapsExamples = {
    Example{"Between the first and the last ledger of the lake", "stellarlake gaps --lake ./lake"},
    Example{"Is this range complete? The exit status tells",
            "stellarlake gaps --lake ./lake --range 53.3M:53.4M"},
    Example{"Repair it", "stellarlake gaps ./ledgers --fill --lake ./lake"},
};

inline constexpr std::array kVerifyExamples = {
    Example{"Is the lake what its lineage says?", "stellarlake verify --lake ./lake"},
    Example{"... and what the source says?", "stellarlake verify --lake ./lake --source ./ledgers"},
};

inline constexpr std::array kRepairExamples = {
    Example{"What would be made anew?", "stellarlake repair ./ledgers --lake ./lake --dry-run"},
    Example{"Make anew what verify names",
            "stellarlake repair s3://aws-public-blockchain/v1.1/stellar/ledgers/pubnet --lake "
            "./lake"},
    Example{"One table of a range",
            "stellarlake repair ./ledgers --lake ./lake --tables "
            "trades_row_v1 --range 53.3M:53.4M"},
};

inline constexpr std::array kLakeMoveExamples = {
    Example{"The data of a lake was moved to another disk",
            "mv /srv/data /mnt/large/data && stellarlake lake move --lake "
            "ducklake:sqlite:/srv/lake.db --data-path /mnt/large/data"},
    Example{"... was copied to S3",
            "stellarlake lake move --lake ducklake:postgres:dbname=lake --data-path "
            "s3://bucket/lake"},
    Example{"A lake in a folder was moved as a whole: for other programs that read it",
            "stellarlake lake move --lake ./lake"},
};

inline constexpr std::array kMaintainExamples = {
    Example{"What would be done?", "stellarlake maintain --lake ./lake --dry-run"},
    Example{"Merge small files, and keep thirty days of snapshots",
            "stellarlake maintain --lake ./lake --expire 30d"},
    Example{"The lake of a configuration, every night",
            "stellarlake maintain --config ingest.yaml --format json"},
};

}  // namespace lake
