#include "find/place.h"

#include <array>

#include "stellar/toid.h"

namespace lake {
namespace {

struct RoleName {
  Roles role;
  std::string_view name;
};

constexpr std::array kRoleNames = {
    RoleName{role::kHash, "hash"},
    RoleName{role::kInnerHash, "inner hash"},
    RoleName{role::kUnconfirmed, "unconfirmed"},
    RoleName{role::kSource, "source"},
    RoleName{role::kFeePayer, "fee payer"},
    RoleName{role::kOperationSource, "operation source"},
    RoleName{role::kNamed, "named"},
    RoleName{role::kAffected, "affected"},
    RoleName{role::kPaid, "paid"},
    RoleName{role::kReceived, "received"},
    RoleName{role::kCalled, "called"},
    RoleName{role::kEmitted, "emitted"},
    RoleName{role::kClaimant, "claimant"},
    RoleName{role::kParticipant, "participant"},
    RoleName{role::kTrader, "trader"},
    RoleName{role::kPayment, "payment"},
    RoleName{role::kChanged, "changed"},
    RoleName{role::kTraded, "traded"},
    RoleName{role::kFailed, "failed"},
};

}  // namespace

std::vector<std::string_view> RoleNames(Roles roles) {
  std::vector<std::string_view> names;
  for (const RoleName& known : kRoleNames) {
    if ((roles & known.role) != 0) names.push_back(known.name);
  }
  return names;
}

std::uint64_t ToidOf(const Position& position) {
  return Toid(position.ledger, position.application_order, position.operation_order);
}

Position PositionOf(std::uint64_t toid) {
  const ToidParts parts = SplitToid(toid);
  return {parts.ledger, parts.apply_index, parts.operation_order};
}

}  // namespace lake
