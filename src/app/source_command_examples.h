// Examples of the commands that read ledgers, see commands.cc.
#pragma once

#include <array>

#include "app/commands.h"

namespace lake {

inline constexpr std::array kIngestExamples = {
    Example{"The last thousand ledgers of the public data lake into a lake in a folder",
            "stellarlake ingest s3://aws-public-blockchain/v1.1/stellar/ledgers/pubnet --start "
            "-1000: --lake ./lake"},
    Example{"Sample ledgers that are not consecutive",
            "stellarlake ingest tests/data/ledgers/pubnet --lake ./lake --allow-gaps"},
    Example{"How much would it be?",
            "stellarlake ingest ./ledgers --range 53.3M:53.4M --lake ./lake --dry-run"},
    Example{"A configuration of the ingestion processor",
            "stellarlake ingest --config ingest.yaml"},
};

inline constexpr std::array kExtractExamples = {
    Example{"Rows of a data lake as Parquet files",
            "stellarlake extract ./ledgers --out rows --format parquet"},
    Example{"Three tables of one file as JSON lines",
            "stellarlake extract FCD285FF--53312000.xdr.zst --out rows --format jsonl "
            "--tables ledgers_row_v2,trades_row_v1,effects_row_v1"},
    Example{"A folder of test ledgers, every file a chain of its own",
            "stellarlake extract ./lcms --src --network \"(V) (;,,;) (V)\" --out rows"},
};

inline constexpr std::array kInspectExamples = {
    Example{"A folder of ledger files", "stellarlake inspect tests/data/ledgers/pubnet"},
    Example{"The newest thousand ledgers of the public data lake",
            "stellarlake inspect s3://aws-public-blockchain/v1.1/stellar/ledgers/pubnet --start "
            "-1000:-1"},
    Example{"For a program", "stellarlake inspect ./ledgers --format json"},
};

inline constexpr std::array kServeLedgersExamples = {
    Example{"The public data lake",
            "stellarlake serve-ledgers s3://aws-public-blockchain/v1.1/stellar/ledgers/pubnet"},
    Example{"A folder on another port, with a stand-in",
            "stellarlake serve-ledgers ./ledgers grpc://backup:50053 --listen :50060"},
    Example{"With TLS, for those who know the token",
            "stellarlake serve-ledgers --source ./ledgers --tls-cert cert.pem --tls-key key.pem "
            "--token-file token"},
};

}  // namespace lake
