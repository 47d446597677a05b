// `silver run`, killed at each step of a commit while it takes ledgers, joins segments and folds,
// on every catalog and with data on S3: what each kill leaves is completed by the next run, to what
// an undisturbed one makes.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "lake/commit_steps.h"
#include "support/child.h"
#include "support/crashing_child.h"
#include "support/lake_files.h"
#include "support/lake_place.h"
#include "support/places.h"
#include "unit/silver/living_chain.h"

namespace lake::testing {
namespace {

constexpr std::uint32_t kFirst = 1000;
// The first two do not touch; the last one joins them.
constexpr const char* kPieces[] = {"1000:1001", "1004:1005", "1002:1003"};
constexpr const char* kAsked[] = {"token_transfers_row_v1",   "accounts_history_v1",
                                  "balances_history_v1",      "balances_current_v1",
                                  "contract_data_history_v1", "asset_flows_agg_day_v1"};

struct KilledAt {
  CatalogKind catalog;
  DataPlace data;
  const char* step;
};

// Every step where it costs the least; those around COMMIT everywhere.
constexpr KilledAt kKills[] = {
    {CatalogKind::kDuckDb, DataPlace::kFolder, commit_step::kDescribed},
    {CatalogKind::kDuckDb, DataPlace::kFolder, commit_step::kTableAdded},
    {CatalogKind::kDuckDb, DataPlace::kFolder, commit_step::kFenced},
    {CatalogKind::kSqlite, DataPlace::kFolder, commit_step::kFenced},
    {CatalogKind::kPostgres, DataPlace::kFolder, commit_step::kFenced},
    {CatalogKind::kPostgres, DataPlace::kS3, commit_step::kFenced},
};

std::string NameOfKill(const ::testing::TestParamInfo<KilledAt>& info) {
  std::string step = info.param.step;
  std::ranges::replace(step, '.', '_');
  return NameOf(info.param.catalog, info.param.data) + "_" + step;
}

class SilverKilled : public ::testing::TestWithParam<KilledAt> {
 protected:
  void SetUp() override {
    place_ = LakePlace::Start(GetParam().catalog, GetParam().data, DepsPath("gotools/versitygw"));
    if (place_ == nullptr) GTEST_SKIP() << "a server is not installed";
    WriteLake(folder_.path() / "ledgers", LivingChain(kFirst, 7).Add(6),
              {.passphrase = std::string(kTestPassphrase)});
  }
  ChildResult Run(const ::lake::LakeOptions& lake, std::vector<std::string> words,
                  const std::string& crash_at = "") const {
    words.insert(words.begin(), Program());
    words.insert(words.end(), {"--lake", lake.location});
    if (!lake.data_path.empty()) words.insert(words.end(), {"--data-path", lake.data_path});
    ChildOptions options;
    if (!crash_at.empty()) options.variables.emplace_back("STELLARLAKE_CRASH_AT", crash_at);
    return RunChild(words, options);
  }
  void Must(const ::lake::LakeOptions& lake, std::vector<std::string> words) const {
    const ChildResult ended = Run(lake, std::move(words));
    EXPECT_EQ(ended.exit_status, 0) << ended.err;
  }
  ::lake::LakeOptions MakeLake(const std::string& name) {
    const ::lake::LakeOptions lake = place_->Make(name).options;
    Must(lake, {"ingest", (folder_.path() / "ledgers").string(), "--network",
                std::string(kTestPassphrase), "--range", "1000:1005"});
    return lake;
  }
  static std::vector<std::string> Silver(const std::string& command) {
    return {"silver", command, "--network", std::string(kTestPassphrase)};
  }
  static std::vector<std::string> Piece(const char* range) {
    std::vector<std::string> words = Silver("run");
    words.insert(words.end(), {"--range", range});
    return words;
  }
  // Killed in its first commit, then in its second one and so on, until it ends by itself. A run
  // that a kill came before may settle that first, in a commit of its own.
  int Killed(const ::lake::LakeOptions& lake, const std::vector<std::string>& words) const {
    constexpr int kCommitsMax = 8;
    int kills = 0;
    for (int commit = 1; commit <= kCommitsMax && !HasFailure(); ++commit) {
      const ChildResult ended = Run(lake, words, fmt::format("{}:{}", GetParam().step, commit));
      if (ended.exit_status == 0) break;
      EXPECT_EQ(ended.exit_status, kKilled) << ended.err;
      ++kills;
    }
    Must(lake, words);
    return kills;
  }
  std::string Answers(const ::lake::LakeOptions& lake) const {
    std::string sql;
    for (const char* name : kAsked) {
      sql += fmt::format(
          "{}select '{}', count(*), sum(md5_number_lower(t::varchar))::varchar from {} as t",
          sql.empty() ? "" : " union all ", name, name);
    }
    const ChildResult answered = Run(lake, {"sql", "--format", "csv", sql});
    EXPECT_EQ(answered.exit_status, 0) << answered.err;
    return answered.out;
  }

  const TempFolder folder_;
  std::unique_ptr<LakePlace> place_;
};

INSTANTIATE_TEST_SUITE_P(Places, SilverKilled, ::testing::ValuesIn(kKills), NameOfKill);

TEST_P(SilverKilled, IsCompletedByTheNextRun) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  const ::lake::LakeOptions whole = MakeLake("whole");
  Must(whole, Silver("run"));
  const std::string expected = Answers(whole);
  const ::lake::LakeOptions lake = MakeLake("killed");
  int kills = 0;
  for (const char* piece : kPieces) kills += Killed(lake, Piece(piece));
  EXPECT_GE(kills, 4);  // three commits of ledgers, one that joins
  EXPECT_EQ(Answers(lake), expected);
  EXPECT_EQ(Run(lake, Silver("fold"), GetParam().step).exit_status, kKilled);
  EXPECT_EQ(Answers(lake), expected);
  Must(lake, Silver("fold"));
  EXPECT_EQ(Answers(lake), expected);
}

}  // namespace
}  // namespace lake::testing
