#include "tables/lumen_drift.h"

#include <optional>

#include "tables/operation_result.h"

namespace lake {
namespace {

using Type = xdr::LedgerEntryChangeType;

constexpr std::uint32_t kFirstWithoutDrift = 8;  // protocol

// By how much the lumens of all accounts rose; nothing when the changes do not tell.
std::optional<Int128> RiseOf(std::span<const ChangeRef> changes) {
  Int128 rise = 0;
  bool has_image = false;  // the change before this one says what the account was
  for (const ChangeRef& change : changes) {
    if (change.entry_type != xdr::LedgerEntryType::ACCOUNT) continue;
    const bool needs_image =
        change.type == Type::LEDGER_ENTRY_UPDATED || change.type == Type::LEDGER_ENTRY_REMOVED;
    if (needs_image && !has_image) return std::nullopt;
    has_image = change.type == Type::LEDGER_ENTRY_STATE;
    if (change.type == Type::LEDGER_ENTRY_REMOVED) continue;
    const Int128 balance = change.entry().data().account().balance();
    rise += has_image ? -balance : balance;
  }
  return rise;
}

// An inflation pays with lumens that it makes.
Int128 MadeByInflation(const OperationContext& context) {
  if (context.op.operation.body().type() != xdr::OperationType::INFLATION) return 0;
  const auto outcome = AppliedOutcome(context);
  if (!outcome) return 0;
  const xdr::InflationResult result = outcome->inflationResult();
  if (result.code() != xdr::InflationResultCode::INFLATION_SUCCESS) return 0;
  Int128 made = 0;
  for (const xdr::InflationPayout payout : result.payouts()) made += payout.amount();
  return made;
}

}  // namespace

Int128 LumenDrift(const OperationContext& context) {
  const LedgerView& ledger = context.tx.ledger.ledger;
  if (ledger.applied_protocol() >= kFirstWithoutDrift) return 0;
  const auto rise = RiseOf(ledger.changes(context.op.changes));
  return rise ? *rise - MadeByInflation(context) : 0;
}

}  // namespace lake
