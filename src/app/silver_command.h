// `silver run`, `silver status` and `silver fold`, see commands.cc.
#pragma once

#include <array>

#include "app/commands.h"
#include "app/config_silver_fields.h"

namespace lake {

Status RunSilverRun(const Invocation& invocation);
Status RunSilverFold(const Invocation& invocation);
Status RunSilverStatus(const Invocation& invocation);

inline constexpr std::string_view kSilverRunAbout =
    "Silver is what an analyst asks first: transfers, trades, calls, current state and its "
    "history, hourly and daily figures, in the lake's schema silver. Takes the ledgers that bronze "
    "has and silver lacks, lowest first, in commits that are all or nothing: the command may be "
    "killed and run again, and ledgers may come in any order. Bronze never waits for it.";

inline constexpr std::array kSilverRunExamples = {
    Example{"Derive what is missing", "stellarlake silver run --lake ./lake"},
    Example{"Go on while an ingest fills the lake",
            "stellarlake silver run --lake postgresql://lake@db/lake --data-path s3://bucket/lake "
            "--follow --health-port 8093"},
};

inline constexpr std::array kSilverFoldExamples = {
    Example{"After a backfill", "stellarlake silver fold --lake ./lake"},
};

inline constexpr std::array kSilverStatusExamples = {
    Example{"How far is silver?", "stellarlake silver status --lake ./lake"},
    Example{"For a program", "stellarlake silver status --lake ./lake --format json"},
};

}  // namespace lake
