#include "table/describe.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/tiny_table.h"
#include "table/schema_hash.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::kTinySpec;

TEST(SchemaHash, IsTheHashOfTheNamesAndTypesAsTheContractStatesIt) {
  static constexpr auto kColumns = std::to_array<ColumnSpec>({
      Column<&testing::TinyRow::ledger_sequence>("a", "A."),
      Column<&testing::TinyRow::name>("b", "B."),
  });
  TableSpec spec = kTinySpec;
  spec.columns = kColumns;
  // printf 'a:BIGINT\nb:VARCHAR\n' | sha256sum
  EXPECT_EQ(SchemaHash(spec), "53cf1c66706ef1df1a1e1041b8054b8c8e896747df9ad464465582d0ad84a3b1");
}

TEST(Describe, RulesReadAsWords) {
  constexpr ColumnSpec hex = Column<&testing::TinyRow::name>("h", "H.").Hex(64);
  EXPECT_EQ(DescribeRule(hex), "64 hex characters");
  constexpr ColumnSpec range =
      Column<&testing::TinyRow::ledger_sequence>("r", "R.").AtLeast(1).AtMost(9);
  EXPECT_EQ(DescribeRule(range), "1 to 9");
  constexpr ColumnSpec choice = Column<&testing::TinyRow::name>("c", "C.").OneOf("a|b|c");
  EXPECT_EQ(DescribeRule(choice), "a, b or c");
  constexpr ColumnSpec free = Column<&testing::TinyRow::name>("f", "F.");
  EXPECT_EQ(DescribeRule(free), "");
}

TEST(Describe, MarkdownHasOneLinePerColumn) {
  const std::string text = DescribeMarkdown(kTinySpec);
  EXPECT_THAT(text, HasSubstr("One row per thing. Dataset `core.tiny_things_row_v3`, 10 columns; "
                              "primary key in PostgreSQL: ledger_sequence, name."));
  EXPECT_THAT(
      text,
      HasSubstr(
          "| `ledger_sequence` (key) | BIGINT | no |  | Sequence of the ledger. (at least 1) |"));
  EXPECT_THAT(text,
              HasSubstr("| `big` | BIGINT | yes | stroops | A large number that may be absent. |"));
}

TEST(Describe, EveryFormHasAnExampleAndADeclaredOneGoesFirst) {
  constexpr Column<&testing::TinyRow::name> text("t", "T.");
  EXPECT_EQ(ExampleOf(text), "");
  EXPECT_EQ(ExampleOf(text.Example("e")), "e");
  EXPECT_EQ(ExampleOf(text.OneOf("a|b")), "a");
  for (const TextForm form : {TextForm::kHex, TextForm::kBase64, TextForm::kAccount,
                              TextForm::kContract, TextForm::kDecimal7, TextForm::kInteger}) {
    ColumnSpec column = text;
    column.form = form;
    EXPECT_NE(ExampleOf(column), "") << TextFormName(form);
  }
}

TEST(Describe, JsonParsesAndNamesEveryColumn) {
  const auto json = nlohmann::json::parse(DescribeJson(kTinySpec));
  EXPECT_EQ(json["dataset"], "core.tiny_things_row_v3");
  EXPECT_EQ(json["schema_hash"], SchemaHash(kTinySpec));
  ASSERT_EQ(json["columns"].size(), kTinySpec.columns.size());
  EXPECT_EQ(json["columns"][8]["digest"], false);
  EXPECT_EQ(json["columns"][5]["postgres_type"], "BIGINT");
  EXPECT_EQ(json["primary_key"][1], "name");
}

}  // namespace
}  // namespace lake
