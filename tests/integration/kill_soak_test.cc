// The program, killed at random moments of an ingest, on every catalog, with data in a folder and
// on S3: what each kill leaves verifies, and the run after the last one completes it: every ledger
// once, and no file that the catalog does not name.
//
// Short here. `tools/soak` runs it long: STELLARLAKE_SOAK_KILLS says how many kills that hit a run
// each lake takes part in, STELLARLAKE_SOAK_SEED which moments.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <tuple>

#include "support/child.h"
#include "support/daemon.h"
#include "support/eventually.h"
#include "support/lake_files.h"
#include "support/lake_place.h"
#include "support/lake_probe.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/seeded_random.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::DataPlace;
using ::testing::IsEmpty;
using testing::LakePlace;
using testing::LakeProbe;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr int kKillsOfALake = 10;
constexpr int kLookEvery = 5;  // kills, at what they leave
constexpr std::uint64_t kKillsOfAShortRun = 3;
// Longer than a run takes where fifty processes share two cores.
constexpr auto kPatience = std::chrono::hours(1);

std::uint64_t Setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

using Param = std::tuple<CatalogKind, DataPlace>;

std::string ParamName(const ::testing::TestParamInfo<Param>& info) {
  return testing::NameOf(std::get<0>(info.param), std::get<1>(info.param));
}

class KillSoak : public ::testing::TestWithParam<Param> {
 protected:
  KillSoak() {
    fs::permissions(folder_.path(), fs::perms::all);
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(count_),
              {.passphrase = std::string(testing::kTestPassphrase)});
  }
  std::string Ledgers() const { return (folder_.path() / "ledgers").string(); }
  std::string Log() const { return testing::ReadFile(folder_.path() / "ingest.log"); }

  static std::vector<std::string> WithLake(std::vector<std::string> words,
                                           const LakePlace::NewLake& lake) {
    words.insert(words.end(),
                 {"--lake", lake.options.location, "--data-path", lake.options.data_path});
    return words;
  }
  // A commit every two ledgers: there is always one under way.
  std::vector<std::string> IngestWords(const LakePlace::NewLake& lake) const {
    return WithLake(
        {"/bin/sh", "-c", "exec 2>>\"$0\"; exec \"$@\"", folder_.File("ingest.log"), kProgram,
         "ingest", Ledgers(), "--range", fmt::format("{}:{}", kFirst, kFirst + count_ - 1),
         "--network", std::string(testing::kTestPassphrase), "--batch-size", "2", "--tables",
         "ledgers_row_v2,transactions_row_v2,operations_row_v2", "--left-files-grace", "0",
         "--no-progress"},
        lake);
  }

  // How long it took, when it ended by itself by then.
  std::optional<milliseconds> RunFor(const LakePlace::NewLake& lake, milliseconds time) {
    const auto start = steady_clock::now();
    testing::Daemon ingest(IngestWords(lake));
    const auto has_ended = [&ingest] { return !ingest.running(); };
    const bool ended = testing::Eventually(has_ended, time);
    const auto took = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    ingest.Signal(SIGKILL);
    EXPECT_TRUE(testing::Eventually(has_ended));
    EXPECT_EQ(ingest.exit_status(), ended ? 0 : 128 + SIGKILL) << Log();
    return ended ? std::optional(took) : std::nullopt;
  }

  void ExpectVerified(const LakePlace::NewLake& lake) const {
    const ChildResult verified =
        RunChild(WithLake({kProgram, "verify", "--source", Ledgers()}, lake));
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err << Log();
  }
  static bool HasBatches(const LakePlace::NewLake& lake) {
    const ChildResult batches = RunChild(
        WithLake({kProgram, "sql", "--format", "csv", "select count(*) > 0 from _batches"}, lake));
    return batches.out.ends_with("true\n");
  }
  void ExpectWhole(const LakePlace::NewLake& lake) const {
    ExpectVerified(lake);
    const LakeProbe probe = LakeProbe(lake.options).Held();
    EXPECT_EQ(probe.Cell("SELECT count(*), count(DISTINCT sequence) FROM ledgers_row_v2"),
              fmt::format("{0}|{0}", count_))
        << Log();
    EXPECT_THAT(probe.FilesThatNobodyNames(lake.data_folder), IsEmpty()) << Log();
    // A bucket has no empty folders.
    std::error_code none;
    const fs::path lists = lake.data_folder + "/.stellarlake-pending";
    EXPECT_TRUE(!fs::exists(lists, none) || fs::is_empty(lists, none)) << Log();
  }

  const std::uint64_t kills_ = Setting("STELLARLAKE_SOAK_KILLS", kKillsOfAShortRun);
  // A commit for every two of them, and some kill has to fall between two.
  const std::uint32_t count_ = kills_ > kKillsOfAShortRun ? 60 : 24;
  testing::TempFolder folder_;
};

INSTANTIATE_TEST_SUITE_P(Lakes, KillSoak,
                         ::testing::Combine(::testing::Values(CatalogKind::kDuckDb,
                                                              CatalogKind::kSqlite,
                                                              CatalogKind::kPostgres),
                                            ::testing::Values(DataPlace::kFolder, DataPlace::kS3)),
                         ParamName);

TEST_P(KillSoak, LeavesLakesThatVerifyAndThatTheNextRunCompletes) {
  const std::uint64_t seed = Setting("STELLARLAKE_SOAK_SEED", 1);
  const auto [catalog, data] = GetParam();
  const auto place = LakePlace::Start(catalog, data, testing::DepsPath("gotools/versitygw"));
  if (place == nullptr) GTEST_SKIP() << "a server is not installed";
  const auto start = steady_clock::now();
  std::optional<milliseconds> whole = RunFor(place->Make("undisturbed"), kPatience);
  ASSERT_TRUE(whole);
  testing::SeededRandom random(seed);
  std::uint64_t hits = 0, runs = 0, lakes = 0, looks = 0;
  while (hits < kills_ && !HasFailure()) {
    const auto lake = place->Make(fmt::format("lake{}", ++lakes));
    bool ended = false;
    for (int i = 1; i <= kKillsOfALake && hits < kills_ && !ended; ++i, ++runs) {
      const auto took =
          RunFor(lake, milliseconds(random.Below(static_cast<std::size_t>(whole->count()))));
      ended = took.has_value();
      // Measured on a machine that was busier then: no kill would find a run of now.
      if (ended && i == 1) whole = took;
      if (ended) continue;
      if (++hits % kLookEvery == 0 && HasBatches(lake)) {
        ExpectVerified(lake);
        ++looks;
      }
    }
    if (!ended) {
      ++runs;
      EXPECT_TRUE(RunFor(lake, kPatience)) << Log();
    }
    ExpectWhole(lake);
  }
  std::printf(
      "%s, seed %llu: %llu kills of running ingests in %llu runs; verified %llu lakes whole and "
      "%llu as a kill left them; %.0f s\n",
      testing::NameOf(catalog, data).c_str(), static_cast<unsigned long long>(seed),
      static_cast<unsigned long long>(hits), static_cast<unsigned long long>(runs),
      static_cast<unsigned long long>(lakes), static_cast<unsigned long long>(looks),
      std::chrono::duration<double>(steady_clock::now() - start).count());
  EXPECT_EQ(hits, kills_);
}

}  // namespace
}  // namespace lake
