// What entries of contract storage say.
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/hex.h"
#include "base/json_text.h"
#include "functions/function_parts.h"
#include "stellar/address.h"
#include "stellar/integer_text.h"
#include "stellar/scval_json.h"

namespace lake {
namespace {

using xdr::SCValType;

bool IsSymbol(xdr::SCVal value, std::string_view name) {
  return value.type() == SCValType::SCV_SYMBOL && AsText(value.sym()) == name;
}

// The value of a symbol key.
std::optional<xdr::SCVal> Member(xdr::SCMap map, std::string_view name) {
  for (const xdr::SCMapEntry entry : map) {
    if (IsSymbol(entry.key(), name)) return entry.val();
  }
  return std::nullopt;
}

std::optional<xdr::SCMap> MapOf(xdr::SCVal value) {
  if (value.type() != SCValType::SCV_MAP || !value.map()) return std::nullopt;
  return *value.map();
}

std::optional<xdr::SCContractInstance> InstanceOf(xdr::ContractDataEntry entry) {
  if (entry.key().type() != SCValType::SCV_LEDGER_KEY_CONTRACT_INSTANCE ||
      entry.val().type() != SCValType::SCV_CONTRACT_INSTANCE) {
    return std::nullopt;
  }
  return entry.val().instance();
}

SqlValue TextOr(std::optional<std::string_view> text) {
  return text ? SqlValue(*text) : SqlValue();
}

Status ScvalText(const ScalarCall& call) {
  TRY_ASSIGN(const auto value, DecodedText<xdr::SCVal>::Of(call.text(0)));
  call.result.emplace_back(ScValJson(call.arena, value.view()));
  return {};
}

// STRUCT(key, value, executable, wasm_hash)
Status ContractEntry(const ScalarCall& call) {
  TRY_ASSIGN(const auto data, DecodedText<xdr::ContractDataEntry>::Of(call.text(0)));
  const xdr::ContractDataEntry entry = data.view();
  call.result.emplace_back(Base64Text(call.arena, entry.key().encoding()));
  call.result.emplace_back(Base64Text(call.arena, entry.val().encoding()));
  const auto instance = InstanceOf(entry);
  const bool wasm = instance && instance->executable().type() ==
                                    xdr::ContractExecutableType::CONTRACT_EXECUTABLE_WASM;
  call.result.push_back(instance ? SqlValue(std::string_view(wasm ? "wasm" : "stellar_asset"))
                                 : SqlValue());
  call.result.push_back(
      wasm ? SqlValue(HexText(call.arena, instance->executable().wasm_hash().bytes()))
           : SqlValue());
  return {};
}

// Texts of contracts may hold anything; a column holds UTF-8.
std::optional<std::string_view> PlainText(Arena& arena, std::optional<xdr::SCVal> value) {
  if (!value) return std::nullopt;
  if (value->type() == SCValType::SCV_STRING) return SanitizeText(arena, AsText(value->str()));
  if (value->type() == SCValType::SCV_SYMBOL) return SanitizeText(arena, AsText(value->sym()));
  return std::nullopt;
}

// `decimal` as the token SDK writes it, or `decimals`, as U32.
SqlValue DecimalsOf(xdr::SCMap metadata) {
  for (const std::string_view name : {"decimal", "decimals"}) {
    const auto value = Member(metadata, name);
    if (value && value->type() == SCValType::SCV_U32 && value->u32() <= INT32_MAX) {
      return std::int64_t{value->u32()};
    }
  }
  return {};
}

// Admin stands under the symbol itself or under a vec of it, which is how an enum of keys looks.
bool IsKeyNamed(xdr::SCVal key, std::string_view name) {
  if (IsSymbol(key, name)) return true;
  if (key.type() != SCValType::SCV_VEC || !key.vec()) return false;
  const xdr::SCVec vec = *key.vec();
  return vec.size() == 1 && IsSymbol(vec[0], name);
}

// STRUCT(name, symbol, decimals, admin)
Status TokenMetadata(const ScalarCall& call) {
  TRY_ASSIGN(const auto data, DecodedText<xdr::ContractDataEntry>::Of(call.text(0)));
  const auto instance = InstanceOf(data.view());
  if (!instance || !instance->storage()) return {};
  std::optional<xdr::SCMap> metadata;
  SqlValue admin;
  for (const xdr::SCMapEntry entry : *instance->storage()) {
    if (IsKeyNamed(entry.key(), "METADATA")) metadata = MapOf(entry.val());
    if (IsKeyNamed(entry.key(), "Admin") && entry.val().type() == SCValType::SCV_ADDRESS) {
      admin = ScAddressText(call.arena, entry.val().address());
    }
  }
  if (!metadata) return {};
  call.result.push_back(TextOr(PlainText(call.arena, Member(*metadata, "name"))));
  call.result.push_back(TextOr(PlainText(call.arena, Member(*metadata, "symbol"))));
  call.result.push_back(DecimalsOf(*metadata));
  call.result.push_back(admin);
  return {};
}

std::optional<std::string_view> AmountText(Arena& arena, xdr::SCVal value) {
  if (value.type() != SCValType::SCV_I128) return std::nullopt;
  return IntegerText(arena, MakeInt128(value.i128().hi(), value.i128().lo()));
}

// STRUCT(owner, amount, authorized): a persistent entry [Balance, address] that is an amount, or a
// map with one.
Status StorageBalance(const ScalarCall& call) {
  TRY_ASSIGN(const auto data, DecodedText<xdr::ContractDataEntry>::Of(call.text(0)));
  const xdr::ContractDataEntry entry = data.view();
  if (entry.durability() != xdr::ContractDataDurability::PERSISTENT ||
      entry.key().type() != SCValType::SCV_VEC || !entry.key().vec()) {
    return {};
  }
  const xdr::SCVec key = *entry.key().vec();
  if (key.size() != 2 || !IsSymbol(key[0], "Balance") || key[1].type() != SCValType::SCV_ADDRESS) {
    return {};
  }
  std::optional<std::string_view> amount = AmountText(call.arena, entry.val());
  SqlValue authorized;
  if (const auto map = MapOf(entry.val())) {
    if (const auto member = Member(*map, "amount")) amount = AmountText(call.arena, *member);
    const auto flag = Member(*map, "authorized");
    if (flag && flag->type() == SCValType::SCV_BOOL) authorized = flag->b();
  }
  if (!amount) return {};
  call.result.emplace_back(ScAddressText(call.arena, key[1].address()));
  call.result.emplace_back(*amount);
  call.result.push_back(authorized);
  return {};
}

}  // namespace

std::vector<ScalarFunction> StorageFunctions() {
  const std::vector<SqlType> one_text = {SqlType::kText};
  return {{.name = "scval_json",
           .arguments = one_text,
           .result = {{.type = SqlType::kText}},
           .evaluate = &ScvalText},
          {.name = "contract_entry",
           .arguments = one_text,
           .result = {{"key", SqlType::kText},
                      {"value", SqlType::kText},
                      {"executable", SqlType::kText},
                      {"wasm_hash", SqlType::kText}},
           .evaluate = &ContractEntry},
          {.name = "token_metadata",
           .arguments = one_text,
           .result = {{"name", SqlType::kText},
                      {"symbol", SqlType::kText},
                      {"decimals", SqlType::kInt32},
                      {"admin", SqlType::kText}},
           .evaluate = &TokenMetadata},
          {.name = "storage_balance",
           .arguments = one_text,
           .result = {{"owner", SqlType::kText},
                      {"amount", SqlType::kText},
                      {"authorized", SqlType::kBool}},
           .evaluate = &StorageBalance}};
}

}  // namespace lake
