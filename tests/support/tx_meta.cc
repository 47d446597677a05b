// The parts of Tx that make the transaction's meta, in each of its five versions.
#include <utility>

#include "base/check.h"
#include "support/tx_builder.h"

namespace lake::testing {

Json StampedChanges(const JsonList& changes, std::uint32_t ledger) {
  Json stamped = Json::array();
  for (Json change : changes) {
    const std::string kind = change.begin().key();
    Json& content = change.begin().value();
    if (kind != "removed" && !content.contains("lastModifiedLedgerSeq")) {
      content["lastModifiedLedgerSeq"] = kind == "state" ? ledger - 1 : ledger;
    }
    stamped.push_back(std::move(change));
  }
  return stamped;
}

Json Tx::OperationMetas(std::int32_t version, std::uint32_t ledger) const {
  Json metas = Json::array();
  if (outcome_ != Outcome::kSuccess) return metas;  // a failed transaction's are left out
  for (const OperationParts& parts : operations_) {
    Json meta = {{"changes", StampedChanges(parts.changes, ledger)}};
    if (version == 4) meta["events"] = parts.events;
    CHECK(version >= 3 || parts.events.empty());
    metas.push_back(std::move(meta));
  }
  return metas;
}

Json Tx::SorobanMeta(std::int32_t version) const {
  const bool success = outcome_ == Outcome::kSuccess;
  if (!soroban_.has_value() || !(success || (version == 3 && !diagnostic_events_.empty()))) {
    return nullptr;
  }
  Json meta = Json::object();
  if (soroban_fees_.has_value()) {
    meta["ext"] = {{"v1",
                    {{"totalNonRefundableResourceFeeCharged", soroban_fees_->non_refundable},
                     {"totalRefundableResourceFeeCharged", soroban_fees_->refundable},
                     {"rentFeeCharged", soroban_fees_->rent}}}};
  }
  if (version == 4) {
    meta["returnValue"] = return_value_;
    return meta;
  }
  meta["returnValue"] = return_value_.is_null() ? ScVoid() : return_value_;
  meta["events"] = Json::array();
  for (const OperationParts& parts : operations_) {
    for (const Json& event : parts.events) {
      if (success) meta["events"].push_back(event);
    }
  }
  meta["diagnosticEvents"] = diagnostic_events_;
  return meta;
}

Json Tx::Meta(const TxContext& context) const {
  const std::int32_t version = meta_version_.value_or(context.meta_version);
  CHECK(version >= 3 || diagnostic_events_.empty());
  CHECK(version >= 4 || transaction_events_.empty());
  Json operations = OperationMetas(version, context.ledger);
  if (version == 0) return {{"operations", std::move(operations)}};
  const Json before = StampedChanges(before_, context.ledger);
  if (version == 1) {
    CHECK(after_.empty());
    return {{"v1", {{"txChanges", before}, {"operations", std::move(operations)}}}};
  }
  Json meta = {{"txChangesBefore", before},
               {"operations", std::move(operations)},
               {"txChangesAfter", StampedChanges(after_, context.ledger)}};
  if (version >= 3) meta["sorobanMeta"] = SorobanMeta(version);
  if (version == 4) {
    meta["events"] = transaction_events_;
    meta["diagnosticEvents"] = diagnostic_events_;
  }
  Json tagged = Json::object();
  tagged["v" + std::to_string(version)] = std::move(meta);
  return tagged;
}

}  // namespace lake::testing
