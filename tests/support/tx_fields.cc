// The parts of Tx that only take down what it is told.
#include <utility>

#include "base/check.h"
#include "support/tx_builder.h"

namespace lake::testing {

Json TextMemo(std::string_view text) { return {{"text", text}}; }
Json IdMemo(std::uint64_t id) { return {{"id", id}}; }
Json HashMemo(std::string_view name) { return {{"hash", NamedHash(name)}}; }
Json ReturnMemo(std::string_view name) { return {{"retHash", NamedHash(name)}}; }

Tx& Tx::Op(Json operation) {
  operations_.push_back(
      {.operation = std::move(operation), .result = {}, .changes = {}, .events = {}});
  return *this;
}

Tx& Tx::Result(Json operation_result) {
  CHECK(!operations_.empty());
  operations_.back().result = std::move(operation_result);
  return *this;
}

Tx& Tx::Changes(JsonList changes) {
  CHECK(!operations_.empty());
  operations_.back().changes = std::move(changes);
  return *this;
}

Tx& Tx::Events(JsonList contract_events) {
  CHECK(!operations_.empty());
  operations_.back().events = std::move(contract_events);
  return *this;
}

Tx& Tx::SeqNum(std::int64_t seq_num) {
  seq_num_ = seq_num;
  return *this;
}

Tx& Tx::Fee(std::uint32_t fee) {
  fee_ = fee;
  return *this;
}

Tx& Tx::Memo(Json memo) {
  memo_ = std::move(memo);
  return *this;
}

Tx& Tx::TimeBounds(std::uint64_t min, std::uint64_t max) {
  preconditions_ = {{"timeBounds", {{"minTime", min}, {"maxTime", max}}}};
  return *this;
}

Tx& Tx::Preconditions(Json fields) {
  preconditions_ = {{"v2", std::move(fields)}};
  return *this;
}

Tx& Tx::Signatures(JsonList signatures) {
  signatures_ = std::move(signatures);
  return *this;
}

Tx& Tx::V0() {
  v0_ = true;
  return *this;
}

Tx& Tx::FeeBump(const AccountRef& fee_source, std::int64_t fee) {
  fee_source_ = fee_source;
  bump_fee_ = fee;
  return *this;
}

Tx& Tx::Soroban(const SorobanResources& resources) {
  soroban_ = resources;
  return *this;
}

Tx& Tx::Succeeds(JsonList operation_results) {
  CHECK(operation_results.empty() || operation_results.size() == operations_.size());
  outcome_ = Outcome::kSuccess;
  for (std::size_t i = 0; i < operation_results.size(); ++i) {
    operations_[i].result = std::move(operation_results[i]);
  }
  return *this;
}

Tx& Tx::Fails(JsonList operation_results) {
  CHECK(operation_results.size() == operations_.size());
  Succeeds(std::move(operation_results));
  outcome_ = Outcome::kFailed;
  return *this;
}

Tx& Tx::FailsEarly(std::string_view code) {
  outcome_ = Outcome::kEarly;
  early_code_ = code;
  return *this;
}

Tx& Tx::FeeBumpFails(std::string_view code) {
  CHECK(fee_source_.has_value());
  outcome_ = Outcome::kEarly;
  fee_bump_code_ = code;
  return *this;
}

Tx& Tx::FeeCharged(std::int64_t stroops) {
  fee_charged_ = stroops;
  return *this;
}

Tx& Tx::FeeChanges(JsonList changes) {
  fee_changes_ = std::move(changes);
  return *this;
}

Tx& Tx::ChangesBefore(JsonList changes) {
  before_ = std::move(changes);
  return *this;
}

Tx& Tx::ChangesAfter(JsonList changes) {
  after_ = std::move(changes);
  return *this;
}

Tx& Tx::PostFeeChanges(JsonList changes) {
  post_fee_changes_ = std::move(changes);
  return *this;
}

Tx& Tx::MetaVersion(std::int32_t version) {
  meta_version_ = version;
  return *this;
}

Tx& Tx::ReturnValue(Json value) {
  return_value_ = std::move(value);
  return *this;
}

Tx& Tx::Fees(const SorobanFees& fees) {
  soroban_fees_ = fees;
  return *this;
}

Tx& Tx::DiagnosticEvents(JsonList events) {
  diagnostic_events_ = std::move(events);
  return *this;
}

Tx& Tx::TransactionEvents(JsonList events) {
  transaction_events_ = std::move(events);
  return *this;
}

}  // namespace lake::testing
