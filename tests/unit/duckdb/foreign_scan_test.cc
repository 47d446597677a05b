#include "duckdb/foreign_scan.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>

#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using testing::IsOk;
using ::testing::UnorderedElementsAre;

constexpr std::array kColumns = {ColumnSpec{"n", "", ColumnType::kInt64, true, nullptr},
                                 ColumnSpec{"odd", "", ColumnType::kBool, true, nullptr},
                                 ColumnSpec{"minus", "", ColumnType::kInt32, true, nullptr},
                                 ColumnSpec{"big", "", ColumnType::kUint32, true, nullptr},
                                 ColumnSpec{"moment", "", ColumnType::kTimestamp, true, nullptr},
                                 ColumnSpec{"s", "", ColumnType::kText, true, nullptr}};

// A row for every number, and what was asked for.
class Numbers final : public ForeignTable {
 public:
  std::span<const ColumnSpec> columns() const override { return kColumns; }
  std::uint64_t RowsOf(const ForeignPart& part) const override {
    return static_cast<std::uint64_t>(part.last - part.first + 1);
  }
  std::unique_ptr<ForeignRows> Scan(std::vector<std::size_t> columns,
                                    const ForeignPart& part) const override {
    return std::make_unique<Rows>(*this, std::move(columns), part);
  }

  std::function<Status(std::int64_t)> before_row = [](std::int64_t) { return Status(); };
  mutable std::mutex mutex;
  mutable std::vector<std::string> asked;  // "0,5 of 1-10" when its first rows were
  mutable std::size_t chunks = 0;

 private:
  class Rows final : public ForeignRows {
   public:
    Rows(const Numbers& table, std::vector<std::size_t> columns, ForeignPart part)
        : table_(table), columns_(std::move(columns)), part_(part), next_(part.first) {
      for (const std::size_t column : columns_) types_.push_back(kColumns[column].type);
    }
    Result<std::optional<RowChunk>> Next() override {
      if (next_ == part_.first) {
        const std::lock_guard lock(table_.mutex);
        table_.asked.push_back(
            fmt::format("{} of {}-{}", fmt::join(columns_, ","), part_.first, part_.last));
      }
      if (next_ > part_.last) return std::optional<RowChunk>();
      RowChunk chunk(types_);
      for (; next_ <= part_.last && !chunk.full(); ++next_) TRY(Add(chunk));
      const std::lock_guard lock(table_.mutex);
      ++table_.chunks;
      return std::optional<RowChunk>(std::move(chunk));
    }

   private:
    Status Add(RowChunk& chunk) const {
      TRY(table_.before_row(next_));
      for (std::size_t i = 0; i < columns_.size(); ++i) {
        switch (columns_[i]) {
          case 0:
            TRY(chunk.SetInt(i, next_));
            break;
          case 1:
            TRY(chunk.SetInt(i, next_ % 2));
            break;
          case 2:
            TRY(chunk.SetInt(i, -next_));
            break;
          case 3:
            TRY(chunk.SetInt(i, 4'000'000'000));
            break;
          case 4:
            TRY(chunk.SetInt(i, next_ * 1'000'000));
            break;
          default:
            if (next_ % 3 == 0) {
              chunk.SetNull(i);
            } else {
              TRY(chunk.SetText(i, fmt::format("a text that is not short, é {}", next_)));
            }
        }
      }
      chunk.EndRow();
      return {};
    }

    const Numbers& table_;
    const std::vector<std::size_t> columns_;
    const ForeignPart part_;
    std::int64_t next_;
    std::vector<ColumnType> types_;
  };
};

class ForeignScan : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_THAT(RegisterForeignScan(connection_, "numbers", {table_}), IsOk());
    std::string view = "CREATE TEMP VIEW v AS ";
    for (int part = 0; part < 4; ++part) {
      const ForeignPart bounds{part * 1000 + 1, part * 1000 + 1000};
      view += fmt::format("{}SELECT * FROM {} WHERE n BETWEEN {} AND {}",
                          part == 0 ? "" : " UNION ALL ", ForeignScanSql("numbers", 0, bounds),
                          bounds.first, bounds.last);
    }
    ASSERT_THAT(connection_.Execute(view), IsOk());
  }
  std::string Ask(const std::string& sql) {
    table_->asked.clear();
    auto rows = connection_.Query(fmt::format("SELECT t::VARCHAR FROM ({}) t", sql));
    if (!rows.ok()) return rows.error().message;
    EXPECT_THAT(rows->NextSingleRow(), IsOk());
    return std::string(rows->Text(0, 0));
  }

  std::shared_ptr<Numbers> table_ = std::make_shared<Numbers>();
  Connection connection_ = Connection::Open(Database::Open({.threads = 2}).value()).value();
};

TEST_F(ForeignScan, HasValuesOfEveryTypeAndNulls) {
  EXPECT_EQ(Ask("SELECT count(*) AS a, sum(n) AS b, count(*) FILTER (odd) AS c, min(minus) AS d, "
                "max(big) AS e, max(moment) AS f, count(s) AS g, count(DISTINCT s) AS h FROM v"),
            "{'a': 4000, 'b': 8002000, 'c': 2000, 'd': -4000, 'e': 4000000000, 'f': '1970-01-01 "
            "01:06:40', 'g': 2667, 'h': 2667}");
  EXPECT_EQ(Ask("SELECT s AS a FROM v WHERE n = 3998"),
            "{'a': 'a text that is not short, é 3998'}");
}

TEST_F(ForeignScan, AsksForNoColumnThatIsNotNeeded) {
  Ask("SELECT max(s) AS a FROM numbers(0, 1, 10)");
  EXPECT_THAT(table_->asked, ElementsAre("5 of 1-10"));
  Ask("SELECT count(*) AS a FROM v");
  EXPECT_THAT(table_->asked, UnorderedElementsAre("0 of 1-1000", "0 of 1001-2000", "0 of 2001-3000",
                                                  "0 of 3001-4000"));
}

TEST_F(ForeignScan, AsksForNoPartThatCannotHaveARow) {
  EXPECT_EQ(Ask("SELECT count(s) AS a FROM v WHERE n = 1500"), "{'a': 0}");
  EXPECT_THAT(table_->asked, ElementsAre("0,5 of 1001-2000"));
  Ask("SELECT count(s) AS a FROM v WHERE n BETWEEN 900 AND 1100 AND odd");
  EXPECT_THAT(table_->asked, UnorderedElementsAre("0,1,5 of 1-1000", "0,1,5 of 1001-2000"));
  Ask("SELECT count(s) AS a FROM (SELECT * FROM v WHERE odd) WHERE n > 3500");
  EXPECT_THAT(table_->asked, ElementsAre("0,1,5 of 3001-4000"));
  Ask("SELECT count(*) AS a FROM v JOIN v w USING (n) WHERE n = 7");
  EXPECT_THAT(table_->asked, ElementsAre("0 of 1-1000", "0 of 1-1000"));
  Ask("SELECT count(*) AS a FROM v WHERE n > 9000");
  EXPECT_THAT(table_->asked, IsEmpty());
}

TEST_F(ForeignScan, ManyScansOfATableMayBeUnderWay) {
  EXPECT_EQ(Ask("SELECT count(*) AS a FROM v JOIN v w ON v.n = w.n + 1"), "{'a': 3999}");
  EXPECT_EQ(Ask("WITH w AS (SELECT n FROM v WHERE odd) SELECT (SELECT count(*) FROM w) + (SELECT "
                "max(n) FROM w) AS a"),
            "{'a': 5999}");
  EXPECT_EQ(Ask("SELECT count(*) AS a FROM (FROM v UNION ALL FROM v UNION SELECT * FROM v)"),
            "{'a': 4000}");
  EXPECT_EQ(Ask("SELECT sum((SELECT count(*) FROM v w WHERE w.n = v.n)) AS a FROM v WHERE n < 50"),
            "{'a': 49}");
}

TEST_F(ForeignScan, ALimitEndsItEarly) {
  const std::string all = "SELECT * FROM numbers(0, 1, 10000000)";
  EXPECT_EQ(Ask("SELECT count(s) AS a FROM (" + all + " LIMIT 10)"), "{'a': 7}");
  EXPECT_LT(table_->chunks, 500u);
  EXPECT_EQ(Ask("SELECT count(*) AS a FROM v"), "{'a': 4000}");
}

TEST_F(ForeignScan, AnErrorFailsItsStatementOnly) {
  table_->before_row = [](std::int64_t n) {
    return n == 2500 ? Status(Code::kUnavailable, "the server went away") : Status();
  };
  EXPECT_THAT(Ask("SELECT sum(n) AS a FROM v"), ::testing::HasSubstr("the server went away"));
  EXPECT_EQ(Ask("SELECT count(*) AS a FROM v WHERE n < 1001"), "{'a': 1000}");
  table_->before_row = [](std::int64_t) -> Status { throw std::bad_alloc(); };
  EXPECT_THAT(Ask("SELECT sum(n) AS a FROM v"), ::testing::HasSubstr("out of memory"));
  EXPECT_THAT(Ask("SELECT 1 AS a FROM numbers(7, 1, 2)"), ::testing::HasSubstr("no such table"));
}

}  // namespace
}  // namespace lake
