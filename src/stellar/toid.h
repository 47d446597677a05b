// Total order ids: one number that orders ledgers, transactions and the operations inside them.
//
// ledger << 32 | apply index << 12 | operation order; apply index and operation order count from 1,
// operation order 0 means the transaction itself (SEP-35, contract/tables.yaml `toid`).
#pragma once

#include <cstdint>

namespace lake {

inline constexpr std::uint32_t kMaxToidApplyIndex = (1u << 20) - 1;
inline constexpr std::uint32_t kMaxToidOperationOrder = (1u << 12) - 1;

// Indexes above the bounds do not fit; the network's own limits (1,000 operations a ledger before
// Soroban, 100 a transaction) are far below.
// Above ledger 2^31 - 1 it is more than a signed number holds.
constexpr std::uint64_t Toid(std::uint32_t ledger, std::uint32_t apply_index,
                             std::uint32_t operation_order) {
  return std::uint64_t{ledger} << 32 | std::uint64_t{apply_index & kMaxToidApplyIndex} << 12 |
         (operation_order & kMaxToidOperationOrder);
}

struct ToidParts {
  std::uint32_t ledger;
  std::uint32_t apply_index;
  std::uint32_t operation_order;
};

constexpr ToidParts SplitToid(std::uint64_t bits) {
  return {static_cast<std::uint32_t>(bits >> 32),
          static_cast<std::uint32_t>(bits >> 12) & kMaxToidApplyIndex,
          static_cast<std::uint32_t>(bits) & kMaxToidOperationOrder};
}

}  // namespace lake
