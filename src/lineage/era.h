// Eras: the processing epochs a lake's ledgers are recorded under, and which of them may be
// written.
//
// Contract: quality.yaml `eras`. An era is active, then frozen or deprecated; only an active one
// takes rows. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

struct Era {
  std::string era_id;         // ^[a-z0-9_]+$, e.g. p23_plus
  std::string version_label;  // ^v.+$, e.g. v1
  std::string network;        // mainnet, testnet, futurenet
  std::uint32_t ledger_start = 1;
};

// The era's row, as far as writers care.
struct EraState {
  std::string status;
  std::optional<std::int32_t> protocol_min;
  std::optional<std::int32_t> protocol_max;
};

// kInvalidArgument names the part that breaks its rule.
Status ValidateEra(const Era& era);

// kInvalidArgument when the era is frozen or deprecated.
Status CheckEraWritable(const Era& era, std::string_view status);

// Widens the range of protocols; false when it held the protocol already.
bool WidenProtocols(EraState& state, std::int32_t protocol);

}  // namespace lake
