// The settings of upkeep (src/upkeep); part of the list in config_fields.cc.
#pragma once

#include <array>

#include "app/config_field.h"

namespace lake {

inline constexpr std::array kMaintainFields = {
    Sets<&Settings::maintain_every>(
        "maintain.every", "0",
        "How often a run that follows the tip, or a flusher, merges small files and removes what "
        "nobody needs, between two commits: 1h, 30m. 0 leaves it to `stellarlake maintain`.")
        .Flag("--maintain-every", "TIME", kIngest | kFlush),
    Sets<&Settings::maintain_expire>(
        "maintain.expire", "7d",
        "Snapshots older than this expire, so that nobody can read the lake as it was then any "
        "more; rows never go. Of younger ones all of the last hour are kept, and one for every "
        "hour before.")
        .Flag("--expire", "TIME", kMaintain),
    Sets<&Settings::maintain_keep_all>(
        "maintain.keep_all", "1h",
        "Every snapshot that is younger than this is kept: readers may be at work on it.")
        .Flag("--keep-all", "TIME", kMaintain),
    Sets<&Settings::maintain_grace>(
        "maintain.grace", "24h",
        "Files that no snapshot has any more are removed after so long, and files that no catalog "
        "names when they are that old. 0 only where nobody else reads or writes.")
        .Flag("--grace", "TIME", kMaintain),
    Sets<&Settings::maintain_target_bytes>(
        "maintain.target_bytes", "128MiB",
        "Size of merged files; those at least half as large stay as they are.")
        .Bytes()
        .Between(std::uint64_t{1} << 20, std::uint64_t{1} << 32)
        .Flag("--target-bytes", "SIZE", kMaintain),
};

}  // namespace lake
