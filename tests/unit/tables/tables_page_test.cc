#include "tables/tables_page.h"

#include <gtest/gtest.h>

#include "table/describe.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

void ExpectExamples(const TableSpec& spec) {
  for (const ColumnSpec& column : spec.columns) {
    EXPECT_NE(ExampleOf(column), "") << spec.name << "." << column.name << " has no example";
  }
}

TEST(TablesPage, HasAnExampleOfEveryColumn) {
  for (const Table* table : AllTables()) ExpectExamples(*table->spec);
  for (const TableSpec* spec : kMetaTables) ExpectExamples(*spec);
}

TEST(TablesPage, HasEveryTableOnce) {
  const std::string page = TablesMarkdown();
  for (const Table* table : AllTables()) {
    const std::string heading = "\n## " + std::string(table->spec->name) + "\n";
    const std::size_t found = page.find(heading);
    ASSERT_NE(found, std::string::npos) << heading;
    EXPECT_EQ(page.find(heading, found + 1), std::string::npos) << heading;
  }
}

}  // namespace
}  // namespace lake
