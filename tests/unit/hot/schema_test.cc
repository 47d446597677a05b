// What the migrations make, as PostgreSQL says it, against the registry.
#include <gmock/gmock.h>

#include "hot/schema_change.h"
#include "hot/schema_reader.h"
#include "unit/hot/hot_database.h"

namespace lake {
namespace {

using ::testing::IsEmpty;
using testing::IsOk;

class HotSchema : public testing::HotDatabase {
 protected:
  SchemaShape Shape() {
    Result<SchemaShape> shape = ReadSchemaShape(*connection_);
    CHECK(shape.ok());
    return *std::move(shape);
  }
};

TEST_F(HotSchema, AfterAllMigrationsIsWhatTheRegistryWants) {
  ASSERT_THAT(Migrate().Up(Migrator::kAll), IsOk());
  const SchemaChange change = ChangeToRegistry(Shape(), HotTables());
  EXPECT_THAT(change.up, IsEmpty())
      << "tables have changed: leave the migrations as they are and make the next one, with a "
         "database that has them all: stellarlake hot migrate create NAME --hot ...";
}

// What `create` writes leads there, whatever the database had.
TEST_F(HotSchema, IsReachedByTheDifferenceAndLeftByItsReverse) {
  Migrator migrator = Migrate();
  ASSERT_THAT(migrator.Up(Migrator::kAll), IsOk());
  ASSERT_THAT(connection_->Execute(
                  "ALTER TABLE ledgers_row_v2 DROP COLUMN node_id, ADD COLUMN mine int;"
                  "ALTER TABLE trades_row_v1 DROP CONSTRAINT trades_row_v1_pkey;"
                  "ALTER TABLE ttl_snapshot_v1 RESET (fillfactor);"
                  "ALTER TABLE offers_snapshot_v1 ALTER COLUMN ledger_range TYPE int,"
                  "  ALTER COLUMN ledger_range DROP NOT NULL;"
                  "DROP INDEX idx_ledgers_range; DROP TABLE extra.ledger_entry_removals_stream_v1;"
                  "DROP INDEX idx_effects_range;"
                  "CREATE INDEX idx_effects_range ON effects_row_v1 (ledger_sequence);"),
              IsOk());
  const SchemaShape changed = Shape();
  const SchemaChange change = ChangeToRegistry(changed, HotTables());
  ASSERT_THAT(connection_->Execute(MigrationText(change.up)), IsOk());
  EXPECT_THAT(ChangeToRegistry(Shape(), HotTables()).up, IsEmpty());
  ASSERT_THAT(connection_->Execute(MigrationText(change.down)), IsOk());
  const SchemaShape back = Shape();
  ASSERT_EQ(back.size(), changed.size());
  for (const auto& [name, table] : changed) {
    const auto found = back.find(name);
    ASSERT_NE(found, back.end()) << name.second;
    EXPECT_EQ(found->second.fillfactor, table.fillfactor) << name.second;
    EXPECT_EQ(found->second.primary_key, table.primary_key) << name.second;
    EXPECT_THAT(found->second.columns, ::testing::UnorderedElementsAreArray(table.columns));
    EXPECT_THAT(found->second.indexes, ::testing::UnorderedElementsAreArray(table.indexes));
  }
}

TEST_F(HotSchema, EveryMigrationIsTakenBackWholly) {
  Migrator migrator = Migrate();
  const std::string all_of_it =
      "SELECT coalesce(string_agg(x, ' ' ORDER BY x), '') FROM ("
      "SELECT oid::regclass::text || relkind::text || relpersistence::text AS x FROM pg_class "
      "WHERE relnamespace IN (SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'extra')) "
      "UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc "
      "WHERE pronamespace = 'public'::regnamespace "
      "UNION ALL SELECT nspname FROM pg_namespace "
      "UNION ALL SELECT attrelid::regclass::text || attname::text || format_type(atttypid, atttypmod) "
      "FROM pg_attribute JOIN pg_class AS c ON c.oid = attrelid "
      "WHERE attnum > 0 AND NOT attisdropped AND c.relnamespace IN "
      "(SELECT oid FROM pg_namespace WHERE nspname IN ('public', 'extra'))) AS y";
  ASSERT_THAT(migrator.Up(1), IsOk());
  ASSERT_THAT(migrator.Down(1), IsOk());
  for (const Migration& migration : EmbeddedMigrations()) {
    const std::string before = Sql(all_of_it);
    ASSERT_THAT(migrator.Up(1), IsOk());
    EXPECT_NE(Sql(all_of_it), before) << migration.name;
    ASSERT_THAT(migrator.Down(1), IsOk());
    EXPECT_EQ(Sql(all_of_it), before) << migration.name;
    ASSERT_THAT(migrator.Up(1), IsOk());
  }
}

TEST_F(HotSchema, IsUnloggedWithItsPersistenceTheSameForWhatDescribesIt) {
  ASSERT_THAT(Migrate().Up(Migrator::kAll), IsOk());
  for (const HotTable& table : HotTables()) {
    const std::string name = DdlTableName(*table.spec, HotDdlOptions(table));
    EXPECT_EQ(
        Sql(fmt::format("SELECT relpersistence FROM pg_class WHERE oid = '{}'::regclass", name)),
        "u\n")
        << name;
  }
}

}  // namespace
}  // namespace lake
