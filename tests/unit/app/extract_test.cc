// `stellarlake extract` with configurations of the specifications.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

// The files that an extract of the real ledgers writes with `yaml`.
std::vector<std::string> FilesOf(const std::string& yaml) {
  testing::TempFolder folder;
  ChildResult result =
      RunChild({testing::Program(), "extract", "--config", folder.Write("c.yaml", yaml), "--range",
                "53312000", "--out", folder.File("rows"), "--format", "csv"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder.File("rows"))) {
    files.push_back(entry.path().filename());
  }
  std::sort(files.begin(), files.end());
  return files;
}

const std::string kSource = "source: {endpoint: '" + testing::DataPath("ledgers/pubnet") + "'}\n";

TEST(Extract, TheSpecificationsSchemaSelectsItsFourTables) {
  EXPECT_EQ(FilesOf(kSource + "ducklake: {schema_name: core}\n"),
            (std::vector<std::string>{"ledgers_row_v2.csv", "native_balances_snapshot_v1.csv",
                                      "operations_row_v1.csv", "transactions_row_v1.csv"}));
}

TEST(Extract, TablesOfTheSpecificationCanBeSwitchedOff) {
  EXPECT_EQ(
      FilesOf(
          kSource +
          "ducklake: {schema_name: core, enable_transactions: false, enable_balances: false}\n"),
      (std::vector<std::string>{"ledgers_row_v2.csv", "operations_row_v1.csv"}));
}

TEST(Extract, WithoutAChoiceAllBronzeTablesAreWritten) {
  std::vector<std::string> files = FilesOf(kSource);
  EXPECT_GE(files.size(), 20u);
  EXPECT_EQ(std::count(files.begin(), files.end(), "transactions_row_v2.csv"), 1);
}

}  // namespace
}  // namespace lake
