// What upkeep did, or would do.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "upkeep/removal.h"

namespace lake {

struct TableUpkeep {
  std::uint64_t files_before = 0;
  std::uint64_t files_after = 0;
  std::uint64_t bytes_before = 0;
  std::uint64_t bytes_after = 0;  // where it was not merged yet: as many as before
};

struct UpkeepReport {
  std::map<std::string, TableUpkeep> tables;  // by their names in the lake
  std::uint64_t merges = 0;
  std::uint64_t snapshots_before = 0;
  std::uint64_t snapshots_expired = 0;
  RemovedFiles removed;  // that only expired snapshots had
  RemovedFiles orphans;
  std::vector<std::string> left;  // what was not done, and why; the next time does it

  bool DidAnything() const {
    return merges + snapshots_expired + removed.files + orphans.files > 0;
  }
  TableUpkeep Total() const {
    TableUpkeep total;
    for (const auto& [name, table] : tables) {
      total.files_before += table.files_before;
      total.files_after += table.files_after;
      total.bytes_before += table.bytes_before;
      total.bytes_after += table.bytes_after;
    }
    return total;
  }
};

}  // namespace lake
