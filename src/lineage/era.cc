#include "lineage/era.h"

#include <fmt/format.h>

#include <algorithm>

namespace lake {
namespace {

bool IsEraIdChar(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

std::string_view EraIdOf(std::uint32_t protocol) {
  constexpr std::uint32_t kFirstOfNewEra = 23;
  return protocol < kFirstOfNewEra ? "pre_p23" : "p23_plus";
}

Era EraOf(const EraPolicy& policy, std::uint32_t first, std::uint32_t protocol) {
  return {.era_id = policy.era_id.empty() ? std::string(EraIdOf(protocol)) : policy.era_id,
          .version_label = policy.version_label,
          .network = policy.network,
          .ledger_start = first};
}

Status ValidateEra(const Era& era) {
  if (era.era_id.empty() || !std::ranges::all_of(era.era_id, IsEraIdChar)) {
    return {
        Code::kInvalidArgument,
        fmt::format("era_id '{}' must be lower-case letters, digits and underscores", era.era_id)};
  }
  if (era.version_label.size() < 2 || era.version_label.front() != 'v') {
    return {Code::kInvalidArgument,
            fmt::format("version_label '{}' must begin with v, like v1", era.version_label)};
  }
  return {};
}

Status CheckEraWritable(const Era& era, std::string_view status) {
  if (status == "active") return {};
  return {Code::kInvalidArgument, fmt::format("era {} {} of {} is {}: nothing may be written to it",
                                              era.era_id, era.version_label, era.network, status)};
}

bool WidenEra(EraState& state, std::uint32_t ledger, std::uint32_t protocol) {
  const auto version = static_cast<std::int32_t>(protocol);
  const std::int32_t low = std::min(state.protocol_min.value_or(version), version);
  const std::int32_t high = std::max(state.protocol_max.value_or(version), version);
  const bool changed =
      ledger < state.ledger_start || state.protocol_min != low || state.protocol_max != high;
  state.ledger_start = std::min(state.ledger_start, ledger);
  state.protocol_min = low;
  state.protocol_max = high;
  return changed;
}

}  // namespace lake
