// `stellarlake reindex` on every catalog in a file or on a server, with data in a folder and on S3.
#include <gmock/gmock.h>

#include <map>

#include "lake/commit_steps.h"
#include "support/crashing_child.h"
#include "support/lake_place.h"
#include "unit/app/reindexed_lake.h"

namespace lake {
namespace {

using testing::DataPlace;
using ::testing::HasSubstr;

struct Somewhere {
  CatalogKind catalog;
  DataPlace data;
};

std::string NameOfPlace(const ::testing::TestParamInfo<Somewhere>& place) {
  return NameOf(place.param.catalog, place.param.data);
}

class ReindexedPlace : public testing::ReindexedLake,
                       public ::testing::WithParamInterface<Somewhere> {
 protected:
  void SetUp() override {
    place_ = testing::LakePlace::Start(GetParam().catalog, GetParam().data,
                                       testing::DepsPath("gotools/versitygw"));
    if (place_ == nullptr) GTEST_SKIP() << "a server is not installed";
  }
  LakeOptions Place(const std::string& name) override {
    const auto known = places_.find(name);
    if (known != places_.end()) return known->second;
    return places_[name] = place_->Make(name).options;
  }

 private:
  std::unique_ptr<testing::LakePlace> place_;
  std::map<std::string, LakeOptions> places_;
};

INSTANTIATE_TEST_SUITE_P(Places, ReindexedPlace,
                         ::testing::Values(Somewhere{CatalogKind::kDuckDb, DataPlace::kS3},
                                           Somewhere{CatalogKind::kSqlite, DataPlace::kFolder},
                                           Somewhere{CatalogKind::kSqlite, DataPlace::kS3},
                                           Somewhere{CatalogKind::kPostgres, DataPlace::kFolder},
                                           Somewhere{CatalogKind::kPostgres, DataPlace::kS3}),
                         NameOfPlace);

TEST_P(ReindexedPlace, IsWhatAFreshIngestWrites) {
  WriteLedgers(23);
  Ingest("bronze");
  const ChildResult made = Run({"reindex", "--batch-size", "3"});
  EXPECT_EQ(made.exit_status, 65) << made.out << made.err;
  EXPECT_THAT(made.out, HasSubstr("left       entries_extra_snapshot_v1: 1,004: "));
  const ChildResult rest = Run({"reindex", source_});
  EXPECT_EQ(rest.exit_status, 0) << rest.out << rest.err;
  ExpectVerified();
  ExpectLikeFresh({"bronze", "extra", "index"});
  const ChildResult found = Run({"find", testing::AccountStrkey("alice"), "--limit", "1"});
  EXPECT_THAT(found.out, HasSubstr("searched   1 ledger: 1,007\n")) << found.err;
}

using KilledReindex = ReindexedPlace;
INSTANTIATE_TEST_SUITE_P(Places, KilledReindex,
                         ::testing::Values(Somewhere{CatalogKind::kSqlite, DataPlace::kS3},
                                           Somewhere{CatalogKind::kPostgres, DataPlace::kFolder},
                                           Somewhere{CatalogKind::kPostgres, DataPlace::kS3}),
                         NameOfPlace);

TEST_P(KilledReindex, IsCompletedByTheNext) {
#ifndef STELLARLAKE_CRASH_POINTS
  GTEST_SKIP() << "built without crash points";
#endif
  WriteLedgers(22);
  Ingest("bronze");
  const std::vector<std::string> command{"reindex", "--tables", "index,transactions_extra_row_v1",
                                         "--batch-size", "1"};
  // One batch each: what the one before had committed stays, what it had not is done again.
  int batch = 2;
  for (const std::string step :
       {commit_step::kFilesWritten, commit_step::kDescribed, commit_step::kTableAdded,
        commit_step::kFenced, commit_step::kCommitted}) {
    ChildOptions killed;
    killed.variables.emplace_back("STELLARLAKE_CRASH_AT", step + ":" + std::to_string(batch));
    EXPECT_EQ(Run(command, "lake", killed).exit_status, testing::kKilled) << step;
    batch = 1;
  }
  const ChildResult next = Run(command);
  EXPECT_EQ(next.exit_status, 0) << next.err;
  ExpectVerified();
  ExpectLikeFresh({"index", "transactions_extra_row_v1"});
}

}  // namespace
}  // namespace lake
