#include "verify/report.h"

#include <fmt/format.h>

#include <utility>

namespace lake {
namespace {

// Not a stop, a server that does not answer, too little memory.
bool IsOfLake(Code code) {
  return code != Code::kCancelled && code != Code::kUnavailable && code != Code::kResourceExhausted;
}

}  // namespace

void VerifyReport::Note(std::string fault) {
  if (faults_by_name_.insert(fault).second) faults.push_back(std::move(fault));
}

void VerifyReport::AddFault(std::string fault) {
  ++other_faults;
  Note(std::move(fault));
}

void VerifyReport::AddFileFault(const std::string& path, std::string fault) {
  damaged_files.push_back(path);
  Note(std::move(fault));
}

void VerifyReport::AddRowsFault(DamagedRows damaged, std::string fault) {
  damaged_rows.push_back(std::move(damaged));
  Note(std::move(fault));
}

Status VerifyReport::AddError(Status status, std::string_view what) {
  if (status.ok()) return {};
  if (!IsOfLake(status.error().code)) return status;
  AddFault(fmt::format("{} cannot be read: {}", what, status.error().message));
  return {};
}

Status VerifyReport::AddRowsError(Status status, DamagedRows damaged) {
  if (status.ok()) return {};
  if (!IsOfLake(status.error().code)) return status;
  std::string fault =
      fmt::format("{}, ledgers {}..{}: cannot be read: {}", damaged.table, damaged.ledgers.first,
                  damaged.ledgers.last, status.error().message);
  AddRowsFault(std::move(damaged), std::move(fault));
  return {};
}

}  // namespace lake
