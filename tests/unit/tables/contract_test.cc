// The program's tables are those of the data contract, column by column: contract/tables.yaml.
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <set>
#include <string>
#include <vector>

#include "support/places.h"
#include "table/ddl.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Names = std::vector<std::string>;

const YAML::Node& Contract() {
  static const YAML::Node contract = YAML::LoadFile(testing::SourcePath("contract/tables.yaml"));
  return contract;
}

std::string Text(const YAML::Node& node) { return node.as<std::string>(); }
Names List(const YAML::Node& node) { return node.as<Names>(); }

// "sequence BIGINT NOT NULL (BIGINT in PostgreSQL)": one line per column, so that a difference
// reads well.
Names ContractColumns(const YAML::Node& table) {
  Names lines;
  for (const YAML::Node& column : table["columns"]) {
    const std::string type = Text(column["type"]);
    lines.push_back(Text(column["name"]) + " " + type +
                    (column["nullable"].as<bool>() ? "" : " NOT NULL") +
                    (column["fitted"] ? " fitted" : "") + " (" +
                    Text(Contract()["type_mapping"][type]) + " in PostgreSQL)");
  }
  return lines;
}

Names DeclaredColumns(const TableSpec& spec) {
  Names lines;
  for (const ColumnSpec& column : spec.columns) {
    lines.push_back(std::string(column.name) + " " +
                    std::string(SqlTypeName(column.type, SqlDialect::kDuckDb)) +
                    (column.nullable ? "" : " NOT NULL") + (column.fitted ? " fitted" : "") + " (" +
                    std::string(SqlTypeName(column.type, SqlDialect::kPostgres)) +
                    " in PostgreSQL)");
  }
  return lines;
}

// Without an order: the contract's is not always the order of the columns.
std::set<std::string> KeyColumns(const TableSpec& spec) {
  std::set<std::string> keys;
  for (const ColumnSpec& column : spec.columns) {
    if (column.key) keys.emplace(column.name);
  }
  return keys;
}

std::set<std::string> NaturalKey(const YAML::Node& table) {
  const Names names = List(table["natural_key"]);
  return {names.begin(), names.end()};
}

TEST(Contract, NamesTheTablesOfTheRegistryInOrder) {
  Names expected;
  for (const char* list : {"tables", "added_tables"}) {
    for (const YAML::Node& table : Contract()[list]) expected.push_back(Text(table["name"]));
  }
  Names written;
  const Result<TableSet> selected = SelectTables({});
  ASSERT_TRUE(selected.ok());
  for (const Table* table : *selected) written.emplace_back(table->spec->name);
  EXPECT_EQ(written, expected);
}

TEST(Contract, Has371ColumnsInThe19TablesOfTheSpecification) {
  std::size_t tables = 0;
  std::size_t columns = 0;
  for (const YAML::Node& table : Contract()["tables"]) {
    EXPECT_EQ(table["columns"].size(), table["columns_count"].as<std::size_t>());
    if (Text(table["group"]) == "removals") continue;
    ++tables;
    columns += table["columns"].size();
  }
  EXPECT_EQ(tables, 19u);
  EXPECT_EQ(columns, 371u);
}

TEST(Contract, DeclaresTheColumnsOfTheTables) {
  for (const char* list : {"tables", "added_tables", "optional_tables", "legacy_tables"}) {
    for (const YAML::Node& expected : Contract()[list]) {
      const Table* table = FindTable(Text(expected["name"]));
      ASSERT_NE(table, nullptr) << expected["name"];
      EXPECT_EQ(DeclaredColumns(*table->spec), ContractColumns(expected)) << expected["name"];
      EXPECT_EQ(KeyColumns(*table->spec), NaturalKey(expected)) << expected["name"];
    }
  }
}

// Of the specification's tables and of those beside them.
std::vector<YAML::Node> CurrentTables() {
  std::vector<YAML::Node> tables;
  for (const char* list : {"tables", "added_tables", "optional_tables"}) {
    for (const YAML::Node& table : Contract()[list]) tables.push_back(table);
  }
  return tables;
}

TEST(Contract, SaysHowTheTablesAreStored) {
  for (const YAML::Node& expected : CurrentTables()) {
    const std::string name = Text(expected["name"]);
    const TableSpec& spec = *FindTable(name)->spec;
    EXPECT_EQ(spec.group, Text(expected["group"])) << name;
    EXPECT_EQ(spec.purpose, Text(expected["purpose"])) << name;
    EXPECT_EQ(spec.subject, Text(expected["subject"])) << name;
    EXPECT_EQ(spec.sequence_column, Text(expected["sequence_column"])) << name;
    EXPECT_EQ(spec.partition_column, Text(expected["partition_column"])) << name;
    EXPECT_EQ(spec.fillfactor, expected["fillfactor"].as<int>()) << name;
    EXPECT_EQ(Names(spec.primary_key.begin(), spec.primary_key.end()),
              List(expected["primary_key"]))
        << name;
    if (spec.subject == "participants") continue;  // their index is named for itself
    EXPECT_EQ(name, fmt::format("{}_{}_v{}", spec.subject, spec.purpose, spec.major_version));
  }
}

TEST(Contract, NamesTheIndexes) {
  for (const YAML::Node& expected : CurrentTables()) {
    const TableSpec& spec = *FindTable(Text(expected["name"]))->spec;
    const auto indexes = CreateIndexSql(spec, {.dialect = SqlDialect::kPostgres});
    ASSERT_EQ(indexes.size(), expected["indexes"].size()) << spec.name;
    for (std::size_t i = 0; i < indexes.size(); ++i) {
      EXPECT_EQ(indexes[i].name, Text(expected["indexes"][i]["name"])) << spec.name;
      EXPECT_NE(indexes[i].sql.find("(\"" + Text(expected["indexes"][i]["column"]) + "\")"),
                std::string::npos)
          << indexes[i].sql;
    }
  }
}

TEST(Contract, MetadataTablesBeginWithItsColumns) {
  for (const YAML::Node& expected : Contract()["metadata_tables"]) {
    const TableSpec* found = nullptr;
    for (const TableSpec* spec : kMetaTables) {
      if (spec->name == Text(expected["name"])) found = spec;
    }
    ASSERT_NE(found, nullptr) << expected["name"];
    Names columns = DeclaredColumns(*found);
    const Names contract = ContractColumns(expected);
    ASSERT_GE(columns.size(), contract.size()) << found->name;
    columns.resize(contract.size());
    EXPECT_EQ(columns, contract) << found->name;
  }
}

}  // namespace
}  // namespace lake
