#include "sink/text_rows.h"

#include <gtest/gtest.h>

#include <limits>

#include "support/tiny_table.h"

namespace lake {
namespace {

using testing::kTinyColumns;
using testing::TinyRow;

constexpr TinyRow kPlain{.ledger_sequence = 7,
                         .name = "name",
                         .note = "note",
                         .flag = true,
                         .small = -5,
                         .unsigned_number = 4'294'967'295,
                         .big = std::numeric_limits<std::int64_t>::min(),
                         .closed_at = TimestampFromSeconds(1'700'000'000),
                         .seen_at = Timestamp{1'700'000'000'000'001},
                         .ledger_range = 0};

TinyRow WithTexts(std::string_view name, std::optional<std::string_view> note) {
  TinyRow row = kPlain;
  row.name = name;
  row.note = note;
  return row;
}

enum class Format { kJson, kCsv };

std::string RowText(Format format, const TinyRow& row, std::string_view src = "") {
  RowBuffer rows(sizeof(TinyRow));
  rows.Append(row);
  RowBlock block(kTinyColumns);
  block.Read(rows, 0, 1);
  std::string out;
  if (format == Format::kJson) {
    AppendJsonRow(out, std::as_const(block).columns(), 0, src);
  } else {
    AppendCsvRow(out, std::as_const(block).columns(), 0, src);
  }
  return out;
}

std::string Json(const TinyRow& row, std::string_view src = "") {
  return RowText(Format::kJson, row, src);
}
std::string Csv(const TinyRow& row, std::string_view src = "") {
  return RowText(Format::kCsv, row, src);
}

// The part of a CSV line that holds name and note.
std::string CsvTexts(std::string_view name, std::optional<std::string_view> note) {
  const std::string line = Csv(WithTexts(name, note));
  const std::string_view head = "7,", tail = ",true,-5,";
  const std::size_t end = line.find(tail);
  EXPECT_TRUE(line.starts_with(head) && end != std::string::npos) << line;
  return line.substr(head.size(), end - head.size());
}

TEST(JsonRows, HaveEveryType) {
  EXPECT_EQ(Json(kPlain),
            "{\"ledger_sequence\":7,\"name\":\"name\",\"note\":\"note\",\"flag\":true,\"small\":-5,"
            "\"unsigned_number\":4294967295,\"big\":-9223372036854775808,"
            "\"closed_at\":\"2023-11-14T22:13:20Z\",\"seen_at\":\"2023-11-14T22:13:20.000001Z\","
            "\"ledger_range\":0}\n");
}

TEST(JsonRows, TellNullFromEmpty) {
  EXPECT_NE(Json(WithTexts("", "")).find("\"name\":\"\",\"note\":\"\""), std::string::npos);
  EXPECT_NE(Json(WithTexts("", std::nullopt)).find("\"note\":null"), std::string::npos);
  TinyRow row = kPlain;
  row.small = std::nullopt;
  row.seen_at = std::nullopt;
  EXPECT_NE(Json(row).find("\"small\":null"), std::string::npos);
  EXPECT_NE(Json(row).find("\"seen_at\":null"), std::string::npos);
}

TEST(JsonRows, EscapeWhatMustBeEscaped) {
  EXPECT_NE(Json(WithTexts("a\"b\\c\nd\x01\x7F\xC3\xA9", std::nullopt))
                .find("\"a\\\"b\\\\c\\nd\\u0001\x7F\xC3\xA9\""),
            std::string::npos);
}

TEST(JsonRows, EndWithTheirSource) {
  EXPECT_TRUE(Json(kPlain, "lcms/a \"b\".xdr:3")
                  .ends_with("\"ledger_range\":0,\"_src\":\"lcms/a \\\"b\\\".xdr:3\"}\n"));
  EXPECT_EQ(Json(kPlain).find("_src"), std::string::npos);
}

TEST(CsvRows, HaveEveryType) {
  EXPECT_EQ(Csv(kPlain),
            "7,name,note,true,-5,4294967295,-9223372036854775808,2023-11-14T22:13:20Z,"
            "2023-11-14T22:13:20.000001Z,0\r\n");
}

TEST(CsvRows, TellNullFromEmpty) {
  EXPECT_EQ(CsvTexts("", ""), "\"\",\"\"");
  EXPECT_EQ(CsvTexts("", std::nullopt), "\"\",");
  TinyRow row = kPlain;
  row.small = std::nullopt;
  row.big = std::nullopt;
  row.seen_at = std::nullopt;
  EXPECT_EQ(Csv(row), "7,name,note,true,,4294967295,,2023-11-14T22:13:20Z,,0\r\n");
}

TEST(CsvRows, QuoteWhatMustBeQuoted) {
  EXPECT_EQ(CsvTexts("a,b", "say \"x\""), "\"a,b\",\"say \"\"x\"\"\"");
  EXPECT_EQ(CsvTexts("two\nlines", "two\r\nlines"), "\"two\nlines\",\"two\r\nlines\"");
  EXPECT_EQ(CsvTexts("\"", "\""), "\"\"\"\",\"\"\"\"");
  EXPECT_EQ(CsvTexts(" spaces ", "tab\there"), " spaces ,tab\there");
}

TEST(CsvRows, EndWithTheirSource) {
  EXPECT_TRUE(Csv(kPlain, "a,b:0").ends_with(",0,\"a,b:0\"\r\n"));
}

TEST(CsvRows, HaveAHeader) {
  std::string header;
  AppendCsvHeader(header, kTinyColumns, false);
  EXPECT_EQ(header,
            "ledger_sequence,name,note,flag,small,unsigned_number,big,closed_at,seen_at,"
            "ledger_range\r\n");
  header.clear();
  AppendCsvHeader(header, kTinyColumns, true);
  EXPECT_TRUE(header.ends_with(",ledger_range,_src\r\n"));
}

TEST(TimeText, ReachesFromTheFirstToTheLastDay) {
  const auto text = [](std::int64_t micros) {
    std::string out;
    AppendTime(out, micros);
    return out;
  };
  EXPECT_EQ(text(0), "1970-01-01T00:00:00Z");
  EXPECT_EQ(text(-1), "1969-12-31T23:59:59.999999Z");
  EXPECT_EQ(text(951'782'400'500'000), "2000-02-29T00:00:00.500000Z");
  EXPECT_EQ(text(253'402'300'799'000'000), "9999-12-31T23:59:59Z");
}

}  // namespace
}  // namespace lake
