#include "parquet/parquet_file.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>

#include "duckdb/database.h"
#include "duckdb/table_writer.h"
#include "support/edit_rows.h"
#include "support/extracted_batch.h"
#include "support/ledger_clone.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_batch.h"
#include "tables/all.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::kTinySpec;

constexpr int kZstdLevel = 1;

// Rows of every type, each NULL now and then: more than a page and a row group of them.
struct MixedRow {
  std::optional<bool> flag;
  std::optional<std::int32_t> small;
  std::optional<std::uint32_t> count;
  std::int64_t number;
  std::optional<Timestamp> at;
  std::optional<std::string_view> name;    // few of them
  std::optional<std::string_view> text;    // all differ
  std::optional<std::string_view> absent;  // always
};
constexpr ColumnSpec kMixedColumns[] = {
    Column<&MixedRow::flag>("flag", "A value."),   Column<&MixedRow::small>("small", "A value."),
    Column<&MixedRow::count>("count", "A value."), Column<&MixedRow::number>("number", "A value."),
    Column<&MixedRow::at>("at", "A value."),       Column<&MixedRow::name>("name", "A value."),
    Column<&MixedRow::text>("text", "A value."),   Column<&MixedRow::absent>("absent", "A value.")};
constexpr TableSpec kMixedSpec{.name = "mixed",
                               .doc = "",
                               .group = "core",
                               .purpose = "row",
                               .subject = "mixed",
                               .major_version = 1,
                               .columns = kMixedColumns,
                               .row_size = sizeof(MixedRow),
                               .sequence_column = "number",
                               .primary_key = {},
                               .row_group_rows = 5'000};

RowBuffer MixedRows(std::size_t count, Arena& arena) {
  RowBuffer rows(sizeof(MixedRow));
  for (std::size_t i = 0; i < count; ++i) {
    const auto n = static_cast<std::int64_t>(i);
    MixedRow row{};
    row.number = (n * 7919) % 100'003 - 50'000;
    if (i % 3 != 0) row.flag = i % 2 == 0;
    if (i % 5 != 0) row.small = static_cast<std::int32_t>(i / 700) - 3;
    if (i % 11 != 0) row.count = static_cast<std::uint32_t>(i) * 4'000'037u;
    if (i % 13 != 0) row.at = Timestamp{1'700'000'000'000'000 + n / 9 * 5'000'000};
    if (i % 4 != 0) row.name = i % 8 == 1 ? "" : i % 8 == 3 ? "caf\xc3\xa9" : "credit_alphanum4";
    if (i < 3'000 || i > 4'000) row.text = arena.Copy(fmt::format("{:0>{}}", i * i, i % 700));
    rows.Append(row);
  }
  return rows;
}

std::string Content(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class ParquetFileTest : public ::testing::Test {
 protected:
  // Our file of the rows, given in as many calls as there are buffers.
  Status Write(const TableSpec& spec, std::span<const RowBuffer* const> buffers,
               const std::string& path) {
    PageCodec codec(kZstdLevel);
    TRY_ASSIGN(auto file, ParquetFile::Create(path, spec));
    for (std::size_t i = 0; i < buffers.size(); ++i) {
      for (std::size_t part = 0; part < file->parts(); ++part) {
        TRY(file->Encode(part, buffers.subspan(i, 1), codec));
      }
      TRY(file->WriteGroups());
    }
    return file->Finish(codec);
  }
  // What DuckDB reads from ours and what it reads from its own.
  void ExpectEqualToDuckDb(const TableSpec& spec, std::span<const RowBuffer* const> buffers) {
    const std::string ours = folder_.File(fmt::format("{}-ours.parquet", spec.name));
    const std::string theirs = folder_.File(fmt::format("{}-theirs.parquet", spec.name));
    ASSERT_THAT(Write(spec, buffers, ours), IsOk());
    std::vector<RowPiece> pieces;
    for (const RowBuffer* rows : buffers) {
      if (rows->size() > 0) pieces.push_back({rows, 0, rows->size()});
    }
    ASSERT_THAT(
        WriteParquet(connection_,
                     {.spec = spec, .rows = pieces, .path = theirs, .options = "COMPRESSION zstd"}),
        IsOk());
    const auto read = [](const std::string& path) {
      return fmt::format("SELECT *, file_row_number FROM read_parquet('{}', file_row_number=true)",
                         path);
    };
    EXPECT_EQ(
        Cell(fmt::format("SELECT count(*) FROM ({} EXCEPT ALL {})", read(ours), read(theirs))), "0")
        << spec.name;
    EXPECT_EQ(
        Cell(fmt::format("SELECT count(*) FROM ({} EXCEPT ALL {})", read(theirs), read(ours))), "0")
        << spec.name;
    const auto types = [](const std::string& path) {
      return fmt::format(
          "SELECT string_agg(column_name || column_type, ',') FROM (DESCRIBE SELECT "
          "* FROM '{}')",
          path);
    };
    EXPECT_EQ(Cell(types(ours)), Cell(types(theirs)));
    // What lets a query skip a row group must say what is in it.
    for (const ColumnSpec& column : spec.columns) {
      const std::string both = fmt::format(
          "SELECT count(*) FROM '{0}' a WHERE \"{1}\" IN (SELECT max(\"{1}\") FROM '{2}') OR "
          "\"{1}\" IN (SELECT min(\"{1}\") FROM '{2}')",
          "{}", column.name, theirs);
      EXPECT_EQ(Cell(fmt::format(fmt::runtime(both), ours)),
                Cell(fmt::format(fmt::runtime(both), theirs)))
          << column.name;
    }
  }
  std::string Cell(const std::string& sql) {
    auto rows = connection_.Query(fmt::format("SELECT ({})::VARCHAR", sql));
    if (!rows.ok()) return rows.status().error().message;
    if (!rows->NextSingleRow().ok() || rows->IsNull(0, 0)) return "NULL";
    return std::string(rows->Text(0, 0));
  }

  testing::TempFolder folder_;
  Connection connection_ = Connection::Open(Database::Open({.keep_order = true}).value()).value();
};

TEST_F(ParquetFileTest, HoldsWhatDuckDbsOwnFileHolds) {
  Arena arena;
  const RowBuffer rows = MixedRows(12'345, arena);
  const RowBuffer* buffers[] = {&rows};
  ExpectEqualToDuckDb(kMixedSpec, buffers);
  const std::string ours = folder_.File("mixed-ours.parquet");
  EXPECT_EQ(Cell("SELECT string_agg(DISTINCT row_group_num_rows || '', ',' ORDER BY "
                 "row_group_num_rows || '') FROM "
                 "parquet_metadata('" +
                 ours + "')"),
            "2345,5000");
  EXPECT_EQ(Cell("SELECT sum(stats_null_count) FROM parquet_metadata('" + ours +
                 "') WHERE path_in_schema = 'small'"),
            Cell("SELECT count(*) FROM '" + ours + "' WHERE small IS NULL"));
}

TEST_F(ParquetFileTest, SaysTheBoundsOfItsColumns) {
  Arena arena;
  const RowBuffer rows = MixedRows(5'000, arena);
  const RowBuffer* buffers[] = {&rows};
  const std::string path = folder_.File("bounds.parquet");
  ASSERT_THAT(Write(kMixedSpec, buffers, path), IsOk());
  for (const char* column : {"flag", "small", "count", "number", "name"}) {
    EXPECT_EQ(Cell(fmt::format("SELECT stats_min_value || ' ' || stats_max_value FROM "
                               "parquet_metadata('{}') WHERE path_in_schema = '{}'",
                               path, column)),
              Cell(fmt::format("SELECT min({0})::VARCHAR || ' ' || max({0})::VARCHAR FROM '{1}'",
                               column, path)))
        << column;
  }
}

TEST_F(ParquetFileTest, SaysNoBoundsOfLongTexts) {
  const std::string text(700, 'x');
  RowBuffer rows(sizeof(MixedRow));
  MixedRow row{};
  row.text = text;
  rows.Append(row);
  const RowBuffer* buffers[] = {&rows};
  const std::string path = folder_.File("long.parquet");
  ASSERT_THAT(Write(kMixedSpec, buffers, path), IsOk());
  EXPECT_EQ(Cell(fmt::format("SELECT stats_max_value FROM parquet_metadata('{}') WHERE "
                             "path_in_schema = 'text'",
                             path)),
            "NULL");
  EXPECT_EQ(Cell(fmt::format("SELECT text FROM '{}' WHERE text = repeat('x', 700)", path)), text);
}

TEST_F(ParquetFileTest, HoldsTheRowsOfEveryTable) {
  const TableSet tables = SelectTables({}).value();
  const Hash256 network = Sha256(AsBytes(testing::kPublicPassphrase));
  for (const std::uint32_t sample : {53312000u, 58752000u}) {
    testing::LedgerCloner cloner(testing::SampleLedger(sample), testing::kPublicPassphrase, 0, 1);
    const Batch batch = testing::ExtractBatch(tables, {cloner.Next(), cloner.Next()}, network);
    for (std::size_t i = 0; i < tables.size(); ++i) {
      std::vector<const RowBuffer*> buffers;
      for (const auto& ledger : batch.ledgers) buffers.push_back(&ledger->tables[i]);
      if (batch.rows(i) > 0) ExpectEqualToDuckDb(*tables[i]->spec, buffers);
      std::filesystem::remove(folder_.File(fmt::format("{}-ours.parquet", tables[i]->spec->name)));
      std::filesystem::remove(
          folder_.File(fmt::format("{}-theirs.parquet", tables[i]->spec->name)));
    }
  }
}

TEST_F(ParquetFileTest, HasTheSameBytesHoweverItsRowsAreGiven) {
  Arena arena;
  std::vector<RowBuffer> rows;
  std::vector<const RowBuffer*> buffers;
  for (int i = 0; i < 40; ++i) rows.push_back(MixedRows(100 + static_cast<std::size_t>(i), arena));
  for (const RowBuffer& buffer : rows) buffers.push_back(&buffer);
  const std::string one = folder_.File("one.parquet"), all = folder_.File("all.parquet");
  ASSERT_THAT(Write(kMixedSpec, buffers, one), IsOk());
  PageCodec codec(kZstdLevel), other(kZstdLevel);
  auto file = ParquetFile::Create(all, kMixedSpec);
  ASSERT_THAT(file, IsOk());
  for (std::size_t part = (*file)->parts(); part-- > 0;) {
    ASSERT_THAT((*file)->Encode(part, buffers, part % 2 == 0 ? codec : other), IsOk());
  }
  ASSERT_THAT((*file)->Finish(other), IsOk());
  EXPECT_EQ(Content(one), Content(all));
}

// Arenas give the same memory again: what stands there is looked at anew.
TEST_F(ParquetFileTest, KnowsATextByItsContent) {
  std::string memory = "first";
  const auto one_row = [&] {
    RowBuffer rows(sizeof(MixedRow));
    MixedRow row{};
    row.name = row.text = memory;
    rows.Append(row);
    return rows;
  };
  PageCodec codec(kZstdLevel);
  const std::string path = folder_.File("again.parquet");
  auto file = ParquetFile::Create(path, kMixedSpec);
  ASSERT_THAT(file, IsOk());
  for (const char* text : {"first", "other", "third"}) {
    memory.assign(text);
    const RowBuffer rows = one_row();
    const RowBuffer* buffers[] = {&rows};
    for (std::size_t part = 0; part < (*file)->parts(); ++part) {
      ASSERT_THAT((*file)->Encode(part, buffers, codec), IsOk());
    }
  }
  ASSERT_THAT((*file)->Finish(codec), IsOk());
  EXPECT_EQ(Cell("SELECT string_agg(name, ',') || string_agg(text, ',') FROM '" + path + "'"),
            "first,other,thirdfirst,other,third");
}

TEST_F(ParquetFileTest, TakesNoTextThatIsNotUtf8) {
  RowBuffer rows(sizeof(MixedRow));
  MixedRow row{};
  row.name = "a torn \xc3 character";
  rows.Append(row);
  const RowBuffer* buffers[] = {&rows};
  const Status status = Write(kMixedSpec, buffers, folder_.File("torn.parquet"));
  EXPECT_THAT(status, IsError(Code::kInternal));
  EXPECT_NE(status.error().message.find("column name"), std::string::npos);
}

TEST_F(ParquetFileTest, IsNotWrittenOverAnother) {
  const std::string path = folder_.File("there.parquet");
  std::ofstream(path) << "mine";
  EXPECT_FALSE(ParquetFile::Create(path, kMixedSpec).ok());
  EXPECT_EQ(Content(path), "mine");
}

}  // namespace
}  // namespace lake
