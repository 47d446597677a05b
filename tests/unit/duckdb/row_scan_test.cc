// What DuckDB's threads call of ours may fail in any way: the statement does, and nothing else.
#include "duckdb/row_scan.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <functional>
#include <new>
#include <stdexcept>

#include "duckdb/database.h"
#include "support/matchers.h"
#include "support/tiny_table.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsOk;
using testing::kTinySpec;
using testing::TinyRows;

// Rows that a test makes fail where it wants.
class FailingRows final : public RowSource {
 public:
  FailingRows(BufferedRows& rows, std::function<void()> bind, std::function<void()> claim)
      : rows_(rows), bind_(std::move(bind)), claim_(std::move(claim)) {}
  const std::vector<const ColumnSpec*>& columns() const override {
    bind_();
    return rows_.columns();
  }
  std::size_t max_threads() const override { return 2; }
  bool Claim(RowRun& run) override {
    claim_();
    return rows_.Claim(run);
  }

 private:
  BufferedRows& rows_;
  std::function<void()> bind_;
  std::function<void()> claim_;
};

class RowScanTest : public ::testing::Test {
 protected:
  Status Count(RowSource& source) {
    const RowScanSlot slot(database_->row_scans(), source);
    return connection_.Query(fmt::format("SELECT count(*) FROM {}", slot.sql())).status();
  }
  std::shared_ptr<Database> database_ = Database::Open({.threads = 2}).value();
  Connection connection_ = Connection::Open(database_).value();
  TinyRows tiny_;
  RowBuffer buffer_ = tiny_.Make(1, 1'000);
  BufferedRows rows_{AllColumns(kTinySpec), {{&buffer_, 0, buffer_.size()}}, 100, 2};
};

TEST_F(RowScanTest, AThreadThatThrowsFailsItsStatementOnly) {
  std::atomic<int> claims = 0;
  FailingRows throws(
      rows_, [] {},
      [&] {
        if (++claims == 3) throw std::runtime_error("a library threw");
      });
  ::testing::internal::CaptureStderr();
  EXPECT_THAT(Count(throws), HasMessage("lake_rows: an exception escaped: a library threw"));
  ::testing::internal::GetCapturedStderr();
  FailingRows no_memory(
      rows_, [] {}, [] { throw std::bad_alloc(); });
  EXPECT_THAT(Count(no_memory), HasMessage("lake_rows: out of memory"));
  EXPECT_THAT(connection_.Execute("SELECT 1"), IsOk());
}

TEST_F(RowScanTest, SoDoesABindThatThrows) {
  FailingRows no_memory(
      rows_, [] { throw std::bad_alloc(); }, [] {});
  EXPECT_THAT(Count(no_memory), HasMessage("lake_rows: out of memory"));
  FailingRows whole(
      rows_, [] {}, [] {});
  EXPECT_THAT(Count(whole), IsOk());
}

TEST_F(RowScanTest, RowsThatNobodyOffersAreAnError) {
  EXPECT_THAT(connection_.Query("SELECT * FROM lake_rows(77)"),
              HasMessage("no rows are offered as 77"));
}

}  // namespace
}  // namespace lake
