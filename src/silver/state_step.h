// What one batch does to a state: the events of its ledgers become versions of their keys, of which
// each that was followed by another event is closed and the last one stays open.
//
// Only the open rows of the batch's keys are read, of the segment that the batch extends, so a
// batch costs the same however long the history is. The rows stand in temporary tables of the
// connection: <state>_closed, <state>_opened, and <state>_changes for tables that read what
// changed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/database.h"
#include "silver/silver_meta.h"
#include "silver/silver_table.h"

namespace lake {

struct StatePlace {
  std::string schema;    // quoted path of silver's
  std::int64_t segment;  // that the batch extends or begins
  // Those that belong to it, itself included; none when the batch begins it.
  std::vector<std::int64_t> members;
  std::int64_t commit;  // of the batch
  bool complete;        // nothing existed before the segment
  // Of tables of silver: planning a scan of one without files costs as much as of any other.
  FileCounts filled;
};

Status EvaluateState(Connection& connection, const SilverTable& state, const StatePlace& place);

}  // namespace lake
