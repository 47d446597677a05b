#include "support/growing_lake.h"

#include <span>

namespace lake::testing {

namespace fs = std::filesystem;

GrowingLake::GrowingLake(fs::path folder, LakeOptions options)
    : folder_(std::move(folder)),
      outside_(folder_.string() + ".part"),
      options_(std::move(options)) {
  fs::create_directories(folder_);
}

void GrowingLake::Add(const BuiltLedger& ledger) {
  const auto written = WriteLake(outside_, std::span(&ledger, 1), options_);
  const fs::path target = folder_ / LakePath(ledger.sequence, options_);
  fs::create_directories(target.parent_path());
  if (options_.manifest && !fs::exists(folder_ / ".config.json")) {
    fs::copy_file(outside_ / ".config.json", folder_ / ".config.json");
  }
  const fs::path beside = target.string() + ".tmp";
  fs::copy_file(written.begin()->second, beside);
  fs::rename(beside, target);
}

}  // namespace lake::testing
