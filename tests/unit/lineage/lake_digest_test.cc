#include "lineage/lake_digest.h"

#include <gtest/gtest.h>

#include <map>

#include "duckdb/table_writer.h"
#include "support/matchers.h"
#include "support/tiny_batch.h"
#include "table/ddl.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;

class LakeDigest : public ::testing::Test {
 protected:
  LakeDigest()
      : connection_(
            Connection::Open(Database::Open({.threads = 2, .keep_order = false}).value()).value()),
        batch_(testing::MakeTinyBatch(100, 140, 333)) {
    EXPECT_THAT(connection_.Execute(CreateTableSql(kTinySpec, {.table_name = "t"})), IsOk());
    std::vector<const RowBuffer*> rows;
    for (const auto& ledger : batch_.ledgers) rows.push_back(&ledger->tables[0]);
    EXPECT_THAT(WriteTable(connection_, {.spec = kTinySpec, .target = "t", .rows = rows}), IsOk());
  }
  Connection connection_;
  Batch batch_;
};

TEST_F(LakeDigest, EqualsTheDigestOfTheRowsThatWereWritten) {
  auto digest = DigestTable(connection_, kTinySpec, "t", 100, 140);
  ASSERT_THAT(digest, IsOk());
  EXPECT_EQ(*digest, batch_.digest(0));
  EXPECT_EQ(digest->rows, 41u * 333);
}

TEST_F(LakeDigest, GivesTheDigestOfEveryLedger) {
  std::map<std::uint32_t, RowDigest> ledgers;
  ASSERT_THAT(DigestTable(connection_, kTinySpec, "t", 110, 120,
                          [&](std::uint32_t sequence, const RowDigest& digest) {
                            ledgers[sequence].Add(digest);
                          }),
              IsOk());
  ASSERT_EQ(ledgers.size(), 11u);
  for (const auto& [sequence, digest] : ledgers) {
    EXPECT_EQ(digest, batch_.ledgers[sequence - 100]->digests[0]) << sequence;
  }
}

TEST_F(LakeDigest, ChangesWithAnyCellAndWithNullAgainstEmpty) {
  for (const std::string change :
       {"UPDATE t SET note = NULL WHERE note = '' AND ledger_sequence = 107 AND name LIKE 'thing 1 "
        "%'",
        "UPDATE t SET flag = NOT flag WHERE ledger_sequence = 107 AND name LIKE 'thing 9 %'",
        "UPDATE t SET big = big + 1 WHERE ledger_sequence = 107 AND name LIKE 'thing 9 %'",
        "DELETE FROM t WHERE ledger_sequence = 107 AND name LIKE 'thing 9 %'"}) {
    ASSERT_THAT(connection_.Execute("BEGIN"), IsOk());
    auto changed = connection_.Query(change);
    ASSERT_THAT(changed, IsOk());
    ASSERT_EQ(changed->rows_changed(), 1u) << change;
    auto digest = DigestTable(connection_, kTinySpec, "t", 100, 140);
    ASSERT_THAT(digest, IsOk());
    EXPECT_NE(*digest, batch_.digest(0)) << change;
    ASSERT_THAT(connection_.Execute("ROLLBACK"), IsOk());
  }
}

TEST_F(LakeDigest, IgnoresColumnsThatAreNotDigested) {
  ASSERT_THAT(connection_.Execute("UPDATE t SET seen_at = TIMESTAMP '2030-01-01'"), IsOk());
  EXPECT_EQ(*DigestTable(connection_, kTinySpec, "t", 100, 140), batch_.digest(0));
}

TEST_F(LakeDigest, NamesAColumnThatIsNotWhatTheSpecSays) {
  ASSERT_THAT(
      connection_.Execute("CREATE TABLE u AS SELECT * REPLACE (big::VARCHAR AS big) FROM t"),
      IsOk());
  const auto digest = DigestTable(connection_, kTinySpec, "u", 100, 140);
  EXPECT_THAT(digest, IsError(Code::kDataLoss));
  EXPECT_THAT(digest, HasMessage("tiny_things_row_v3: column big"));
  ASSERT_THAT(
      connection_.Execute("CREATE TABLE v AS SELECT * REPLACE (NULL::VARCHAR AS name) FROM t"),
      IsOk());
  EXPECT_THAT(DigestTable(connection_, kTinySpec, "v", 100, 140),
              HasMessage("column name is NULL"));
}

}  // namespace
}  // namespace lake
