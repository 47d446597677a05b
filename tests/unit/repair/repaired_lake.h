// A small lake of payments that is damaged and repaired: on every catalog in a file, with its data
// in a folder and in a store.
#pragma once

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "repair/repair.h"
#include "support/lake_place.h"
#include "support/places.h"
#include "unit/verify/verified_lake.h"
#include "verify/verification.h"

namespace lake::testing {

struct DamagedPlace {
  CatalogKind catalog;
  DataPlace data;
};

inline constexpr DamagedPlace kDamagedPlaces[] = {{CatalogKind::kDuckDb, DataPlace::kFolder},
                                                  {CatalogKind::kSqlite, DataPlace::kFolder},
                                                  {CatalogKind::kSqlite, DataPlace::kS3}};

inline std::string NameOfPlace(const ::testing::TestParamInfo<DamagedPlace>& place) {
  return NameOf(place.param.catalog, place.param.data);
}

class DamagedLake : public VerifiedLake, public ::testing::WithParamInterface<DamagedPlace> {
 protected:
  void SetUp() override {
    place_ = LakePlace::Start(GetParam().catalog, GetParam().data, DepsPath("gotools/versitygw"));
    if (place_ == nullptr) GTEST_SKIP() << "no S3 server was built";
    Begin("lake");
  }
  // Another lake, without ledgers.
  void Begin(const std::string& name) {
    const LakePlace::NewLake made = place_->Make(name);
    where_ = made.options;
    data_folder_ = made.data_folder;
  }
  // The files of a table, in the order of their names, which is that in which they were made.
  std::vector<std::filesystem::path> Files(const std::string& table = kTransactionsTable) const {
    std::vector<std::filesystem::path> files;
    const auto all =
        std::filesystem::recursive_directory_iterator(data_folder_ + "/bronze/" + table);
    for (const auto& file : all) {
      if (file.path().extension() == ".parquet") files.push_back(file.path());
    }
    std::ranges::sort(files, {}, [](const auto& path) { return path.filename(); });
    return files;
  }

  std::unique_ptr<LakePlace> place_;
  std::string data_folder_;
};

// What verify finds.
inline VerifyReport Verified(LakeOptions options) {
  options.read_only = true;
  const auto lake = Lake::Open(options).value();
  Verification verification(*lake, {.names = {}, .tables = {}, .range = {1, std::nullopt}},
                            SystemClock(), [](const std::string&) {}, {});
  EXPECT_THAT(verification.CheckLake(), IsOk());
  return verification.report();
}

// Repairs the lake as the command does. `repaired` gets what was done, also with an error.
inline Status RepairLake(const LakeOptions& options, const std::vector<BuiltLedger>& ledgers,
                         RepairReport& repaired) {
  const Network network = NetworkOfPassphrase(kTestPassphrase);
  const VerifyReport found = Verified(options);
  LakeWriterOptions writer_options{.lake = options};
  writer_options.checks_files = false;
  LakeWriter writer(writer_options,
                    {.network = network.name, .program = "test", .writer = "host:1"});
  TRY(writer.Open());
  TRY(writer.ReadStorage());
  TRY_ASSIGN(LakeContents contents, ReadLakeContents(writer.connection(), writer.lake(), {}));
  LinkTables(contents);
  TRY_ASSIGN(const RepairPlan plan,
             PlanRepair(writer.connection(), writer.lake(), contents, found));
  ChainSource source(ledgers);
  const StoredNames names;
  const RepairSource from{source, network, {.workers = 1}};
  Repair repair(writer, contents, names, from, [](std::uint32_t) {}, {});
  const Status status = repair.Run(plan);
  repaired = repair.report();
  TRY(writer.Close());
  return status;
}

inline void FlipByte(const std::filesystem::path& path, std::int64_t from_end) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto at = static_cast<std::int64_t>(std::filesystem::file_size(path)) - from_end;
  file.seekg(at);
  const char byte = static_cast<char>(file.get() ^ 0x55);
  file.seekp(at);
  file.put(byte);
}

}  // namespace lake::testing
