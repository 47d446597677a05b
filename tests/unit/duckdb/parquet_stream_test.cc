#include "duckdb/parquet_stream.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "support/matchers.h"
#include "support/temp_folder.h"
#include "support/tiny_table.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsOk;
using testing::kTinySpec;
using testing::TempFolder;
using testing::TinyRows;

constexpr std::size_t kGroup = 3'000;

std::string Content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class ParquetStreams : public ::testing::Test {
 protected:
  ParquetStreams() { spec_.row_group_rows = kGroup; }
  Result<std::unique_ptr<ParquetStream>> Open(const std::string& path) {
    return ParquetStream::Open(
        database_, {.spec = spec_,
                    .path = path,
                    .options = fmt::format("COMPRESSION zstd, ROW_GROUP_SIZE {}", kGroup)});
  }
  // The file that `rows` give when they come `step` at a time.
  std::string Written(const RowBuffer& rows, std::size_t step) {
    const std::string path = folder_.File(fmt::format("{}.parquet", step));
    auto stream = Open(path);
    EXPECT_THAT(stream, IsOk());
    for (std::size_t at = 0; at < rows.size(); at += step) {
      const RowPiece piece{&rows, at, std::min(step, rows.size() - at)};
      EXPECT_THAT((*stream)->Write({&piece, 1}), IsOk());
    }
    auto count = (*stream)->Finish();
    EXPECT_THAT(count, IsOk());
    EXPECT_EQ(*count, rows.size());
    return path;
  }
  std::string Cell(const std::string& sql) {
    auto connection = Connection::Open(database_);
    EXPECT_THAT(connection, IsOk());
    auto result = connection->Query(fmt::format("SELECT ({})::VARCHAR", sql));
    EXPECT_THAT(result, IsOk());
    if (!result.ok() || !result->NextSingleRow().ok()) return "error";
    return std::string(result->Text(0, 0));
  }

  TableSpec spec_ = kTinySpec;
  TempFolder folder_;
  std::shared_ptr<Database> database_ =
      Database::Open({.keep_order = false, .one_thread_at_rest = true}).value();
  TinyRows source_;
};

TEST_F(ParquetStreams, GiveTheSameBytesHoweverTheRowsCome) {
  const RowBuffer rows = source_.Make(7, 10'000);
  const std::string whole = Written(rows, 10'000);
  EXPECT_EQ(Cell(fmt::format("SELECT count(*) FROM read_parquet('{}')", whole)), "10000");
  EXPECT_EQ(Cell(fmt::format("SELECT string_agg(DISTINCT row_group_num_rows::VARCHAR, ' ' ORDER BY "
                             "row_group_num_rows::VARCHAR) FROM parquet_metadata('{}')",
                             whole)),
            "1000 3000");
  for (const std::size_t step : {1'777u, 3'000u, 33u}) {
    EXPECT_EQ(Content(Written(rows, step)), Content(whole)) << step;
  }
}

TEST_F(ParquetStreams, ReadTheRowsBeforeWriteReturns) {
  auto stream = Open(folder_.File("reused.parquet"));
  ASSERT_THAT(stream, IsOk());
  for (int i = 0; i < 10; ++i) {
    const auto rows = std::make_unique<RowBuffer>(source_.Make(i + 1, 100));
    const RowPiece piece{rows.get(), 0, rows->size()};
    ASSERT_THAT((*stream)->Write({&piece, 1}), IsOk());
  }  // each buffer is gone before the next comes
  ASSERT_THAT((*stream)->Finish(), IsOk());
  EXPECT_EQ(Cell(fmt::format("SELECT count(DISTINCT ledger_sequence) FROM read_parquet('{}')",
                             folder_.File("reused.parquet"))),
            "10");
}

TEST_F(ParquetStreams, MayHaveNoRows) {
  EXPECT_EQ(
      Cell(fmt::format("SELECT count(*) FROM read_parquet('{}')", Written(source_.Make(1, 0), 1))),
      "0");
}

TEST_F(ParquetStreams, SayWhatFailedAndWaitForNobody) {
  auto stream = Open(folder_.Write("file", "") + "/below.parquet");
  ASSERT_THAT(stream, IsOk());
  const RowBuffer rows = source_.Make(1, 100);
  const RowPiece piece{&rows, 0, rows.size()};
  EXPECT_THAT((*stream)->Write({&piece, 1}), HasMessage("below.parquet"));
  EXPECT_THAT((*stream)->Write({&piece, 1}), HasMessage("tiny_things_row_v3"));
  EXPECT_THAT((*stream)->Finish(), HasMessage("below.parquet"));
}

TEST_F(ParquetStreams, MayEndWithoutFinish) {
  auto stream = Open(folder_.File("left.parquet"));
  ASSERT_THAT(stream, IsOk());
  const RowBuffer rows = source_.Make(1, 100);
  const RowPiece piece{&rows, 0, rows.size()};
  ASSERT_THAT((*stream)->Write({&piece, 1}), IsOk());
  stream->reset();
  EXPECT_THAT(Connection::Open(database_), IsOk());
}

}  // namespace
}  // namespace lake
