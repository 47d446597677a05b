#include "sink/new_files.h"

#include <fmt/format.h>

#include <filesystem>

#include "tables/range_column.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kPrefix = "ducklake-";

// The least name of a file made at or after the time: names are version 7 UUIDs, which begin with
// 48 bits of milliseconds in hex, 8 digits, a dash and 4 digits.
std::string LeastName(std::int64_t since_ms) {
  const std::string hex = fmt::format("{:012x}", since_ms);
  return fmt::format("{}{}-{}", kPrefix, hex.substr(0, 8), hex.substr(8));
}

void AddNewFiles(const std::string& folder, std::string_view least, std::vector<std::string>& out) {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (name.starts_with(kPrefix) && name >= least) out.push_back(entry.path().string());
  }
}

}  // namespace

void FindNewFiles(const TableStorage& storage, std::int64_t since_ms, std::uint32_t lo,
                  std::uint32_t hi, std::vector<std::string>& out) {
  const std::string least = LeastName(since_ms);
  AddNewFiles(storage.path, least, out);
  if (storage.partition_column.empty()) return;
  for (std::uint64_t start = RangeStart(lo); start <= hi; start += kLedgersPerRange) {
    AddNewFiles(fmt::format("{}{}={}", storage.path, storage.partition_column, start), least, out);
  }
}

}  // namespace lake
