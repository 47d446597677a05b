#include "support/effect_rows.h"

#include <gtest/gtest.h>

#include "base/hex.h"
#include "tables/all.h"
#include "tables/extract.h"

namespace lake::testing {
namespace {

void ExpectSound(const Json& row, const Json* before) {
  const bool same_operation = before != nullptr && row["operation_id"] == (*before)["operation_id"];
  const std::int64_t index = same_operation ? (*before)["effect_index"].get<std::int64_t>() + 1 : 0;
  EXPECT_EQ(row["effect_index"], index) << row;
  EXPECT_EQ(row["effect_id"], row["operation_id"].dump() + "-" + std::to_string(index)) << row;
  EXPECT_EQ(row["effect_type_string"],
            EffectTypeName(EffectType{row["effect_type"].get<std::int32_t>()}));
  EXPECT_EQ(row["created_at"], row["closed_at"]);
  if (row["details_json"].is_null()) return;
  const auto text = row["details_json"].get<std::string>();
  EXPECT_EQ(Json::parse(text).dump(), text) << "not canonical";
}

}  // namespace

JsonList EffectsOf(LedgerChain& chain, const Tx& tx) {
  JsonList rows = RowsOf("effects_row_v1", chain, tx);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ExpectSound(rows[i], i > 0 ? &rows[i - 1] : nullptr);
    const Json& details = rows[i]["details_json"];
    rows[i]["details"] = details.is_null() ? Json() : Json::parse(details.get<std::string>());
  }
  return rows;
}

JsonList EffectsOf(const Tx& tx, std::uint32_t protocol) {
  LedgerChain chain(kTestPassphrase, 1000, protocol);
  return EffectsOf(chain, tx);
}

std::vector<EffectType> TypesOf(const JsonList& effects) {
  std::vector<EffectType> types;
  for (const Json& row : effects) types.push_back(EffectType{row["effect_type"].get<int>()});
  return types;
}

void ExpectEffect(const Json& row, EffectType type, std::string_view account, const Json& details) {
  EXPECT_EQ(row["effect_type_string"], EffectTypeName(type));
  EXPECT_EQ(row["account_id"], account) << row;
  EXPECT_EQ(row["details"], details);
}

Json ColumnsOfDetails(const Json& row) {
  Json columns = Json::object();
  for (const char* name :
       {"amount", "asset_code", "asset_issuer", "asset_type", "trustline_limit", "authorize_flag",
        "clawback_flag", "signer_account", "signer_weight", "offer_id", "seller_account"}) {
    if (!row.at(name).is_null()) columns[name] = row.at(name);
  }
  return columns;
}

std::string ErrorOf(std::string_view table, const Tx& tx, std::uint32_t protocol) {
  LedgerChain chain(kTestPassphrase, 1000, protocol);
  const BuiltLedger ledger = chain.Add(LedgerSpec().Add(tx));
  const TableSet tables{FindTable(table)};
  LedgerExtractor extractor(tables, chain.network_id(), VerifyLevel::kStrict);
  LedgerRows rows(tables);
  const Status status = extractor.Extract(ledger.xdr, nullptr, Timestamp{0}, rows);
  return status.ok() ? "" : status.error().message;
}

Json WithAsset(std::string_view code, std::string_view issuer, Json more) {
  more["asset_code"] = code;
  more["asset_issuer"] = AccountStrkey(issuer);
  more["asset_type"] = code.size() > 4 ? "credit_alphanum12" : "credit_alphanum4";
  return more;
}

std::string HexOf(const Json& hash) { return Hex(hash.get_binary()); }

// Four bytes of type, then the hash.
std::string BalanceIdText(std::string_view name) { return "00000000" + Hex(NameHash(name)); }

std::string AssetName(std::string_view code, std::string_view issuer) {
  return std::string(code) + ":" + AccountStrkey(issuer);
}

}  // namespace lake::testing
