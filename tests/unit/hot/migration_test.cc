// The files of migrations/hot: what they are called, that they stay as they were, and that what
// they make is what the registry declares.
#include "hot/migration.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <sstream>

#include "base/bytes.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "hot/hot_batches.h"
#include "hot/hot_tables.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using testing::TempFolder;

const std::string kFolder = testing::SourcePath("migrations/hot");

TEST(MigrationFileNames, AreThoseOfGolangMigrate) {
  EXPECT_EQ(MigrationFile(1, "create_core_tables", true), "000001_create_core_tables.up.sql");
  const auto name = ParseMigrationFileName("000012_add_memo.down.sql");
  ASSERT_TRUE(name.has_value());
  EXPECT_EQ(name->version, 12);
  EXPECT_EQ(name->name, "add_memo");
  EXPECT_FALSE(name->up);
  EXPECT_EQ(ParseMigrationFileName("20240902105019_x.up.sql")->version, 20'240'902'105'019);
  for (const char* file :
       {"", "_x.up.sql", "x.up.sql", "0_x.up.sql", "-1_x.up.sql", "1x_y.up.sql", "1_x.sql",
        "1_x.up.sql.orig", "99999999999999999999_x.up.sql", "SHA256SUMS"}) {
    EXPECT_FALSE(ParseMigrationFileName(file).has_value()) << file;
  }
  EXPECT_TRUE(IsMigrationName("add_new_field"));
  for (const char* name_of_none : {"", "Add", "a-b", "a/b", "..", "a b"})
    EXPECT_FALSE(IsMigrationName(name_of_none)) << name_of_none;
}

TEST(MigrationFolder, WantsBothHalvesOfEveryVersionOnce) {
  TempFolder folder;
  folder.Write("0002_b.up.sql", "B");
  folder.Write("0002_b.down.sql", "b");
  folder.Write("0001_a.up.sql", "A");
  folder.Write("README", "");
  Result<std::vector<Migration>> half = LoadMigrations(folder.path());
  ASSERT_FALSE(half.ok());
  EXPECT_THAT(half.error().message, HasSubstr("000001_a.down.sql is missing"));
  folder.Write("0001_a.down.sql", "a");
  Result<std::vector<Migration>> both = LoadMigrations(folder.path());
  ASSERT_THAT(both, IsOk());
  ASSERT_EQ(both->size(), 2u);
  EXPECT_EQ((*both)[0].name + (*both)[0].up + (*both)[0].down, "aAa");
  EXPECT_EQ((*both)[1].version, 2);
  folder.Write("2_c.up.sql", "C");
  Result<std::vector<Migration>> twice = LoadMigrations(folder.path());
  ASSERT_FALSE(twice.ok());
  EXPECT_THAT(twice.error().message, HasSubstr("version 2 is there twice"));
  EXPECT_EQ(LoadMigrations(folder.File("nowhere")).error().code, Code::kNotFound);
}

TEST(Migration, RunsOutsideATransactionWhenItSaysSo) {
  EXPECT_TRUE(RunsOutsideTransaction("-- why\n /* and */\nBEGIN;\nSELECT 1;\nCOMMIT;"));
  EXPECT_TRUE(RunsOutsideTransaction("start transaction;"));
  EXPECT_TRUE(RunsOutsideTransaction("-- no transaction\nVACUUM;"));
  EXPECT_FALSE(RunsOutsideTransaction("-- no transaction is needed\nSELECT 1;"));
  EXPECT_FALSE(RunsOutsideTransaction("CREATE FUNCTION f() AS $$ BEGIN END $$;"));
  EXPECT_FALSE(RunsOutsideTransaction("--"));
  EXPECT_FALSE(RunsOutsideTransaction(""));
}

TEST(HotMigrations, AreCarriedByTheProgram) {
  Result<std::vector<Migration>> files = LoadMigrations(kFolder);
  ASSERT_THAT(files, IsOk());
  const std::vector<Migration>& carried = EmbeddedMigrations();
  ASSERT_EQ(files->size(), carried.size());
  for (std::size_t i = 0; i < carried.size(); ++i) {
    EXPECT_EQ(carried[i].version, static_cast<std::int64_t>(i) + 1);
    EXPECT_EQ(carried[i].name, (*files)[i].name);
    EXPECT_EQ(carried[i].up, (*files)[i].up);
    EXPECT_EQ(carried[i].down, (*files)[i].down);
  }
}

TEST(HotMigrations, AreTheSevenOfTheSpecificationAndThenOurs) {
  const std::vector<std::string> specified = {"create_core_tables",     "create_effects_trades",
                                              "create_snapshot_tables", "create_soroban_tables",
                                              "create_metadata_tables", "create_critical_indexes",
                                              "create_flush_helpers"};
  ASSERT_GT(EmbeddedMigrations().size(), specified.size());
  for (std::size_t i = 0; i < specified.size(); ++i)
    EXPECT_EQ(EmbeddedMigrations()[i].name, specified[i]);
}

// Whoever applied a migration would never get what was edited into it later.
TEST(HotMigrations, StayAsTheyWere) {
  std::istringstream lines(testing::ReadFile(kFolder + "/SHA256SUMS"));
  std::map<std::string, std::string> sums;
  for (std::string sum, file; lines >> sum >> file;) sums[file] = sum;
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    const std::string file = entry.path().filename();
    if (!ParseMigrationFileName(file)) continue;
    ++files;
    const std::string text = testing::ReadFile(entry.path());
    EXPECT_EQ(sums[file], Hex(Sha256(AsBytes(text))))
        << file << ": leave a migration that may have been applied as it is and make a new one "
        << "(stellarlake hot migrate create NAME --path migrations/hot); a new one is written down "
        << "with (cd migrations/hot && sha256sum *.sql >SHA256SUMS)";
  }
  EXPECT_EQ(files, sums.size());
}

// The whole schema is compared in a database (schema_test.cc); this needs none.
TEST(HotMigrations, MakeTheTablesAsTheRegistryDeclaresThem) {
  std::string all;
  for (const Migration& migration : EmbeddedMigrations()) all += migration.up + "\n";
  for (const HotTable& table : HotTables()) {
    const DdlOptions options = HotDdlOptions(table);
    if (all.find("ALTER TABLE " + DdlTableName(*table.spec, options)) != std::string::npos)
      continue;  // its definition came in pieces
    EXPECT_THAT(all, HasSubstr(CreateTableSql(*table.spec, options) + ";\n")) << table.spec->name;
    for (const IndexSql& index : CreateIndexSql(*table.spec, options))
      EXPECT_THAT(all, HasSubstr(index.sql + ";\n"));
  }
}

TEST(HotMigrations, MakeTheRowsOfBatchesAsTheyAreDeclared) {
  std::string all;
  for (const Migration& migration : EmbeddedMigrations()) all += migration.up + "\n";
  const DdlOptions options{
      .dialect = SqlDialect::kPostgres, .parent = "\"extra\"", .if_not_exists = false};
  EXPECT_THAT(all, HasSubstr(CreateTableSql(kHotBatches, options) + ";\n"));
}

TEST(HotTables, AreTheSpecificationsInPublicAndTheOthersBeside) {
  std::size_t data = 0;
  std::size_t meta = 0;
  std::size_t fields = 0;
  std::size_t snapshots = 0;
  for (const HotTable& table : HotTables()) {
    if (!table.schema.empty()) {
      EXPECT_EQ(table.schema, kExtraSchema);
      continue;
    }
    const std::string sql = CreateTableSql(*table.spec, HotDdlOptions(table));
    EXPECT_TRUE(sql.starts_with("CREATE UNLOGGED TABLE \"")) << sql;
    const bool snapshot = table.spec->purpose == "snapshot";
    EXPECT_EQ(snapshot, sql.ends_with(" WITH (fillfactor = 90)")) << sql;
    if (table.spec->group == "meta") {
      ++meta;
      continue;
    }
    ++data;
    fields += table.spec->columns.size();
    snapshots += snapshot ? 1 : 0;
  }
  EXPECT_EQ(data, 19u);
  EXPECT_EQ(meta, 5u);
  EXPECT_EQ(fields, 371u);  // D1
  EXPECT_EQ(snapshots, 11u);
}

}  // namespace
}  // namespace lake
