#include "lineage/era.h"

#include <fmt/format.h>

#include <algorithm>

namespace lake {
namespace {

bool IsEraIdChar(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_'; }

}  // namespace

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

bool WidenProtocols(EraState& state, std::int32_t protocol) {
  const std::int32_t low = std::min(state.protocol_min.value_or(protocol), protocol);
  const std::int32_t high = std::max(state.protocol_max.value_or(protocol), protocol);
  const bool changed = state.protocol_min != low || state.protocol_max != high;
  state.protocol_min = low;
  state.protocol_max = high;
  return changed;
}

}  // namespace lake
