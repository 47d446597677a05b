#include "app/text_table.h"

#include <gtest/gtest.h>

namespace lake {
namespace {

std::string Table(std::vector<TextTable::Column> columns,
                  std::vector<std::vector<std::string>> rows, bool markdown = false,
                  std::size_t cell_columns = 0) {
  TextTable table(std::move(columns), markdown, cell_columns);
  std::string out;
  for (std::vector<std::string>& row : rows) table.Add(out, std::move(row));
  table.Finish(out);
  return out;
}

TEST(TextTable, AlignsNumbersRightAndTextLeft) {
  EXPECT_EQ(Table({{"sequence", true}, {"name", false}}, {{"7", "a"}, {"53312000", "höher"}}),
            " sequence | name\n"
            "----------+-------\n"
            "        7 | a\n"
            " 53312000 | höher\n");
}

TEST(TextTable, WritesMarkdown) {
  EXPECT_EQ(Table({{"n", true}, {"text", false}}, {{"1", "a|b"}}, true),
            "| n | text |\n"
            "|--:|------|\n"
            "| 1 | a\\|b |\n");
}

TEST(TextTable, NeverSendsControlCharactersToTheTerminal) {
  std::string out = Table({{"memo\x1b", false}}, {{"a\nb\x1b[31m\x7f\xc2\x9b\xe2\x80\xae"
                                                   "c"}});
  EXPECT_EQ(out,
            " memo\\x1b\n"
            "---------------------------------\n"
            " a\\nb\\x1b[31m\\u007f\\u009b\\u202ec\n");
}

TEST(TextTable, CutsLongCellsBetweenCodePoints) {
  TextTable table({{"t", false}}, false, 4);
  std::string out;
  table.Add(out, {"äöüß"});
  EXPECT_FALSE(table.has_cut());
  table.Add(out, {"äöüßx"});
  table.Finish(out);
  EXPECT_TRUE(table.has_cut());
  EXPECT_NE(out.find(" äöü…\n"), std::string::npos) << out;
}

TEST(TextTable, StreamsAfterTheFirstThousandRows) {
  TextTable table({{"n", true}}, false, 0);
  std::string out;
  for (int i = 0; i < 999; ++i) table.Add(out, {"1"});
  EXPECT_EQ(out, "");
  table.Add(out, {"22"});
  EXPECT_NE(out, "");
  out.clear();
  table.Add(out, {"4444"});
  EXPECT_EQ(out, " 4444\n");
  table.Finish(out);
  EXPECT_EQ(out, " 4444\n");
}

TEST(TextTable, WithoutRowsItHasAHead) { EXPECT_EQ(Table({{"a", false}}, {}), " a\n---\n"); }

}  // namespace
}  // namespace lake
