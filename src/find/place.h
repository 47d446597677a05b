// Where something appears: a transaction or one of its operations, and as what.
//
// Values. Positions order as the ledgers were applied; they name ledgers only, no file and no
// store, so that a page goes on where another ended also after files were merged or the program
// restarted.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tables/party_list.h"

namespace lake {

struct Position {
  std::uint32_t ledger = 0;
  std::uint32_t application_order = 0;  // of the transaction, counted from 1
  std::uint32_t operation_order = 0;    // counted from 1; 0: the transaction itself
  auto operator<=>(const Position&) const = default;
};

// Beside the roles of participants_v1 (tables/party_list.h), what other indexes tell.
namespace role {
inline constexpr Roles kHash = 1 << 16;         // it is the hash of the transaction
inline constexpr Roles kInnerHash = 1 << 17;    // of the one inside a fee bump
inline constexpr Roles kChanged = 1 << 18;      // the operation changed its entry
inline constexpr Roles kTraded = 1 << 19;       // the operation traded it
inline constexpr Roles kUnconfirmed = 1 << 20;  // only the first bits of the hash are known
}  // namespace role

struct Place {
  Position at;
  Roles roles = 0;
  friend bool operator==(const Place&, const Place&) = default;
};

// For people: "source of the transaction", "paid", ...
std::vector<std::string_view> RoleNames(Roles roles);

// The place as one number (stellar/toid.h), and back.
std::uint64_t ToidOf(const Position& position);
Position PositionOf(std::uint64_t toid);

}  // namespace lake
