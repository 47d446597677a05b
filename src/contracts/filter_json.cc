#include <fmt/format.h>

#include <array>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/nearest.h"
#include "contracts/entry_filter.h"

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

}  // namespace

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
