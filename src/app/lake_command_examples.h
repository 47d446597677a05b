// Examples of the commands for who owns or asks a lake; part of the list in commands.cc.
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

inline constexpr std::array kReindexExamples = {
    Example{"What could be made from the lake itself?",
            "stellarlake reindex --lake ./lake --dry-run"},
    Example{"The tables beside the 20, from the lake itself", "stellarlake reindex --lake ./lake"},
    Example{"All entries, too, from the ledgers",
            "stellarlake reindex s3://aws-public-blockchain/v1.1/stellar/ledgers/pubnet --lake "
            "./lake --tables extra,index,entries"},
    Example{"One table of a range",
            "stellarlake reindex --lake ./lake --tables participants_v1 --range 53.3M:53.4M"},
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

inline constexpr std::array kSqlExamples = {
    Example{"The last ten ledgers",
            "stellarlake sql --lake ./lake \"select sequence, closed_at, transaction_count from "
            "ledgers_row_v2 "
            "order by 1 desc limit 10\""},
    Example{
        "A big answer as CSV, while it is computed",
        "stellarlake sql --lake ./lake --format csv \"from operations_row_v1\" > operations.csv"},
    Example{"Statements from a file",
            "stellarlake sql --lake ./lake --file report.sql --format markdown"},
    Example{"The lake of a configuration",
            "stellarlake sql --config ingest.yaml \"from _meta_lineage\""},
    Example{"The newest ledgers too, which are still in the hot buffer",
            "stellarlake sql --hot postgresql://stellar@localhost:5434/stellar_hot --lake "
            "ducklake:sqlite:lake.db \"select max(sequence) from ledgers_row_v2\""},
};

inline constexpr std::array kFindExamples = {
    Example{"In which ledger is this transaction?",
            "stellarlake find 8cd751855b354b7573c59e567e6ab474d0ea973a3bd68e6844bc5ff7b087de91 "
            "--lake ./lake"},
    Example{"The newest hundred places of an account",
            "stellarlake find GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN --limit 100 "
            "--lake ./lake"},
    Example{"Who traded this pair in these ledgers, for a program",
            "stellarlake find "
            "native/USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN --range "
            "53.3M:53.4M --format json --lake ./lake"},
};

}  // namespace lake
