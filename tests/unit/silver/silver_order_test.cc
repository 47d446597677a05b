// The same ledgers in any order and any cut give the same silver, digest for digest.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "silver/silver_tables.h"
#include "support/lake_probe.h"
#include "unit/silver/living_chain.h"
#include "unit/silver/silver_lake.h"

namespace lake {
namespace {

using testing::IsOk;
using testing::LakeProbe;
using testing::LivingChain;

using Pieces = std::vector<LedgerRange>;

// What people read: row tables, and the views of the others.
std::vector<std::string> Relations() {
  std::vector<std::string> names;
  for (const SilverTable& table : SilverTables()) {
    if (table.kind == SilverKind::kRow || table.kind == SilverKind::kAgg) {
      names.push_back(table.name);
    } else if (table.kind == SilverKind::kState) {
      names.push_back(table.name + "_history_v1");
      names.push_back(table.name + "_current_v1");
    }
  }
  return names;
}

class SilverOrder : public testing::SilverLake {
 protected:
  // Takes the pieces one after the other, into a schema of its own; what there is in the end.
  std::vector<std::string> Taken(const std::string& schema, const Pieces& pieces) const {
    for (const LedgerRange& piece : pieces) {
      SilverOptions options = SilverOptionsOf(1000);
      options.writer.lake.schema_name = schema;
      options.limits.wish = piece;
      SilverRun run(std::move(options));
      EXPECT_THAT(run.Open(), IsOk());
      for (bool more = true; more && !HasFailure();) {
        const auto step = run.Step();
        EXPECT_THAT(step, IsOk());
        more = step.ok() && step->has_value();
      }
      EXPECT_THAT(run.Close(), IsOk());
    }
    return Read(schema);
  }
  std::vector<std::string> Read(const std::string& schema) const {
    std::string sql;
    for (const std::string& name : Relations()) {
      sql += fmt::format(
          "{}SELECT '{}', count(*), sum(md5_number_lower(t::VARCHAR))::VARCHAR FROM {}.{} AS t",
          sql.empty() ? "" : " UNION ALL ", name, schema, name);
    }
    return LakeProbe(lake_).Rows(sql);
  }
  // What six ledgers from `first` on are when they are taken at once.
  std::vector<std::string> Once(std::uint32_t first) {
    Commit(LivingChain(first, 7).Add(6));
    std::vector<std::string> once = Taken("once", {{first, first + 5}});
    int filled = 0;
    for (const std::string& line : once) filled += line.find("|0|") == line.npos;
    EXPECT_GE(filled, 14) << ::testing::PrintToString(once);
    return once;
  }
};
INSTANTIATE_TEST_SUITE_P(Catalogs, SilverOrder, ::testing::Values(CatalogKind::kDuckDb),
                         testing::CatalogName);

TEST_P(SilverOrder, DoesNotMatterFromTheFirstLedgerOn) {
  const std::vector<std::string> once = Once(2);
  EXPECT_EQ(Taken("hole", {{2, 3}, {6, 7}, {4, 5}}), once);
}

TEST_P(SilverOrder, DoesNotMatterInTheMiddleOfAChain) {
  const std::vector<std::string> once = Once(1000);
  EXPECT_EQ(Taken("backwards", {{1004, 1005}, {1003, 1003}, {1001, 1002}, {1000, 1000}}), once);
}

TEST_P(SilverOrder, FoldingChangesNoAnswer) {
  const std::vector<std::string> once = Once(1000);
  EXPECT_EQ(Taken("steps", {{1000, 1001}, {1002, 1003}}).size(), once.size());
  SilverOptions options = SilverOptionsOf(1000);
  options.writer.lake.schema_name = "steps";
  SilverRun run(std::move(options));
  ASSERT_THAT(run.Open(), IsOk());
  int folds = 0;
  for (bool more = true; more; folds += more) {
    const auto step = run.Fold();
    ASSERT_THAT(step, IsOk());
    more = step->has_value();
  }
  ASSERT_THAT(run.Close(), IsOk());
  EXPECT_GE(folds, 5);
  const LakeProbe probe(lake_);
  EXPECT_EQ(probe.Cell("SELECT count(*) FROM steps.accounts_open_delta_v1"), "0");
  EXPECT_NE(probe.Cell("SELECT count(*) FROM steps.accounts_open_v1"), "0");
  // What is taken afterwards goes on from the folded rows.
  EXPECT_EQ(Taken("steps", {{1004, 1005}}), once);
}

}  // namespace
}  // namespace lake
