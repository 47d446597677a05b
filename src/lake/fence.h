// The fence row of a lake: the one row that every commit replaces, so that of two commits made from
// the same state only one can happen (ARCHITECTURE.md, "Guarantees").
//
// Its watermark is the end of the run of ledgers that every data table of the lake holds: the
// lowest over the tables, so that a reader can join the lake to a hot buffer there for any of them.
// The run begins where the lake did; what is loaded before it later does not move the watermark. A
// batch that continues the run in the last table that lacked it does. While some table lacks the
// run's first ledger, as one that joined later does, there is no watermark.
// It is no permission to delete rows elsewhere: one number knows neither tables
// that the lake was never given nor where somebody's rows begin; Coverage::Watermark, asked for
// both, does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lineage/batch_rows.h"
#include "tables/meta_tables.h"

namespace lake {

struct Fence {
  std::int64_t commits = 0;
  std::int64_t epoch = 1;
  std::optional<std::uint32_t> watermark;
  MetaIds ids;
  std::int64_t updated_micros = 0;
  friend bool operator==(const Fence&, const Fence&) = default;
};

// The network's fence, nothing when the lake has none yet; kInvalidArgument when it holds another
// network's ledgers. In the caller's transaction.
Result<std::optional<Fence>> ReadFence(Connection& connection, const Lake& lake,
                                       std::string_view network);

// The network whose ledgers the lake holds; kNotFound for an empty lake.
Result<std::string> NetworkOfLake(Connection& connection, const Lake& lake);

// The row that says so; its text is `network`.
FenceRow FenceRowOf(const Fence& fence, std::string_view network);

}  // namespace lake
