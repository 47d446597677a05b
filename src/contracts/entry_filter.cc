#include "contracts/entry_filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "stellar/strkey.h"

namespace lake {
namespace {

constexpr std::size_t kListMax = 10'000;
constexpr std::size_t kAssetCodeMax = 12;

Result<std::vector<Hash256>> Keys(StrkeyKind kind, const std::vector<std::string>& texts,
                                  std::string_view name) {
  std::vector<Hash256> keys;
  for (const std::string& text : texts) {
    TRY_ASSIGN(const Hash256 key, ParseKeyStrkey(kind, text).Context(name));
    keys.push_back(key);
  }
  std::ranges::sort(keys);
  return keys;
}

Status CheckLength(const std::vector<std::string>& texts, std::string_view name) {
  if (texts.size() <= kListMax) return {};
  return {Code::kInvalidArgument,
          fmt::format("{} has {} values, {} are allowed", name, texts.size(), kListMax)};
}

bool IsAssetCode(std::string_view text) {
  const auto is_allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  return !text.empty() && text.size() <= kAssetCodeMax && std::ranges::all_of(text, is_allowed);
}

// Any integer of 128 bits.
Result<Int128> ParseInt128(std::string_view text) {
  const Error wrong{Code::kInvalidArgument,
                    fmt::format("min_balance \"{}\" is not an integer of 128 bits", text)};
  const bool negative = text.starts_with('-');
  const std::string_view digits = text.substr(negative ? 1 : 0);
  if (digits.empty() || digits.size() > kMaxInt128Text) return wrong;
  Int128 value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '9') return wrong;
    if (__builtin_mul_overflow(value, 10, &value) ||
        __builtin_sub_overflow(value, c - '0', &value)) {
      return wrong;
    }
  }
  // It was counted below zero, where there is one number more.
  if (!negative && __builtin_sub_overflow(Int128{0}, value, &value)) return wrong;
  return value;
}

}  // namespace

Result<EntryFilter> MakeFilter(const FilterTexts& texts) {
  TRY(CheckLength(texts.contract_ids, "contract_ids"));
  TRY(CheckLength(texts.asset_codes, "asset_codes"));
  TRY(CheckLength(texts.asset_issuers, "asset_issuers"));
  TRY(CheckLength(texts.balance_holders, "balance_holders"));
  EntryFilter filter;
  TRY_ASSIGN(filter.contracts, Keys(StrkeyKind::kContract, texts.contract_ids, "contract_ids"));
  TRY_ASSIGN(filter.balance_holders,
             Keys(StrkeyKind::kContract, texts.balance_holders, "balance_holders"));
  TRY(Keys(StrkeyKind::kAccount, texts.asset_issuers, "asset_issuers").status());
  for (const std::string& code : texts.asset_codes) {
    if (!IsAssetCode(code)) {
      return Error{
          Code::kInvalidArgument,
          fmt::format("asset_codes: a code has 1 to {} letters and digits", kAssetCodeMax)};
    }
  }
  filter.asset_codes = texts.asset_codes;
  filter.asset_issuers = texts.asset_issuers;
  std::ranges::sort(filter.asset_codes);
  std::ranges::sort(filter.asset_issuers);
  if (!texts.min_balance.empty()) {
    TRY_ASSIGN(filter.min_balance, ParseInt128(texts.min_balance));
  }
  filter.modified_after_ledger = texts.modified_after_ledger;
  filter.include_deleted = texts.include_deleted;
  return filter;
}

}  // namespace lake
