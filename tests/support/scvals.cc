#include "support/scvals.h"

#include <iterator>
#include <string>

namespace lake::testing {
namespace {

Json MapEntries(const std::vector<std::pair<Json, Json>>& entries) {
  Json map = Json::array();
  for (const auto& [key, value] : entries) map.push_back({{"key", key}, {"val", value}});
  return map;
}

Json Event(std::string_view type, const Json& contract_id, const JsonList& topics,
           const Json& data) {
  return {{"contractID", contract_id},
          {"type", type},
          {"body", {{"v0", {{"topics", topics}, {"data", data}}}}}};
}

}  // namespace

Json ScBool(bool value) { return {{"b", value}}; }
Json ScVoid() { return "SCV_VOID"; }
Json ScU32(std::uint32_t value) { return {{"u32", value}}; }
Json ScI32(std::int32_t value) { return {{"i32", value}}; }
Json ScU64(std::uint64_t value) { return {{"u64", value}}; }
Json ScI64(std::int64_t value) { return {{"i64", value}}; }
Json ScTimepoint(std::uint64_t value) { return {{"timepoint", value}}; }
Json ScDuration(std::uint64_t value) { return {{"duration", value}}; }

Json ScU128(std::uint64_t hi, std::uint64_t lo) { return {{"u128", {{"hi", hi}, {"lo", lo}}}}; }

Json ScI128(std::int64_t hi, std::uint64_t lo) { return {{"i128", {{"hi", hi}, {"lo", lo}}}}; }

Json ScI128(std::int64_t value) {
  return ScI128(value < 0 ? std::int64_t{-1} : std::int64_t{0}, static_cast<std::uint64_t>(value));
}

Json ScU256(std::uint64_t hi_hi, std::uint64_t hi_lo, std::uint64_t lo_hi, std::uint64_t lo_lo) {
  return {{"u256", {{"hi_hi", hi_hi}, {"hi_lo", hi_lo}, {"lo_hi", lo_hi}, {"lo_lo", lo_lo}}}};
}

Json ScI256(std::int64_t hi_hi, std::uint64_t hi_lo, std::uint64_t lo_hi, std::uint64_t lo_lo) {
  return {{"i256", {{"hi_hi", hi_hi}, {"hi_lo", hi_lo}, {"lo_hi", lo_hi}, {"lo_lo", lo_lo}}}};
}

Json ScBytes(std::string_view bytes) { return {{"bytes", Opaque(AsBytes(bytes))}}; }
Json ScString(std::string_view text) { return {{"str", text}}; }
Json ScSymbol(std::string_view text) { return {{"sym", text}}; }
Json ScVec(const JsonList& values) { return {{"vec", values}}; }
Json ScMap(const std::vector<std::pair<Json, Json>>& entries) {
  return {{"map", MapEntries(entries)}};
}
Json ScAddress(const Json& address) { return {{"address", address}}; }
Json ScError(const Json& error) { return {{"error", error}}; }
Json ScLedgerKeyContractInstance() { return "SCV_LEDGER_KEY_CONTRACT_INSTANCE"; }
Json ScNonceKey(std::int64_t nonce) { return {{"nonce_key", {{"nonce", nonce}}}}; }

Json ScInstance(const Json& wasm_hash, const std::vector<std::pair<Json, Json>>& storage) {
  Json instance = {{"executable", "CONTRACT_EXECUTABLE_STELLAR_ASSET"}};
  if (!wasm_hash.is_null()) instance["executable"] = {{"wasm_hash", wasm_hash}};
  if (!storage.empty()) instance["storage"] = MapEntries(storage);
  return {{"instance", std::move(instance)}};
}

Json ScNested(std::size_t depth, const Json& innermost) {
  // As bytes: JSON this deep would be copied by recursion, deeper than the stack.
  constexpr std::uint8_t kVecOfOne[] = {0, 0, 0, 16, 0, 0, 0, 1, 0, 0, 0, 1};
  XdrBytes bytes;
  for (; depth > 0; --depth) {
    bytes.insert(bytes.end(), std::begin(kVecOfOne), std::end(kVecOfOne));
  }
  const XdrBytes end = EncodeXdr("SCVal", innermost);
  bytes.insert(bytes.end(), end.begin(), end.end());
  return RawXdr(bytes);
}

Json ContractEvent(std::string_view contract, const JsonList& topics, const Json& data) {
  return Event("CONTRACT", contract.empty() ? Json() : NamedHash(contract), topics, data);
}

Json SystemEvent(const JsonList& topics, const Json& data) {
  return Event("SYSTEM", nullptr, topics, data);
}

Json Diagnostic(Json event, bool in_successful_call) {
  return {{"inSuccessfulContractCall", in_successful_call}, {"event", std::move(event)}};
}

Json DiagnosticOnly(std::string_view contract, const JsonList& topics, const Json& data,
                    bool in_successful_call) {
  return Diagnostic(
      Event("DIAGNOSTIC", contract.empty() ? Json() : NamedHash(contract), topics, data),
      in_successful_call);
}

Json TransactionEvent(std::string_view stage, const Json& event) {
  return {{"stage", "TRANSACTION_EVENT_STAGE_" + std::string(stage)}, {"event", event}};
}

}  // namespace lake::testing
