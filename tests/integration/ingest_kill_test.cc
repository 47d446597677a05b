// The program, killed without warning again and again at different points of its work, leaves a
// lake that the next run completes: every ledger once, and as its source has it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"
#include "support/eventually.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake {
namespace {

using testing::WatchedProgram;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kCount = 60;
constexpr std::uint32_t kLast = kFirst + kCount - 1;

// A moment to kill at, by the run's own progress.
struct Moment {
  const char* fact;  // of /health
  std::int64_t at_least;
};

class KilledIngestTest : public ::testing::Test {
 protected:
  KilledIngestTest() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(kCount),
              {.passphrase = std::string(testing::kTestPassphrase)});
  }
  std::string Ledgers() const { return (folder_.path() / "ledgers").string(); }
  std::string Lake() const { return (folder_.path() / "lake").string(); }
  // A commit every two ledgers: there is always one under way.
  std::unique_ptr<WatchedProgram> Start() {
    return std::make_unique<WatchedProgram>(
        std::vector<std::string>{
            kProgram, "ingest", Ledgers(), "--range", fmt::format("{}:{}", kFirst, kLast), "--lake",
            Lake(), "--network", std::string(testing::kTestPassphrase), "--batch-size", "2",
            "--tables", "ledgers_row_v2,transactions_row_v2,operations_row_v2"},
        folder_.File("ingest.log"));
  }

  testing::TempFolder folder_;
};

TEST_F(KilledIngestTest, IsCompletedByTheNextRunEachTime) {
  std::uint32_t killed = 0;
  std::int64_t committed = kFirst;
  for (const Moment& moment : std::initializer_list<Moment>{{"ready", 0},
                                                            {"commits", 1},
                                                            {"last_extracted_sequence", 8},
                                                            {"commits", 3},
                                                            {"commits", 4}}) {
    const auto ingest = Start();
    const bool reached = ingest->Await([&] {
      const nlohmann::json health = ingest->Health();
      if (std::string_view(moment.fact) == "ready") return health.contains("ready");
      const bool of_ledger = std::string_view(moment.fact) != "commits";
      return health.value(moment.fact, std::int64_t{-1}) >=
             moment.at_least + (of_ledger ? committed : 0);
    });
    ASSERT_TRUE(reached) << moment.fact << "\n" << ingest->Log();
    committed = std::max(committed, ingest->Fact("last_sequence"));
    if (ingest->running()) ++killed;
    ingest->Kill();
  }
  EXPECT_EQ(killed, 5u);
  ASSERT_LT(committed, kLast) << "the kills came too late to disturb anything";
  const auto last = Start();
  ASSERT_TRUE(testing::Eventually([&] { return !last->running(); }, std::chrono::minutes(10)));

  const ChildResult rows =
      RunChild({kProgram, "sql", "--lake", Lake(), "--format", "csv",
                "select count(*), count(distinct sequence) from ledgers_row_v2"});
  EXPECT_THAT(rows.out, ::testing::HasSubstr(fmt::format("\n{0},{0}\n", kCount))) << last->Log();
  const ChildResult verified =
      RunChild({kProgram, "verify", "--lake", Lake(), "--source", Ledgers()});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  const ChildResult gaps = RunChild(
      {kProgram, "gaps", "--lake", Lake(), "--range", fmt::format("{}:{}", kFirst, kLast)});
  EXPECT_EQ(gaps.exit_status, 0) << gaps.out;
}

TEST_F(KilledIngestTest, GapsAreRepairedFromTheSource) {
  const auto ingest = [&](const std::string& range) {
    return RunChild({kProgram, "ingest", Ledgers(), "--range", range, "--lake", Lake(), "--network",
                     std::string(testing::kTestPassphrase), "--tables",
                     "ledgers_row_v2,transactions_row_v2"});
  };
  for (const char* range : {"1010:1019", "1030:1034", "1050:1057"}) {
    ASSERT_EQ(ingest(range).exit_status, 0);
  }
  const auto gaps = [&](std::vector<std::string> further) {
    std::vector<std::string> words{kProgram, "gaps", "--lake", Lake()};
    words.insert(words.end(), further.begin(), further.end());
    return RunChild(words);
  };
  const ChildResult before = gaps({"--format", "json"});
  EXPECT_NE(before.exit_status, 0);
  const nlohmann::json holes = nlohmann::json::parse(before.out)["groups"][0]["gaps"];
  EXPECT_EQ(holes, nlohmann::json::parse("[[1020,1029],[1035,1049]]"));
  const ChildResult filled = gaps({Ledgers(), "--fill"});
  EXPECT_EQ(filled.exit_status, 0) << filled.out << filled.err;
  EXPECT_THAT(filled.out, ::testing::HasSubstr("25 ledgers"));
  EXPECT_EQ(gaps({}).exit_status, 0);
  // Also around what the lake has, and again without effect.
  EXPECT_EQ(gaps({Ledgers(), "--fill", "--range", "1000:1059"}).exit_status, 0);
  EXPECT_THAT(gaps({Ledgers(), "--fill", "--range", "1000:1059"}).out,
              ::testing::HasSubstr("no gaps"));
  const ChildResult verified =
      RunChild({kProgram, "verify", "--lake", Lake(), "--source", Ledgers()});
  EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
}

}  // namespace
}  // namespace lake
