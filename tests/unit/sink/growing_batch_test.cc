// Batches whose rows are written, and dropped, before they are whole.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "commit_in_pieces.h"
#include "lake_catalogs.h"
#include "support/edit_rows.h"
#include "support/matchers.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using testing::CommitInPieces;
using testing::GiveInPieces;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::MakeTinyBatch;

constexpr std::uint32_t kFirst = 9'980, kLast = 10'029;  // across a border of ranges
constexpr std::size_t kRows = 1'000;

class GrowingBatch : public testing::LakeCatalogs {
 protected:
  std::unique_ptr<DuckLakeSink> OpenSink(int threads = 2) {
    DuckLakeSinkOptions options = Options();
    options.partition = true;
    options.writer.lake.threads = threads;
    auto sink = std::make_unique<DuckLakeSink>(options);
    EXPECT_THAT(sink->Open(), IsOk());
    return sink;
  }
  // What the data files hold, in no order.
  std::multiset<std::string> Files() const {
    std::multiset<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(folder_.path())) {
      const std::string path = entry.path().string();
      if (path.find("tiny_") == std::string::npos || !path.ends_with(".parquet")) continue;
      std::ifstream in(path, std::ios::binary);
      out.emplace(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
    }
    return out;
  }
};
INSTANTIATE_TEST_SUITE_P(Catalogs, GrowingBatch,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);

TEST_P(GrowingBatch, HoldsManyRowGroupsOfRowsThatAreGone) {
  auto sink = OpenSink();
  ASSERT_THAT(CommitInPieces(*sink, MakeTinyBatch(kFirst, kLast, kRows), {}, 7), IsOk());
  ASSERT_THAT(sink->Close(), IsOk());
  const Batch whole = MakeTinyBatch(kFirst, kLast, kRows);
  const auto probe = Probe();
  EXPECT_EQ(probe.Digest(kTinySpec, 0, 100'000), whole.digest(0));
  EXPECT_EQ(probe.Digest(*whole.tables->at(1)->spec, 0, 100'000), whole.digest(1));
  EXPECT_EQ(probe.Cell("SELECT sum(row_count) FROM _meta_lineage"),
            std::to_string(whole.rows(0) + whole.rows(1)));
  EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM _batches"),
            fmt::format("1|{}|{}", kFirst, kLast));
  EXPECT_EQ(Files().size(), 4u);  // two tables, two ranges
}

TEST_P(GrowingBatch, HasTheFilesOfABatchThatIsGivenWhole) {
  std::multiset<std::string> files;
  {
    auto sink = OpenSink(1);
    ASSERT_THAT(sink->Commit(MakeTinyBatch(kFirst, kLast, kRows), {}), IsOk());
    ASSERT_THAT(sink->Close(), IsOk());
    files = Files();
  }
  fs::remove_all(folder_.path());
  fs::create_directories(folder_.path());
  SetUp();
  auto sink = OpenSink(3);
  ASSERT_THAT(CommitInPieces(*sink, MakeTinyBatch(kFirst, kLast, kRows), {}, 3), IsOk());
  ASSERT_THAT(sink->Close(), IsOk());
  EXPECT_EQ(Files(), files);
}

TEST_P(GrowingBatch, LeavesNoFilesWhenItIsForgotten) {
  auto sink = OpenSink();
  Batch batch = MakeTinyBatch(kFirst, kLast, kRows);
  const auto taken = GiveInPieces(*sink, batch, 10);
  ASSERT_THAT(taken, IsOk());
  EXPECT_EQ(*taken, batch.ledgers.size());
  EXPECT_FALSE(Files().empty());
  sink->Forget();
  EXPECT_TRUE(Files().empty());
  // The next one begins anew.
  ASSERT_THAT(CommitInPieces(*sink, MakeTinyBatch(kFirst, kFirst + 9), {}, 4), IsOk());
  ASSERT_THAT(sink->Close(), IsOk());
  EXPECT_EQ(Probe().Digest(kTinySpec, 0, 100'000), MakeTinyBatch(kFirst, kFirst + 9).digest(0));
}

TEST_P(GrowingBatch, LeavesNoFilesWhenItsSinkEnds) {
  {
    auto sink = OpenSink();
    Batch batch = MakeTinyBatch(kFirst, kLast, kRows);
    ASSERT_THAT(GiveInPieces(*sink, batch, 10), IsOk());
  }
  EXPECT_TRUE(Files().empty());
}

TEST_P(GrowingBatch, LeavesNoFilesWhenARowCannotBeWritten) {
  auto sink = OpenSink();
  Batch batch = MakeTinyBatch(kFirst, kLast);
  testing::SetCell(batch.ledgers[30]->tables[0], kTinySpec, "name", 0, "a torn \xc3 character");
  const auto taken = GiveInPieces(*sink, batch, 10);
  EXPECT_THAT(taken, IsError(Code::kInternal));
  EXPECT_NE(taken.status().error().message.find("tiny_things_row_v3"), std::string::npos);
  EXPECT_TRUE(Files().empty());
}

// Its rows cannot be had again: whoever wants to try once more has to extract them.
TEST_P(GrowingBatch, IsNotCommittedWithoutItsRows) {
  auto sink = OpenSink();
  Batch batch = MakeTinyBatch(kFirst, kLast);
  ASSERT_THAT(GiveInPieces(*sink, batch, 10), IsOk());
  sink->Forget();
  EXPECT_THAT(sink->Commit(batch, {}), IsError(Code::kInternal));
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM _batches"), "0");
}

}  // namespace
}  // namespace lake
