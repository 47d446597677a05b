// Which entries a client wants. Every condition that is given must hold; of a list, one of its
// values must be the entry's. Conditions on assets and balances hold for no entry without one.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/sha256.h"
#include "stellar/integer_text.h"

namespace lake {

// As people write it. Empty lists and texts are no condition.
struct FilterTexts {
  std::vector<std::string> contract_ids = {};  // C...
  std::vector<std::string> asset_codes = {};
  std::vector<std::string> asset_issuers = {};    // G...
  std::vector<std::string> balance_holders = {};  // C...
  std::string min_balance = {};                   // an integer, in the asset's smallest unit
  std::uint32_t modified_after_ledger = 0;
  bool include_deleted = false;
};

// As the extraction asks it, cheap questions first. A plain value; lists are sorted.
struct EntryFilter {
  std::vector<Hash256> contracts = {};
  std::vector<std::string> asset_codes = {};
  std::vector<std::string> asset_issuers = {};
  std::vector<Hash256> balance_holders = {};
  std::optional<Int128> min_balance = {};
  std::uint32_t modified_after_ledger = 0;
  bool include_deleted = false;

  friend bool operator==(const EntryFilter&, const EntryFilter&) = default;
  bool asks_for_asset() const { return !asset_codes.empty() || !asset_issuers.empty(); }
  bool asks_for_balance() const { return !balance_holders.empty() || min_balance.has_value(); }
};

// kInvalidArgument names the condition that makes no sense.
Result<EntryFilter> MakeFilter(const FilterTexts& texts);

// An object with the names of FilterTexts as keys; "" is {}. min_balance may be a number or a text.
// kInvalidArgument names an unknown key, and the known one that was meant.
Result<EntryFilter> ParseFilter(std::string_view json);

// The text that ParseFilter reads as `filter`: one text for all that are equal.
std::string FilterText(const EntryFilter& filter);

}  // namespace lake
