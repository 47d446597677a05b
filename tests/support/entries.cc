#include "support/entries.h"

#include <initializer_list>
#include <string>
#include <utility>

#include "base/check.h"

namespace lake::testing {
namespace {

Json Entry(const char* arm, Json value, const Json& fields = Json::object()) {
  value.update(fields);
  return {{"data", {{arm, std::move(value)}}}};
}

Json Pick(const Json& from, std::initializer_list<const char*> names) {
  Json picked = Json::object();
  for (const char* name : names) picked[name] = from.at(name);
  return picked;
}

}  // namespace

Json AccountEntry(std::string_view name, const Json& fields) {
  return Entry("account",
               {{"accountID", Account(name)},
                {"balance", 1'000'000'000},
                {"seqNum", 1},
                {"thresholds", "01000000"}},
               fields);
}

Json TrustLineEntry(std::string_view account, const Json& asset, const Json& fields) {
  return Entry("trustLine",
               {{"accountID", Account(account)},
                {"asset", asset},
                {"balance", 500},
                {"limit", INT64_MAX},
                {"flags", 1}},
               fields);
}

Json OfferEntry(std::string_view seller, std::int64_t offer_id, const Json& selling,
                const Json& buying, const Json& fields) {
  return Entry("offer",
               {{"sellerID", Account(seller)},
                {"offerID", offer_id},
                {"selling", selling},
                {"buying", buying},
                {"amount", 1000},
                {"price", Price(1, 2)}},
               fields);
}

Json DataEntry(std::string_view account, std::string_view name, std::string_view value) {
  return Entry(
      "data",
      {{"accountID", Account(account)}, {"dataName", name}, {"dataValue", Opaque(AsBytes(value))}});
}

Json ClaimableBalanceEntry(const Json& balance_id, const Json& asset, std::int64_t amount,
                           const JsonList& claimants, const Json& fields) {
  return Entry(
      "claimableBalance",
      {{"balanceID", balance_id}, {"claimants", claimants}, {"asset", asset}, {"amount", amount}},
      fields);
}

Json PoolEntry(const Json& asset_a, const Json& asset_b, const Json& fields) {
  Json pool = PoolParameters(asset_a, asset_b);
  Json body = {{"params", pool["constantProduct"]},
               {"reserveA", 10'000},
               {"reserveB", 20'000},
               {"totalPoolShares", 14'142},
               {"poolSharesTrustLineCount", 1}};
  body.update(fields);
  return Entry("liquidityPool", {{"liquidityPoolID", PoolId(asset_a, asset_b)},
                                 {"body", {{"constantProduct", std::move(body)}}}});
}

Json ContractDataEntry(const Json& contract, const Json& key, const Json& value,
                       std::string_view durability) {
  return Entry("contractData",
               {{"contract", contract}, {"key", key}, {"durability", durability}, {"val", value}});
}

Json ContractCodeEntry(std::string_view wasm, const Json& fields) {
  return Entry("contractCode",
               {{"hash", HashJson(Sha256(AsBytes(wasm)))}, {"code", Opaque(AsBytes(wasm))}},
               fields);
}

Json ConfigSettingEntry(std::string_view arm, const Json& value) {
  return {{"data", {{"configSetting", {{std::string(arm), value}}}}}};
}

Json TtlEntry(const Json& ledger_key, std::uint32_t live_until) {
  return Entry("ttl", {{"keyHash", HashJson(Sha256(EncodeXdr("LedgerKey", ledger_key)))},
                       {"liveUntilLedgerSeq", live_until}});
}

Json ExtensionOf(const AccountExt& ext) {
  Json v1 = {
      {"liabilities", {{"buying", ext.buying_liabilities}, {"selling", ext.selling_liabilities}}}};
  if (ext.num_sponsored != 0 || ext.num_sponsoring != 0 || !ext.signer_sponsors.empty() ||
      ext.seq_ledger.has_value()) {
    Json v2 = {{"numSponsored", ext.num_sponsored},
               {"numSponsoring", ext.num_sponsoring},
               {"signerSponsoringIDs", ext.signer_sponsors}};
    if (ext.seq_ledger.has_value()) {
      v2["ext"] = {{"v3", {{"seqLedger", *ext.seq_ledger}, {"seqTime", ext.seq_time}}}};
    }
    v1["ext"] = {{"v2", std::move(v2)}};
  }
  return {{"v1", std::move(v1)}};
}

Json TrustLineExt(std::int64_t buying_liabilities, std::int64_t selling_liabilities,
                  std::optional<std::int32_t> pool_use_count) {
  Json v1 = {{"liabilities", {{"buying", buying_liabilities}, {"selling", selling_liabilities}}}};
  if (pool_use_count.has_value()) {
    v1["ext"] = {{"v2", {{"liquidityPoolUseCount", *pool_use_count}}}};
  }
  return {{"v1", std::move(v1)}};
}

Json SponsoredBy(const Json& sponsor, Json entry) {
  entry["ext"] = {{"v1", {{"sponsoringID", sponsor}}}};
  return entry;
}

Json LastModified(std::uint32_t ledger, Json entry) {
  entry["lastModifiedLedgerSeq"] = ledger;
  return entry;
}

Json KeyOf(const Json& entry) {
  const Json& data = entry.at("data");
  const std::string arm = data.begin().key();
  const Json& value = data.begin().value();
  if (arm == "account") return {{arm, Pick(value, {"accountID"})}};
  if (arm == "trustLine") return {{arm, Pick(value, {"accountID", "asset"})}};
  if (arm == "offer") return {{arm, Pick(value, {"sellerID", "offerID"})}};
  if (arm == "data") return {{arm, Pick(value, {"accountID", "dataName"})}};
  if (arm == "claimableBalance") return {{arm, Pick(value, {"balanceID"})}};
  if (arm == "liquidityPool") return {{arm, Pick(value, {"liquidityPoolID"})}};
  if (arm == "contractData") return {{arm, Pick(value, {"contract", "key", "durability"})}};
  if (arm == "contractCode") return {{arm, Pick(value, {"hash"})}};
  if (arm == "ttl") return {{arm, Pick(value, {"keyHash"})}};
  CHECK(arm == "configSetting");
  const XdrBytes setting = EncodeXdr("ConfigSettingEntry", value);
  return {{arm, {{"configSettingID", LoadU32(setting.data())}}}};
}

Json State(const Json& entry) { return {{"state", entry}}; }
Json Created(const Json& entry) { return {{"created", entry}}; }
Json Updated(const Json& entry) { return {{"updated", entry}}; }
Json Restored(const Json& entry) { return {{"restored", entry}}; }
Json Removed(const Json& entry) { return {{"removed", KeyOf(entry)}}; }
Json RemovedKey(const Json& ledger_key) { return {{"removed", ledger_key}}; }

}  // namespace lake::testing
