// A folder that an exporter fills while others follow it: every ledger is written beside its place
// (X.xdr.zst.tmp) and then renamed, as good exporters do.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "support/built_ledger.h"
#include "support/lake_files.h"

namespace lake::testing {

class GrowingLake {
 public:
  // `folder` and a folder beside it are made; everybody may read them.
  GrowingLake(std::filesystem::path folder, LakeOptions options);

  void Add(const BuiltLedger& ledger);
  std::string path() const { return folder_.string(); }

 private:
  const std::filesystem::path folder_;
  const std::filesystem::path outside_;
  const LakeOptions options_;
};

}  // namespace lake::testing
