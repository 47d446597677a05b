// Lakes and files that the tests' own writer makes from the specification, read as a user would
// name them.
#include <gtest/gtest.h>

#include "source/open/open.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

std::vector<BuiltLedger> SomeLedgers(std::size_t count) {
  return LedgerChain(kTestPassphrase, 1024, 23).AddPayments(count);
}

void ExpectLedgers(const std::string& place, const std::vector<BuiltLedger>& ledgers) {
  auto source = OpenSource(place, {});
  ASSERT_THAT(source, IsOk());
  ASSERT_THAT((*source)->Seek({.first = ledgers.front().sequence, .last = ledgers.back().sequence}),
              IsOk());
  for (const BuiltLedger& ledger : ledgers) {
    const auto next = (*source)->Next();
    ASSERT_THAT(next, IsOk());
    ASSERT_TRUE(next->has_value());
    EXPECT_EQ((*next)->sequence, ledger.sequence);
    EXPECT_TRUE(std::ranges::equal((*next)->xdr, ledger.xdr)) << ledger.sequence;
  }
  const auto end = (*source)->Next();
  ASSERT_THAT(end, IsOk());
  EXPECT_FALSE(end->has_value());
}

class BuiltLake : public ::testing::TestWithParam<LakeOptions> {};

TEST_P(BuiltLake, IsReadAsWritten) {
  const TempFolder folder;
  const std::vector<BuiltLedger> ledgers = SomeLedgers(16);
  const auto paths = WriteLake(folder.path(), ledgers, GetParam());
  ASSERT_EQ(paths.size(), ledgers.size());
  for (const auto& [sequence, path] : paths) {
    EXPECT_TRUE(std::filesystem::exists(path)) << path;
  }
  EXPECT_EQ(std::filesystem::exists(folder.path() / ".config.json"), GetParam().manifest);
  ASSERT_NO_FATAL_FAILURE(ExpectLedgers(folder.path(), ledgers));
}

INSTANTIATE_TEST_SUITE_P(
    Layouts, BuiltLake,
    ::testing::Values(LakeOptions{}, LakeOptions{.files_per_partition = 1},
                      LakeOptions{.ledgers_per_file = 4, .files_per_partition = 2},
                      LakeOptions{.extension = "zstd"}, LakeOptions{.manifest = false},
                      LakeOptions{.ledgers_per_file = 8,
                                  .files_per_partition = 1,
                                  .extension = "zstd",
                                  .manifest = false}));

TEST(BuiltFile, IsReadInEveryFraming) {
  const std::vector<BuiltLedger> ledgers = SomeLedgers(3);
  const std::vector<BuiltLedger> one(ledgers.begin(), ledgers.begin() + 1);
  const TempFolder folder;
  for (const bool packed : {false, true}) {
    const auto write = [&](std::string_view name, const std::string& content) {
      return folder.Write(name, packed ? Zstd(content) : content);
    };
    ASSERT_NO_FATAL_FAILURE(ExpectLedgers(write("marks.xdr", RecordMarks(ledgers)), ledgers));
    ASSERT_NO_FATAL_FAILURE(ExpectLedgers(write("batch.xdr", LedgerBatch(ledgers)), ledgers));
    ASSERT_NO_FATAL_FAILURE(ExpectLedgers(write("lines.txt", Base64Lines(ledgers)), ledgers));
    ASSERT_NO_FATAL_FAILURE(ExpectLedgers(write("bare.xdr", std::string(AsText(one[0].xdr))), one));
  }
}

TEST(BuiltLakePath, IsThatOfTheSpecification) {
  EXPECT_EQ(LakePath(53312000, {}), "FCD285FF--53312000-53375999/FCD285FF--53312000.xdr.zst");
  EXPECT_EQ(LakePath(62016001, {}), "FC4DB5FF--62016000-62079999/FC4DB5FE--62016001.xdr.zst");
  EXPECT_EQ(LakePath(53312000, {.files_per_partition = 1}), "FCD285FF--53312000.xdr.zst");
  EXPECT_EQ(LakePath(70, {.ledgers_per_file = 64, .files_per_partition = 1, .extension = "zstd"}),
            "FFFFFFBF--64-127.xdr.zstd");
}

}  // namespace
}  // namespace lake::testing
