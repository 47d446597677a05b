// Eras: the processing epochs a lake's ledgers are recorded under, and which of them may be
// written.
//
// An era is active, then frozen or deprecated; only an active one takes rows. Unless one is named,
// the protocol tells: ledgers before protocol 23 are pre_p23, the others p23_plus, and no batch
// holds both. Pure functions.
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

// How a writer's batches get their eras.
struct EraPolicy {
  std::string era_id;  // "" = as the protocol tells
  std::string version_label;
  std::string network;
};

// The era's row, as far as writers care.
struct EraState {
  std::string status;
  std::uint32_t ledger_start = 1;
  std::optional<std::int32_t> protocol_min;
  std::optional<std::int32_t> protocol_max;
};

std::string_view EraIdOf(std::uint32_t protocol);

// The era of a batch that begins with ledger `first`, which has protocol `protocol`.
Era EraOf(const EraPolicy& policy, std::uint32_t first, std::uint32_t protocol);

// kInvalidArgument names the part that breaks its rule.
Status ValidateEra(const Era& era);

// kInvalidArgument when the era is frozen or deprecated.
Status CheckEraWritable(const Era& era, std::string_view status);

// Takes a ledger into what the row says; false when it held the ledger already.
bool WidenEra(EraState& state, std::uint32_t ledger, std::uint32_t protocol);

}  // namespace lake
