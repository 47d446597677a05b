// The fence row of a lake: the one row that every commit replaces, so that of two commits made from
// the same state only one can happen (ARCHITECTURE.md, "Guarantees").
#pragma once

#include <cstdint>
#include <optional>
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

// The row that says so; its text is `network`.
FenceRow FenceRowOf(const Fence& fence, std::string_view network);

}  // namespace lake
