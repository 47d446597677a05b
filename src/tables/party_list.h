// Who takes part in a transaction or an operation, and as what: addresses by their key
// (tables/address_key.h), each with the roles it has there.
//
// The one list of roles of participants_v1: what Horizon's lists of an account need (query-api.md
// section 1.2) and what silver's address_transactions needs, united (decision D24).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "tables/address_key.h"

namespace lake {

using Roles = std::int32_t;

namespace role {
inline constexpr Roles kSource = 1;    // source of the transaction, of a fee bump the inner one
inline constexpr Roles kFeePayer = 2;  // paid the fee
inline constexpr Roles kOperationSource = 4;  // source of the operation
inline constexpr Roles kNamed = 8;            // destination, trustor, sponsored account, contract
inline constexpr Roles kAffected = 16;        // an effect is about it
inline constexpr Roles kPaid = 32;            // gave units away
inline constexpr Roles kReceived = 64;        // got units
inline constexpr Roles kCalled = 128;         // contract that was called
inline constexpr Roles kEmitted = 256;        // contract that emitted an event
inline constexpr Roles kClaimant = 512;       // may claim a new claimable balance
inline constexpr Roles kParticipant = 1024;   // Horizon lists it under the account
inline constexpr Roles kTrader = 2048;        // a side of a trade
inline constexpr Roles kPayment = 4096;       // of an operation that Horizon's /payments lists
inline constexpr Roles kFailed = 8192;        // of a transaction that failed
}  // namespace role

struct Party {
  std::int64_t key;
  Roles roles;
};

// Reusable: memory is kept. One thread at a time.
class PartyList {
 public:
  void Clear() { parties_.clear(); }
  void Add(std::int64_t key, Roles roles) { parties_.push_back({key, roles}); }
  void Add(const std::uint8_t* address, Roles roles) { Add(AddressKey(address), roles); }

  // Those that are in the list have these roles, too.
  void AddToAll(Roles roles) {
    for (Party& party : parties_) party.roles |= roles;
  }

  // By key, each once with all its roles. In n log n, also for many parties.
  std::span<const Party> Merge();

 private:
  std::vector<Party> parties_;
};

}  // namespace lake
