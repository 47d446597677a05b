// Files of rows: whole or not there, one for every table, and the same cells in every format.
#include "sink/file_sink.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "read_files.h"
#include "support/extracted_batch.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "support/tiny_batch.h"
#include "tables/all.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr FileFormat kFormats[] = {FileFormat::kJsonl, FileFormat::kCsv, FileFormat::kParquet};

std::string Ending(FileFormat format) {
  return format == FileFormat::kJsonl ? ".jsonl" : format == FileFormat::kCsv ? ".csv" : ".parquet";
}

std::vector<std::string> FilesIn(const TempFolder& folder) {
  std::vector<std::string> names;
  for (const auto& file : std::filesystem::directory_iterator(folder.path())) {
    names.push_back(file.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

Cells ReadBack(const TempFolder& folder, std::string_view table, FileFormat format) {
  const std::string path = (folder.path() / (std::string(table) + Ending(format))).string();
  if (format == FileFormat::kParquet) return ReadParquet(path);
  return format == FileFormat::kCsv ? ReadCsv(ReadFile(path)) : ReadJsonl(ReadFile(path));
}

FileSinkOptions OptionsOf(const TempFolder& folder, FileFormat format, const TableSet& tables,
                          bool with_src = false) {
  return {.folder = folder.path().string(),
          .format = format,
          .tables = tables,
          .with_src = with_src,
          .memory_limit = 0};
}

class FileSinks : public ::testing::TestWithParam<FileFormat> {
 protected:
  std::string Name(std::string_view table) const { return std::string(table) + Ending(GetParam()); }
  TempFolder folder_;
};

TEST_P(FileSinks, AppearWholeWhenClosed) {
  FileSink sink(OptionsOf(folder_, GetParam(), TinyTables()));
  ASSERT_THAT(sink.Open(), IsOk());
  const auto report = sink.Commit(MakeTinyBatch(1, 4), {});
  ASSERT_THAT(report, IsOk());
  EXPECT_EQ(report->rows, 4u * 10 + 10);
  for (const std::string& name : FilesIn(folder_)) EXPECT_TRUE(name.ends_with(".partial")) << name;
  ASSERT_THAT(sink.Close(), IsOk());
  EXPECT_THAT(FilesIn(folder_),
              ElementsAre(Name("tiny_others_row_v1"), Name("tiny_things_row_v3")));
}

TEST_P(FileSinks, LeaveNothingWhenAborted) {
  {
    FileSink sink(OptionsOf(folder_, GetParam(), TinyTables()));
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 4), {}), IsOk());
  }
  EXPECT_THAT(FilesIn(folder_), IsEmpty());
}

TEST_P(FileSinks, LeaveTheFilesThatWereThereWhenAborted) {
  folder_.Write(Name("tiny_things_row_v3"), "old");
  {
    FileSink sink(OptionsOf(folder_, GetParam(), TinyTables()));
    ASSERT_THAT(sink.Open(), IsOk());
    ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 1), {}), IsOk());
  }
  EXPECT_EQ(ReadFile(folder_.path() / Name("tiny_things_row_v3")), "old");
}

TEST_P(FileSinks, HaveAFileForATableWithoutRows) {
  FileSink sink(OptionsOf(folder_, GetParam(), TinyTables(), true));
  ASSERT_THAT(sink.Open(), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 2), {}), IsOk());  // no third ledger
  ASSERT_THAT(sink.Close(), IsOk());
  const Cells cells = ReadBack(folder_, "tiny_others_row_v1", GetParam());
  if (GetParam() == FileFormat::kJsonl) {
    EXPECT_TRUE(cells.empty());
    return;
  }
  ASSERT_EQ(cells.size(), 1u);
  EXPECT_EQ(cells[0].front(), "ledger_sequence");
  EXPECT_EQ(cells[0].back(), "_src");
}

TEST_P(FileSinks, SayWhichSourceAndLedgerARowIsFrom) {
  FileSink sink(OptionsOf(folder_, GetParam(), TinyTables(), true));
  ASSERT_THAT(sink.Open(), IsOk());
  sink.BeginSource("a");
  ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 2, 1), {}), IsOk());
  ASSERT_THAT(sink.Commit(MakeTinyBatch(3, 3, 1), {}), IsOk());
  sink.BeginSource("b \"c\",d");
  ASSERT_THAT(sink.Commit(MakeTinyBatch(1, 1, 1), {}), IsOk());
  ASSERT_THAT(sink.Close(), IsOk());
  std::vector<std::string> sources;
  for (const auto& row : ReadBack(folder_, "tiny_things_row_v3", GetParam())) {
    sources.push_back(row.front().value() + " " + row.back().value());
  }
  EXPECT_THAT(sources,
              ElementsAre("ledger_sequence _src", "1 a:0", "2 a:1", "3 a:2", "1 b \"c\",d:0"));
}

TEST_P(FileSinks, CoverNothingWhenOpened) {
  FileSink sink(OptionsOf(folder_, GetParam(), TinyTables()));
  const auto covered = sink.Open();
  ASSERT_THAT(covered, IsOk());
  EXPECT_TRUE(covered->empty());
}

TEST_P(FileSinks, MakeTheirFolderOrSayWhyNot) {
  FileSinkOptions options = OptionsOf(folder_, GetParam(), TinyTables());
  options.folder = (folder_.path() / "new" / "folder").string();
  FileSink sink(options);
  ASSERT_THAT(sink.Open(), IsOk());
  options.folder = folder_.Write("file", "") + "/below";
  FileSink impossible(options);
  EXPECT_THAT(impossible.Open(), IsError(Code::kInvalidArgument, "below"));
}

INSTANTIATE_TEST_SUITE_P(EveryFormat, FileSinks, ::testing::ValuesIn(kFormats));

// Writes the batch in every format and gives the cells that the first one has; the others must have
// the same.
Cells SameCells(const Batch& batch, std::string_view table) {
  Cells first;
  for (const FileFormat format : kFormats) {
    const TempFolder folder;
    FileSink sink(OptionsOf(folder, format, *batch.tables));
    EXPECT_THAT(sink.Open(), IsOk());
    EXPECT_THAT(sink.Commit(batch, {}), IsOk());
    EXPECT_THAT(sink.Close(), IsOk());
    const Cells cells = ReadBack(folder, table, format);
    if (first.empty()) first = cells;
    EXPECT_EQ(cells.size(), first.size()) << Ending(format);
    for (std::size_t i = 0; i < std::min(cells.size(), first.size()); ++i) {
      EXPECT_EQ(cells[i], first[i]) << Ending(format) << " row " << i;
    }
  }
  return first;
}

std::vector<Cell> ColumnOf(const Cells& cells, const std::string& name) {
  const auto at = std::find(cells.at(0).begin(), cells.at(0).end(), Cell(name));
  std::vector<Cell> values;
  for (std::size_t i = 1; i < cells.size(); ++i) {
    values.push_back(cells[i].at(static_cast<std::size_t>(at - cells[0].begin())));
  }
  return values;
}

TEST(FileFormats, HaveTheSameCells) {
  EXPECT_EQ(SameCells(MakeTinyBatch(1, 3, 1'000), "tiny_things_row_v3").size(), 3'001u);
}

TEST(FileFormats, HaveTheSameRowsOfARealLedger) {
  const TableSet tables = *SelectTables({});
  const Batch batch = ExtractBatch(
      tables,
      {{.sequence = 53312000, .xdr = SampleLedger(53312000), .hash = {}, .transaction_hashes = {}}},
      Sha256(AsBytes(kPublicPassphrase)));
  for (const char* table : {"transactions_row_v2", "operations_row_v2", "accounts_snapshot_v1"}) {
    EXPECT_GT(SameCells(batch, table).size(), 100u) << table;
  }
}

TEST(FileFormats, KeepHostileTextsAlike) {
  LedgerChain chain(kTestPassphrase, 1000, 23);
  const std::string large(65'536, '"');
  const JsonList events = {ContractEvent("token", {ScString(large)}, ScString("\xFF\n\r\n,\"'"))};
  LedgerSpec spec;
  for (const std::string_view memo :
       {std::string_view("caf\xE9"), std::string_view("a\0b", 3), std::string_view("\r\n"),
        std::string_view("\"quoted\", \\and"), std::string_view(""), std::string_view("NULL"),
        std::string_view("\xF0\x9F\x92\xA9")}) {
    spec.Add(Tx("alice").Op(Inflation()).Memo(TextMemo(memo)));
  }
  spec.Add(Tx("alice").Op(InvokeContract("token", "mint", {})).Soroban({}).Events(events));
  const TableSet tables = *SelectTables({});
  const Batch batch = ExtractBatch(tables, {chain.Add(spec)}, chain.network_id());
  EXPECT_THAT(ColumnOf(SameCells(batch, "transactions_row_v2"), "memo"),
              ElementsAre("caf\xEF\xBF\xBD", "ab", "\r\n", "\"quoted\", \\and", "", "NULL",
                          "\xF0\x9F\x92\xA9", std::nullopt));
  const std::vector<Cell> topics =
      ColumnOf(SameCells(batch, "contract_events_stream_v1"), "topics_decoded");
  ASSERT_EQ(topics.size(), 1u);
  EXPECT_GT(topics[0]->size(), large.size());
  EXPECT_NE(nlohmann::json::parse(*topics[0]).dump().find(nlohmann::json(large).dump()),
            std::string::npos);
}

}  // namespace
}  // namespace lake::testing
