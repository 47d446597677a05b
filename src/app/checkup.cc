#include "app/checkup.h"

#include <array>
#include <utility>

namespace lake {

std::string_view FindingStateName(Finding::State state) {
  constexpr std::array<std::string_view, 3> kNames = {"ok", "warn", "fail"};
  return kNames[static_cast<std::size_t>(state)];
}

Finding Good(std::string check, std::string detail) {
  return {Finding::State::kOk, std::move(check), std::move(detail), "", Code::kInternal};
}

Finding Warning(std::string check, std::string detail, std::string next) {
  return {Finding::State::kWarn, std::move(check), std::move(detail), std::move(next),
          Code::kInternal};
}

Finding Failure(std::string check, std::string detail, std::string next, Code code) {
  return {Finding::State::kFail, std::move(check), std::move(detail), std::move(next), code};
}

}  // namespace lake
