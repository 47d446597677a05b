#include "verify/report.h"

#include <fmt/format.h>

#include <utility>

namespace lake {

void VerifyReport::AddFault(std::string fault) {
  if (faults_by_name_.insert(fault).second) faults.push_back(std::move(fault));
}

Status VerifyReport::AddError(Status status, std::string_view what) {
  if (status.ok()) return {};
  switch (status.error().code) {
    case Code::kCancelled:
    case Code::kUnavailable:
    case Code::kResourceExhausted:
      return status;
    default:
      AddFault(fmt::format("{} cannot be read: {}", what, status.error().message));
      return {};
  }
}

}  // namespace lake
