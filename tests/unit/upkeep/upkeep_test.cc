#include "upkeep/upkeep.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "support/matchers.h"
#include "unit/sink/lake_catalogs.h"
#include "upkeep/merge.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;
using testing::LakeProbe;
using testing::MakeTinyBatch;

constexpr std::uint32_t kFirst = 100;
constexpr std::uint32_t kLedgers = 12;

class UpkeepOfALake : public testing::LakeCatalogs {
 protected:
  // A batch for every ledger.
  void Fill(std::uint32_t first = kFirst, std::uint32_t ledgers = kLedgers) {
    DuckLakeSink sink(SinkOptions());
    ASSERT_THAT(sink.Open(), IsOk());
    for (std::uint32_t i = first; i < first + ledgers; ++i) {
      const QualityResult quality{"core.tiny", "check", "validity", false, true, "fine", 1, 0};
      ASSERT_THAT(sink.Commit(MakeTinyBatch(i, i), {quality}), IsOk());
    }
    ASSERT_THAT(sink.Close(), IsOk());
  }
  DuckLakeSinkOptions SinkOptions() const {
    DuckLakeSinkOptions options = Options();
    options.partition = true;
    return options;
  }
  static UpkeepOptions Thorough() {
    UpkeepOptions options{.known = testing::TinyTables()};
    options.merge.thorough = true;
    return options;
  }
  // Nothing is kept for anybody.
  static UpkeepOptions AtOnce() {
    UpkeepOptions options = Thorough();
    options.expiry = {.keep_ms = 0, .keep_all_ms = 0};
    options.grace_ms = -3'600'000;
    return options;
  }
  LakeWriterOptions WriterOptions() const { return {.lake = lake_, .patience_ms = 120'000}; }
  static LakeAuthor Author() { return {.network = "pubnet", .program = "test", .writer = "host:1"}; }

  // All steps of one upkeep.
  static Status RunAll(Upkeep& upkeep) {
    TRY(upkeep.Begin());
    for (bool more = true; more;) {
      TRY_ASSIGN(more, upkeep.Step());
    }
    return {};
  }
  Result<UpkeepReport> Maintain(const UpkeepOptions& options) const {
    LakeWriter writer(WriterOptions(), Author());
    TRY(writer.Open());
    TRY(writer.ReadStorage());
    Upkeep upkeep(writer, options);
    TRY(RunAll(upkeep));
    TRY(writer.Close());
    return upkeep.report();
  }
  // Rows and lineage are those of an undisturbed run.
  void ExpectWhole(std::uint32_t ledgers = kLedgers) const {
    const LakeProbe probe = Probe().Held();
    const std::uint32_t last = kFirst + ledgers - 1;
    EXPECT_EQ(probe.Digest(kTinySpec, 0, 100'000), MakeTinyBatch(kFirst, last).digest(0));
    EXPECT_EQ(probe.Digest(*testing::TinyTables()[1]->spec, 0, 100'000),
              MakeTinyBatch(kFirst, last).digest(1));
    EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT id), max(id) FROM _meta_lineage"),
              fmt::format("{0}|{0}|{0}", 2 * ledgers));
    EXPECT_EQ(probe.Cell("SELECT commits, watermark FROM _fence"),
              fmt::format("{}|{}", ledgers, last));
    EXPECT_EQ(probe.Cell("SELECT count(*), min(lo), max(hi) FROM _batches"),
              fmt::format("{}|{}|{}", ledgers, kFirst, last));
  }
  std::string DataFolder() const {
    return lake_.data_path.empty() ? folder_.File("lake/data") : lake_.data_path;
  }
};

using UpkeepOnEveryCatalog = UpkeepOfALake;
INSTANTIATE_TEST_SUITE_P(Catalogs, UpkeepOnEveryCatalog,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);
using UpkeepTest = UpkeepOfALake;
INSTANTIATE_TEST_SUITE_P(Catalog, UpkeepTest, ::testing::Values(CatalogKind::kDuckDb),
                         testing::CatalogName);

TEST_P(UpkeepOnEveryCatalog, MergesExpiresAndRemovesAndTheRowsStay) {
  Fill();
  const auto report = Maintain(AtOnce());
  ASSERT_THAT(report, IsOk());
  const TableUpkeep& things = report->tables.at("tiny_things_row_v3");
  EXPECT_EQ(things.files_before, kLedgers);
  EXPECT_EQ(things.files_after, 1u);
  EXPECT_LT(things.bytes_after, things.bytes_before);
  EXPECT_EQ(report->tables.at("_batches").files_after, 1u);
  EXPECT_EQ(report->tables.at("_meta_lineage").files_after, 1u);
  EXPECT_GT(report->snapshots_expired, kLedgers);
  EXPECT_GT(report->removed.files, 4 * kLedgers);
  EXPECT_GT(report->removed.bytes, 0u);
  EXPECT_THAT(report->left, IsEmpty());
  ExpectWhole();
  EXPECT_THAT(Probe().FilesThatNobodyNames(DataFolder()), IsEmpty());
  // The lake is written on, and a second upkeep finds little to do.
  Fill(kFirst + kLedgers, 1);
  ExpectWhole(kLedgers + 1);
  EXPECT_THAT(Maintain(AtOnce()), IsOk());
  ExpectWhole(kLedgers + 1);
}

TEST_P(UpkeepOnEveryCatalog, ForeseesWhatItDoes) {
  Fill();
  std::uint64_t merges = 0, after = 0;
  {
    LakeOptions options = lake_;
    options.read_only = true;
    const auto lake = Lake::Open(options).value();
    Connection connection = lake->Connect().value();
    const auto foreseen = ForeseeUpkeep(connection, *lake, Thorough(), SystemClock().Now());
    ASSERT_THAT(foreseen, IsOk());
    merges = foreseen->merges;
    after = foreseen->Total().files_after;
    EXPECT_EQ(foreseen->snapshots_expired, 0u);
    EXPECT_EQ(foreseen->removed.files, 0u);
  }
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM ducklake_list_files('lake', 'tiny_things_row_v3', "
                         "schema => 'bronze')"),
            std::to_string(kLedgers));
  const auto report = Maintain(Thorough());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->merges, merges);
  EXPECT_EQ(report->Total().files_after, after);
  EXPECT_EQ(report->snapshots_expired, 0u);
  EXPECT_EQ(report->removed.files, 0u);
}

TEST_P(UpkeepTest, KeepsOldSnapshotsReadable) {
  Fill();
  const std::string before = Probe().Cell("SELECT max(snapshot_id) FROM ducklake_snapshots('lake')");
  ASSERT_THAT(Maintain(Thorough()), IsOk());
  EXPECT_EQ(Probe().Cell(fmt::format(
                "SELECT count(*) FROM tiny_things_row_v3 AT (VERSION => {})", before)),
            std::to_string(10 * kLedgers));
}

TEST_P(UpkeepTest, WritesRowsInTheOrderOfLedgersAndPartitionsApart) {
  Fill(9'995, 10);
  ASSERT_THAT(Maintain(Thorough()), IsOk());
  const LakeProbe probe = Probe().Held();
  EXPECT_THAT(probe.Rows("SELECT ledger_range, count(*), count(DISTINCT filename) FROM "
                         "tiny_things_row_v3 GROUP BY 1 ORDER BY 1"),
              ElementsAre("0|50|1", "10000|50|1"));
  EXPECT_EQ(probe.Cell("SELECT count(*) FROM (SELECT ledger_sequence - lag(ledger_sequence) OVER (PARTITION BY "
                       "filename ORDER BY file_row_number) AS step FROM tiny_things_row_v3) WHERE "
                       "step < 0"),
            "0");
  // A query of one partition reads no file of another.
  EXPECT_EQ(probe.Cell("SELECT count(DISTINCT filename) FROM tiny_things_row_v3 WHERE filename LIKE "
                       "'%/ledger_range=10000/%'"),
            "1");
}

TEST_P(UpkeepTest, LeavesTablesThatAreNotOurs) {
  Fill();
  Probe().Execute("CREATE TABLE mine (i INTEGER)");
  Probe().Execute("INSERT INTO mine VALUES (1)");
  Probe().Execute("INSERT INTO mine VALUES (2)");
  const auto report = Maintain(AtOnce());
  ASSERT_THAT(report, IsOk());
  EXPECT_FALSE(report->tables.contains("mine"));
  EXPECT_EQ(Probe().Cell("SELECT count(DISTINCT filename), count(*) FROM mine"), "2|2");
}

// Rows that somebody deleted stay deleted.
TEST_P(UpkeepTest, MergesFilesWithDeletedRows) {
  Fill();
  Probe().Execute("DELETE FROM tiny_others_row_v1 WHERE ledger_sequence = 102");
  const std::string rows = Probe().Cell("SELECT count(*) FROM tiny_others_row_v1");
  const auto report = Maintain(AtOnce());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->tables.at("tiny_others_row_v1").files_after, 1u);
  EXPECT_EQ(Probe().Cell("SELECT count(*) FROM tiny_others_row_v1"), rows);
}

TEST_P(UpkeepTest, MergesTheOthersWhenAFileIsLost) {
  Fill();
  const std::string lost = Probe().Cell("SELECT filename FROM tiny_things_row_v3 LIMIT 1");
  LakeWriterOptions options = WriterOptions();
  LakeWriter writer(std::move(options), Author());
  ASSERT_THAT(writer.Open(), IsOk());
  ASSERT_THAT(writer.ReadStorage(), IsOk());
  fs::remove(lost);
  Upkeep upkeep(writer, Thorough());
  ASSERT_THAT(RunAll(upkeep), IsOk());
  EXPECT_THAT(upkeep.report().left, ElementsAre(HasSubstr("tiny_things_row_v3")));
  EXPECT_EQ(upkeep.report().tables.at("_batches").files_after, 1u);
}

// Two that keep the same lake: what one has merged the other leaves.
TEST_P(UpkeepTest, DoesNotMergeWhatIsMergedAlready) {
  Fill();
  LakeWriter writer(WriterOptions(), Author());
  ASSERT_THAT(writer.Open(), IsOk());
  ASSERT_THAT(writer.ReadStorage(), IsOk());
  const auto plan = PlanMergesOf(writer.connection(), writer.lake(), writer.storage(), Thorough());
  ASSERT_THAT(plan, IsOk());
  const auto run = std::ranges::find_if(plan->merges, [](const MergeRun& merge) {
    return merge.front().table == "tiny_things_row_v3";
  });
  ASSERT_NE(run, plan->merges.end());
  EXPECT_THAT(MergeFiles(writer, *run, {.columns = {"ledger_sequence"}}), IsOk());
  EXPECT_THAT(MergeFiles(writer, *run, {.columns = {"ledger_sequence"}}), IsError(Code::kConflict));
  ASSERT_THAT(writer.Close(), IsOk());
  ExpectWhole();
}

TEST_P(UpkeepTest, RemovesOrphansThatAreOldAndInNoList) {
  Fill(kFirst, 3);
  const auto make = [&](const std::string& name, int hours) {
    const fs::path path = folder_.Write("lake/data/bronze/tiny_things_row_v3/" + name, "PAR1");
    fs::last_write_time(path, fs::file_time_type::clock::now() - std::chrono::hours(hours));
    return path;
  };
  const fs::path orphan = make("orphan.parquet", 25);
  const fs::path young = make("young.parquet", 23);
  const fs::path listed = make("listed.parquet", 25);
  const fs::path other = make("notes.txt", 25);
  folder_.Write("lake/data/.stellarlake-pending/writer@elsewhere", listed.string() + '\0');
  const auto report = Maintain(Thorough());
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->orphans.files, 1u);
  EXPECT_FALSE(fs::exists(orphan));
  EXPECT_TRUE(fs::exists(young));
  EXPECT_TRUE(fs::exists(listed));
  EXPECT_TRUE(fs::exists(other));
  ExpectWhole(3);
}

class UpkeepBesideAWriter : public UpkeepOfALake {};
INSTANTIATE_TEST_SUITE_P(Catalogs, UpkeepBesideAWriter,
                         ::testing::Values(CatalogKind::kSqlite, CatalogKind::kPostgres),
                         testing::CatalogName);

TEST_P(UpkeepBesideAWriter, NeitherLosesNorDoublesARow) {
  Fill();
  std::atomic<bool> done = false;
  std::jthread writer([&] {
    Fill(kFirst + kLedgers, kLedgers);
    done = true;
  });
  // Whatever no catalog names is removed at once, unless it is in the list of a writer.
  UpkeepOptions options = Thorough();
  options.grace_ms = AtOnce().grace_ms;
  std::uint64_t merges = 0;
  while (!done && !HasFailure()) {
    const auto report = Maintain(options);
    if (report.ok()) {
      merges += report->merges;
    } else {
      EXPECT_THAT(report, IsError(Code::kConflict));
    }
  }
  writer.join();
  EXPECT_GT(merges, 0u);
  ExpectWhole(2 * kLedgers);
  EXPECT_THAT(Maintain(AtOnce()), IsOk());
  ExpectWhole(2 * kLedgers);
  EXPECT_THAT(Probe().FilesThatNobodyNames(DataFolder()), IsEmpty());
}

}  // namespace
}  // namespace lake
