// One ledger of everything that people put into fields to see what happens, through the real
// program: what comes out of every format is what the row buffers held.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "stellar/ledger_view.h"
#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/table_rows.h"
#include "support/temp_folder.h"
#include "tables/all.h"
#include "unit/sink/read_files.h"

namespace lake::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Words = std::vector<std::string>;
using std::string_literals::operator""s;

constexpr std::uint32_t kSequence = 1000;
// Invalid UTF-8 of every kind, NULs, quotes, separators, line ends, a terminal's escapes, JSON's.
const std::string kHostile =
    "a\0b\xFF\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80\"',;\\\r\n\t\x1B[2J\x7F"
    "\xC2\x9B"
    "31m\xE2\x80\xA8</script>\xF0\x9F\x92\xA9\xE2\x82"s;

// 64 KB with all bytes in it.
std::string Large() {
  std::string text;
  for (std::size_t i = 0; i < 65'536; ++i) text += static_cast<char>(i * 7 + i / 256);
  return text;
}

JsonList HostileEvents(const Json& deep) {
  const Json long_key = ScU256(~0ull, 0, 1, ~0ull);
  const Json min_i256 = ScI256(std::numeric_limits<std::int64_t>::min(), 0, 0, 0);
  const Json map = ScMap({{ScVec({ScU32(1), ScSymbol("k")}), ScBytes(kHostile)},
                          {ScMap({{ScSymbol("inner"), ScVoid()}}), ScI128(-1, ~0ull)},
                          {long_key, min_i256},
                          {ScString(kHostile), ScString("")}});
  return {ContractEvent("token", {ScString(kHostile), ScString(Large())}, ScString(Large())),
          ContractEvent("token", {map, ScSymbol("")}, map),
          ContractEvent("token", {long_key, min_i256, ScU128(~0ull, ~0ull)}, min_i256),
          ContractEvent("token", {deep}, deep)};
}

BuiltLedger MakeLedger(const Json& deep) {
  LedgerChain chain(kTestPassphrase, kSequence, 23);
  LedgerSpec spec;
  spec.Add(
      Tx("alice").Op(ManageData("d\xFF\0x,\"", "v\0\xFF")).Memo(TextMemo(kHostile.substr(0, 28))));
  spec.Add(Tx("bob")
               .Op(SetOptions({{"homeDomain", kHostile.substr(10, 32)}}))
               .Memo(TextMemo(""))
               .Changes({Created(AccountEntry(
                   "carol", {{"balance", 5}, {"homeDomain", kHostile.substr(16, 32)}}))}));
  spec.Add(
      Tx("carol").Op(InvokeContract("token", "m", {})).Soroban({}).Events(HostileEvents(deep)));
  return chain.Add(spec);
}

// The deepest value that the network's own decoder takes where an event holds it.
Json DeepestValue(const Hash256& network_id) {
  LedgerView view;
  for (std::size_t depth = 499; depth > 400; --depth) {
    const Json deep = ScNested(depth, ScString(kHostile));
    if (view.Decode(MakeLedger(deep).xdr, network_id).ok()) return deep;
  }
  ADD_FAILURE() << "no deep value fits";
  return ScVoid();
}

// A row buffer's cell as the file formats write it.
Cell CellOf(const ColumnSpec& column, const Json& value) {
  if (value.is_null()) return std::nullopt;
  if (column.type == ColumnType::kTimestamp) {
    std::string text;
    AppendTime(text, value.get<std::int64_t>());
    return text;
  }
  return value.is_string() ? value.get<std::string>() : value.dump();
}

Cells ExpectedCells(const TableSpec& spec, const BuiltLedger& ledger, const Hash256& network_id) {
  Cells cells(1);
  for (const ColumnSpec& column : spec.columns) cells[0].emplace_back(std::string(column.name));
  for (const Json& row : RowsOf(spec.name, ledger.xdr, network_id)) {
    cells.emplace_back();
    for (const ColumnSpec& column : spec.columns) {
      cells.back().push_back(CellOf(column, row[std::string(column.name)]));
    }
  }
  return cells;
}

// Without the one column that is no function of the ledger.
Cells WithoutWallClock(Cells cells) {
  if (cells.empty()) return cells;
  const auto found = std::ranges::find(cells[0], Cell("ingestion_timestamp"));
  if (found == cells[0].end()) return cells;
  const auto at = found - cells[0].begin();
  for (auto& row : cells) row.erase(row.begin() + at);
  return cells;
}

// Below the names of the columns.
void SortRows(Cells& cells) {
  if (!cells.empty()) std::ranges::sort(cells.begin() + 1, cells.end());
}

class HostileContent : public ::testing::Test {
 protected:
  HostileContent() : network_id_(Sha256(AsBytes(kTestPassphrase))) {
    ledger_ = MakeLedger(DeepestValue(network_id_));
    WriteLake(folder_.File("ledgers"), std::span(&ledger_, 1));
  }
  ChildResult Run(Words words) {
    words.insert(words.begin(), testing::Program());
    ChildResult result = RunChild(words);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result;
  }
  // Every table, read back by `read`, against the row buffers.
  template <class Read>
  void ExpectAllTables(const std::string& what, Read read) {
    for (const Table* table : tables_) {
      Cells expected = WithoutWallClock(ExpectedCells(*table->spec, ledger_, network_id_));
      Cells found = WithoutWallClock(read(*table->spec));
      if (table->spec->order != nullptr) {  // in a lake its rows stand sorted by key
        SortRows(expected);
        SortRows(found);
      }
      SCOPED_TRACE(fmt::format("{} {}", what, table->spec->name));
      if (found.empty()) {  // JSON lines of no rows
        EXPECT_EQ(expected.size(), 1u);
        continue;
      }
      ASSERT_EQ(found.size(), expected.size());
      for (std::size_t row = 0; row < expected.size(); ++row) {
        EXPECT_EQ(found[row], expected[row]) << "row " << row;
      }
    }
  }
  std::string Extract(const std::string& format) {
    const std::string out = folder_.File(format);
    Run({"extract", folder_.File("ledgers"), "--out", out, "--format", format});
    return out;
  }
  std::string Query(const std::string& format, const std::string& statement) {
    return Run({"sql", "--lake", folder_.File("lake"), "--format", format, statement}).out;
  }
  void Ingest() {
    Run({"ingest", folder_.File("ledgers"), "--lake", folder_.File("lake"), "--progress", "none"});
  }
  // All columns of a table in the order of the file, times as the files write them.
  static std::string SelectAll(const TableSpec& spec) {
    std::string list;
    for (const ColumnSpec& column : spec.columns) {
      list += list.empty() ? "select " : ", ";
      list += column.type == ColumnType::kTimestamp
                  ? fmt::format("strftime({0}, '%Y-%m-%dT%H:%M:%SZ') as {0}", column.name)
                  : std::string(column.name);
    }
    return fmt::format("{} from {}", list, spec.name);
  }

  const TableSet tables_ = SelectTables({}).value();
  Hash256 network_id_;
  BuiltLedger ledger_;
  TempFolder folder_;
};

TEST_F(HostileContent, IsInTheRowsToBeginWith) {
  const JsonList events = RowsOf("contract_events_stream_v1", ledger_.xdr, network_id_);
  ASSERT_EQ(events.size(), 4u);
  EXPECT_GT(events[0]["topics_decoded"].get<std::string>().size(), 65'536u);
  // contract/tables.yaml, formats: text_sanitize, scval_json.
  EXPECT_THAT(events[0]["topics_decoded"].get<std::string>(), HasSubstr("ab\uFFFD"));
  const Json map = Json::parse(events[1]["data_decoded"].get<std::string>());
  EXPECT_EQ(map["type"], "map");
  EXPECT_TRUE(map["entries"].contains(R"([1,"k"])")) << map["entries"].dump();
  const Json numbers = Json::parse(events[2]["topics_decoded"].get<std::string>());
  EXPECT_EQ(numbers[1]["value"],
            "-57896044618658097711785492504343953926634992332820282019728792003956564819968");
  EXPECT_EQ(numbers[0]["hi_hi"], ~0ull);
  const std::string deep = events[3]["data_decoded"];
  EXPECT_GT(std::ranges::count(deep, '['), 450);
  for (const Json& row : events) {
    for (const auto& [name, value] : row.items()) {
      if (!value.is_string()) continue;
      const std::string text = value;
      EXPECT_EQ(text.find('\0'), std::string::npos) << name;
      EXPECT_NO_THROW(value.dump()) << name;  // UTF-8
    }
  }
  EXPECT_EQ(RowsOf("transactions_row_v2", ledger_.xdr, network_id_).size(), 3u);
}

TEST_F(HostileContent, IsTheSameInEveryFileFormat) {
  const std::string parquet = Extract("parquet"), jsonl = Extract("jsonl"), csv = Extract("csv");
  const auto path = [](const std::string& folder, const TableSpec& spec, const char* ending) {
    return fmt::format("{}/{}.{}", folder, spec.name, ending);
  };
  ExpectAllTables("parquet", [&](const TableSpec& spec) {
    return ReadParquet(path(parquet, spec, "parquet"));
  });
  ExpectAllTables("jsonl", [&](const TableSpec& spec) {
    return ReadJsonl(ReadFile(path(jsonl, spec, "jsonl")));
  });
  ExpectAllTables("csv",
                  [&](const TableSpec& spec) { return ReadCsv(ReadFile(path(csv, spec, "csv"))); });
}

TEST_F(HostileContent, IsTheSameOutOfALake) {
  Ingest();
  Run({"verify", "--lake", folder_.File("lake"), "--source", folder_.File("ledgers")});
  ExpectAllTables("sql csv",
                  [&](const TableSpec& spec) { return ReadCsv(Query("csv", SelectAll(spec))); });
  ExpectAllTables("sql jsonl", [&](const TableSpec& spec) {
    return ReadJsonl(Query("jsonl", SelectAll(spec)));
  });
  ExpectAllTables("sql json", [&](const TableSpec& spec) {
    std::string lines;
    for (const auto& row : nlohmann::ordered_json::parse(Query("json", SelectAll(spec)))) {
      lines += row.dump() + "\n";
    }
    return ReadJsonl(lines);
  });
}

// A table is for eyes and terminals: a row is a line, whatever is in it, and nothing is obeyed.
TEST_F(HostileContent, DoesNotReachTheTerminalAsCommands) {
  Ingest();
  for (const char* format : {"table", "markdown"}) {
    const std::string out = Query(format,
                                  "select memo, topics_decoded from transactions_row_v2 "
                                  "left join contract_events_stream_v1 using "
                                  "(transaction_hash)");
    SCOPED_TRACE(out.substr(0, 2'000));
    EXPECT_THAT(out, Not(HasSubstr("\x1B")));
    EXPECT_THAT(out, Not(HasSubstr("\xC2\x9B")));
    EXPECT_THAT(out, Not(HasSubstr("\r")));
    EXPECT_NO_THROW(Json(out).dump());  // UTF-8
    const auto lines = std::ranges::count(out, '\n');
    EXPECT_EQ(lines, std::string_view(format) == "table" ? 2 + 6 + 1 : 2 + 6);
  }
}

}  // namespace
}  // namespace lake::testing
