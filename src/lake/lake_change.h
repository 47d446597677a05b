// What one commit changes besides the data files that were written for it: rows of small tables,
// definitions of tables, and the fence.
//
// A draft makes it from the state that it reads; nothing of it is written before the fence is known
// to be still the one that the draft saw. So a draft may run several times, and must only read.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lake/fence.h"
#include "table/row_buffer.h"

namespace lake {

// New rows of a table, or the rows that stand in the place of all it has.
struct RowsChange {
  const TableSpec* spec;
  std::shared_ptr<const RowBuffer> rows{};  // whose owner keeps their texts too; or:
  std::string select{};                     // a query of the lake that gives the table's columns
  bool replace = false;
};

// Rows that go before files are added: a DELETE, and how many rows it has to find. Another number
// is an error, and nothing happens.
struct RowsRemoval {
  std::string sql;
  std::uint64_t rows;
};

struct LakeChange {
  // ALTER TABLE and the like, before rows are changed and files added: those are of the tables as
  // they are then.
  std::vector<std::string> definitions{};
  std::vector<RowsRemoval> removals{};
  std::vector<RowsChange> rows;
  Fence fence{};         // as it is to be; `commits` and `updated_micros` are set by the draft
  std::string message;   // of the snapshot
  bool nothing = false;  // it is there already: a success that commits nothing
  bool refused = false;  // what the lake holds forbids it; trying again cannot help

  Status Refuse(Status why) {
    refused = true;
    return why;
  }
};

// Reads the lake in a transaction of its own and says what to change. `fence` is nothing in a lake
// that has none yet.
using LakeDraft =
    std::function<Status(Connection&, const Lake&, const std::optional<Fence>& fence, LakeChange&)>;

}  // namespace lake
