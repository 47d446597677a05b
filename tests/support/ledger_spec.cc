// The parts of LedgerSpec that only take down what it is told.
#include <utility>

#include "support/ledger_builder.h"

namespace lake::testing {

LedgerSpec& LedgerSpec::Add(const Tx& tx) {
  txs_.push_back(tx);
  return *this;
}

LedgerSpec& LedgerSpec::CloseTime(std::int64_t unix_seconds) {
  close_time_ = unix_seconds;
  return *this;
}

LedgerSpec& LedgerSpec::Protocol(std::uint32_t version) {
  protocol_ = version;
  return *this;
}

LedgerSpec& LedgerSpec::MetaVersion(std::int32_t version) {
  meta_version_ = version;
  return *this;
}

LedgerSpec& LedgerSpec::SignedBy(std::string_view node) {
  signer_ = std::string(node);
  return *this;
}

LedgerSpec& LedgerSpec::Upgrade(Json upgrade, JsonList changes) {
  upgrades_.emplace_back(std::move(upgrade), std::move(changes));
  return *this;
}

LedgerSpec& LedgerSpec::Evict(JsonList ledger_keys) {
  evicted_ = std::move(ledger_keys);
  return *this;
}

LedgerSpec& LedgerSpec::LiveSorobanStateBytes(std::uint64_t bytes) {
  live_soroban_state_bytes_ = bytes;
  return *this;
}

LedgerSpec& LedgerSpec::SorobanFeeWrite1Kb(std::int64_t stroops) {
  soroban_fee_write_1kb_ = stroops;
  return *this;
}

LedgerSpec& LedgerSpec::DiscountedFee(std::int64_t classic, std::int64_t soroban) {
  classic_base_fee_ = classic;
  soroban_base_fee_ = soroban;
  return *this;
}

LedgerSpec& LedgerSpec::Header(Json fields) {
  header_ = std::move(fields);
  return *this;
}

}  // namespace lake::testing
