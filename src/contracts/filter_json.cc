#include <fmt/format.h>

#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "contracts/entry_filter.h"
#include "stellar/strkey.h"

namespace lake {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kJsonBytesMax = std::size_t{1} << 20;
constexpr int kDepthMax = 2;  // an object of lists

Error Wrong(std::string_view key, std::string_view wanted) {
  return {Code::kInvalidArgument, fmt::format("filter: {} is not {}", key, wanted)};
}

template <auto Member>
Status SetList(std::string_view key, const Json& value, FilterTexts& texts) {
  if (!value.is_array()) return Wrong(key, "a list of texts");
  for (const Json& item : value) {
    if (!item.is_string()) return Wrong(key, "a list of texts");
    (texts.*Member).push_back(item.get<std::string>());
  }
  return {};
}

Status SetMinBalance(std::string_view key, const Json& value, FilterTexts& texts) {
  // A larger number would have been read as a fraction, and is not what was written any more.
  if (!value.is_number_integer() && !value.is_string()) {
    return Wrong(key, "an integer (more than 64 bits as a text)");
  }
  texts.min_balance = value.is_string() ? value.get<std::string>() : value.dump();
  return texts.min_balance.empty() ? Status(Wrong(key, "an integer")) : Status();
}

Status SetModifiedAfter(std::string_view key, const Json& value, FilterTexts& texts) {
  if (!value.is_number_unsigned() ||
      value.get<std::uint64_t>() > std::numeric_limits<std::uint32_t>::max()) {
    return Wrong(key, "a ledger");
  }
  texts.modified_after_ledger = value.get<std::uint32_t>();
  return {};
}

Status SetIncludeDeleted(std::string_view key, const Json& value, FilterTexts& texts) {
  if (!value.is_boolean()) return Wrong(key, "true or false");
  texts.include_deleted = value.get<bool>();
  return {};
}

struct FilterKey {
  std::string_view name;
  Status (*set)(std::string_view, const Json&, FilterTexts&);
};

constexpr std::array kKeys{FilterKey{"contract_ids", &SetList<&FilterTexts::contract_ids>},
                           FilterKey{"asset_codes", &SetList<&FilterTexts::asset_codes>},
                           FilterKey{"asset_issuers", &SetList<&FilterTexts::asset_issuers>},
                           FilterKey{"balance_holders", &SetList<&FilterTexts::balance_holders>},
                           FilterKey{"min_balance", &SetMinBalance},
                           FilterKey{"modified_after_ledger", &SetModifiedAfter},
                           FilterKey{"include_deleted", &SetIncludeDeleted}};

Status SetKey(const std::string& key, const Json& value, FilterTexts& texts) {
  std::array<std::string_view, kKeys.size()> names;
  for (std::size_t i = 0; i < kKeys.size(); ++i) {
    if (kKeys[i].name == key) return kKeys[i].set(key, value, texts);
    names[i] = kKeys[i].name;
  }
  return {Code::kInvalidArgument,
          fmt::format("filter: \"{}\" is no key{}", key, DidYouMean(key, names))};
}

Json KeyList(const std::vector<Hash256>& keys) {
  Json list = Json::array();
  for (const Hash256& key : keys) {
    char text[kKeyStrkeySize];
    EncodeKeyStrkey(StrkeyKind::kContract, key.data(), text);
    list.push_back(std::string(text, sizeof text));
  }
  return list;
}

}  // namespace

std::string FilterText(const EntryFilter& filter) {
  Json json = Json::object();
  if (!filter.contracts.empty()) json["contract_ids"] = KeyList(filter.contracts);
  if (!filter.asset_codes.empty()) json["asset_codes"] = filter.asset_codes;
  if (!filter.asset_issuers.empty()) json["asset_issuers"] = filter.asset_issuers;
  if (!filter.balance_holders.empty()) json["balance_holders"] = KeyList(filter.balance_holders);
  if (filter.min_balance) {
    char digits[kMaxInt128Text];
    json["min_balance"] = std::string(digits, WriteInt128(digits, *filter.min_balance));
  }
  if (filter.modified_after_ledger != 0) {
    json["modified_after_ledger"] = filter.modified_after_ledger;
  }
  if (filter.include_deleted) json["include_deleted"] = true;
  return json.dump();
}

Result<EntryFilter> ParseFilter(std::string_view json) {
  if (json.size() > kJsonBytesMax) {
    return Error{Code::kInvalidArgument,
                 fmt::format("filter: {} bytes, {} are allowed", json.size(), kJsonBytesMax)};
  }
  FilterTexts texts;
  if (json.empty()) return MakeFilter(texts);
  // Deeper values are cut off while they are read, so that depth costs nothing.
  bool too_deep = false;
  const Json parsed = Json::parse(
      json,
      [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kDepthMax;
        return depth <= kDepthMax;
      },
      /*allow_exceptions=*/false);
  if (!parsed.is_object() || too_deep) {
    return Error{Code::kInvalidArgument, "filter: not a JSON object of lists and values"};
  }
  for (const auto& [key, value] : parsed.items()) TRY(SetKey(key, value, texts));
  return MakeFilter(texts);
}

}  // namespace lake
