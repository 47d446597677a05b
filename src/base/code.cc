#include "base/code.h"

#include <array>
#include <cstddef>

namespace lake {
namespace {

// Exit statuses are those of sysexits.h, so that init systems and scripts can tell them apart; gRPC
// numbers are of google.rpc.Code (kConflict is ABORTED).
constexpr std::array kCodes = {
    CodeInfo{Code::kInvalidArgument, "invalid_argument", false, 2, 400, 3},
    CodeInfo{Code::kNotFound, "not_found", false, 66, 404, 5},
    CodeInfo{Code::kUnavailable, "unavailable", true, 69, 503, 14},
    CodeInfo{Code::kConflict, "conflict", false, 75, 409, 10},
    CodeInfo{Code::kDataLoss, "data_loss", false, 65, 500, 15},
    CodeInfo{Code::kResourceExhausted, "resource_exhausted", false, 71, 429, 8},
    CodeInfo{Code::kCancelled, "cancelled", false, 0, 503, 1},
    CodeInfo{Code::kInternal, "internal", false, 70, 500, 13},
};

constexpr bool RowsStandInOrder() {
  for (std::size_t i = 0; i < kCodes.size(); ++i) {
    if (static_cast<std::size_t>(kCodes[i].code) != i) return false;
  }
  return static_cast<std::size_t>(Code::kInternal) + 1 == kCodes.size();
}
static_assert(RowsStandInOrder());

}  // namespace

const CodeInfo& InfoOf(Code code) {
  const auto index = static_cast<std::size_t>(code);
  CHECK(index < kCodes.size());
  return kCodes[index];
}

}  // namespace lake
