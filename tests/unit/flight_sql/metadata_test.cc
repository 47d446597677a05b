// What there is: catalogs, schemas, tables, keys, types, and what the server says of itself.
#include <arrow/io/memory.h>
#include <arrow/ipc/dictionary.h>
#include <arrow/ipc/reader.h>
#include <gmock/gmock.h>

#include "asking.h"
#include "flight_sql/metadata_schemas.h"
#include "flight_sql/server_answers.h"

namespace lake::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class MetadataTest : public Asking {
 protected:
  void SetUp() override {
    MakeLake();
    Serve();
  }
  template <class Message>
  Answered Tell(const Message& message) {
    Answered answered = AskCommand(Packed(message));
    EXPECT_THAT(FromArrow(answered.status), IsOk());
    return answered;
  }
};

TEST_F(MetadataTest, TellsCatalogsAndSchemas) {
  EXPECT_THAT(Tell(flight_sql::CommandGetCatalogs()).rows, ElementsAre("lake"));
  EXPECT_THAT(Tell(flight_sql::CommandGetDbSchemas()).rows,
              ElementsAre("lake|bronze", "lake|main"));
  flight_sql::CommandGetDbSchemas wish;
  wish.set_db_schema_filter_pattern("br%");
  EXPECT_THAT(Tell(wish).rows, ElementsAre("lake|bronze"));
  wish.set_catalog("other");
  EXPECT_THAT(Tell(wish).rows, IsEmpty());
}

TEST_F(MetadataTest, TellsTables) {
  flight_sql::CommandGetTables wish;
  EXPECT_THAT(Tell(wish).rows,
              ElementsAre("lake|bronze|_batches|SYSTEM TABLE", "lake|bronze|ledgers_row_v2|TABLE"));
  wish.add_table_types("TABLE");
  EXPECT_THAT(Tell(wish).rows, ElementsAre("lake|bronze|ledgers_row_v2|TABLE"));
  wish.set_table_name_filter_pattern("ledgers\\_row%");
  EXPECT_THAT(Tell(wish).rows, ElementsAre("lake|bronze|ledgers_row_v2|TABLE"));
  wish.set_table_name_filter_pattern("'; drop table ledgers_row_v2; --");
  EXPECT_THAT(Tell(wish).rows, IsEmpty());
}

TEST_F(MetadataTest, TellsTheColumnsOfTables) {
  flight_sql::CommandGetTables wish;
  wish.set_include_schema(true);
  wish.set_table_name_filter_pattern("ledgers_row_v2");
  const Answered answered = Tell(wish);
  EXPECT_EQ(answered.schema->ToString(),
            "catalog_name: string\ndb_schema_name: string\ntable_name: string not null\n"
            "table_type: string not null\ntable_schema: binary not null");
  ASSERT_EQ(answered.rows.size(), 1u);
  EXPECT_THAT(answered.rows[0], HasSubstr("lake|bronze|ledgers_row_v2|TABLE|"));
}

TEST_F(MetadataTest, TellsNaturalKeys) {
  flight_sql::CommandGetPrimaryKeys wish;
  wish.set_table("ledgers_row_v2");
  EXPECT_THAT(Tell(wish).rows,
              ElementsAre("lake|bronze|ledgers_row_v2|sequence|ledgers_row_v2_key|1"));
  wish.set_table("nowhere");
  EXPECT_THAT(Tell(wish).rows, IsEmpty());
  flight_sql::CommandGetImportedKeys foreign;
  foreign.set_table("ledgers_row_v2");
  EXPECT_THAT(Tell(foreign).rows, IsEmpty());
  EXPECT_EQ(Tell(flight_sql::CommandGetCrossReference()).schema->num_fields(), 13);
}

TEST_F(MetadataTest, TellsWhatTheServerIs) {
  flight_sql::CommandGetSqlInfo wish;
  wish.add_info(0);
  wish.add_info(3);
  EXPECT_THAT(Tell(wish).rows, ElementsAre(HasSubstr("Stellarlake"), HasSubstr("true")));
  EXPECT_GT(Tell(flight_sql::CommandGetSqlInfo()).rows.size(), 80u);
  EXPECT_THAT(Tell(flight_sql::CommandGetTableTypes()).rows,
              ElementsAre("SYSTEM TABLE", "TABLE", "VIEW"));
}

TEST_F(MetadataTest, TellsTypes) {
  EXPECT_GT(Tell(flight_sql::CommandGetXdbcTypeInfo()).rows.size(), 15u);
  flight_sql::CommandGetXdbcTypeInfo wish;
  wish.set_data_type(12);
  EXPECT_THAT(Tell(wish).rows, ElementsAre(HasSubstr("VARCHAR|12|")));
}

TEST_F(MetadataTest, FlightsTellTheSchemaOfTheirRows) {
  const auto check = [&](const std::string& command) {
    const auto schema =
        client_->GetSchema(arrow::flight::FlightDescriptor::Command(command)).ValueOrDie();
    arrow::ipc::DictionaryMemo memo;
    const auto told = schema->GetSchema(&memo);
    ASSERT_THAT(FromArrow(told.status()), IsOk());
    const Answered answered = AskCommand(command);
    EXPECT_TRUE((*told)->Equals(*answered.schema)) << (*told)->ToString();
  };
  check(Packed(flight_sql::CommandGetCatalogs()));
  check(Packed(flight_sql::CommandGetDbSchemas()));
  check(Packed(flight_sql::CommandGetTables()));
  check(Packed(flight_sql::CommandGetTableTypes()));
  check(Packed(flight_sql::CommandGetSqlInfo()));
  check(Packed(flight_sql::CommandGetXdbcTypeInfo()));
  flight_sql::CommandStatementQuery query;
  query.set_query("select sequence, price from ledgers_row_v2");
  check(Packed(query));
}

TEST_F(MetadataTest, ListsNoFlightsAndItsActions) {
  EXPECT_EQ(client_->ListFlights().ValueOrDie()->Next().ValueOrDie(), nullptr);
  const auto actions = client_->ListActions().ValueOrDie();
  ASSERT_EQ(actions.size(), 2u);
  EXPECT_EQ(actions[0].type, "CreatePreparedStatement");
}

}  // namespace
}  // namespace lake::testing
