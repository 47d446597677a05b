// Checks of spec 000 that look at the rows of one table one by one. Internal to quality/.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "table/column_block.h"

namespace lake {

// How many violations each check of a RowChecks found, in their order.
inline constexpr std::size_t kRowChecksMax = 6;
using RowCheckCounts = std::array<std::int64_t, kRowChecksMax>;

// What is carried from one block of a ledger's rows to the next.
struct RowCheckState {
  std::optional<std::string_view> transaction;  // of the last row
  std::int64_t next_operation = 0;
  bool out_of_order = false;
};

// One block of rows, and where the columns stand that the checks read.
struct RowCheckBlock {
  RowBlock& block;
  std::span<const std::uint32_t> columns;
  std::uint32_t ledger;
  RowCheckState& state;

  ColumnBlock& operator[](std::size_t i) const { return block.columns()[columns[i]]; }
};

struct CheckInfo;
// Made by RowChecksFor (check_groups.h), which proves that the parts fit.
struct RowChecks {
  std::span<const CheckInfo> checks;
  std::span<const std::string_view> complaints;  // one per check: what the violations are
  std::span<const std::string_view> columns;     // that `count` reads
  void (*count)(const RowCheckBlock& rows, RowCheckCounts& counts);
};

extern const RowChecks kTransactionChecks;
extern const RowChecks kOperationChecks;
extern const RowChecks kBalanceChecks;

// The checks on the rows of that table, or null.
const RowChecks* RowChecksOf(std::string_view table);

}  // namespace lake
