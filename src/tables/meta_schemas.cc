// _meta_schemas: the columns that batches were written with.
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = SchemaRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::dataset>("dataset", "Dataset the schema is of.")
        .Key()
        .Example("core.ledgers_row_v2"),
    Column<&Row::schema_hash>("schema_hash",
                              "Name of the schema: SHA-256 over its ordered name:type pairs.")
        .Key()
        .Hex(64),
    Column<&Row::position>("position", "Place of the column, from 1.")
        .Key()
        .AtLeast(1)
        .Example("1"),
    Column<&Row::column_name>("column_name", "Name of the column.").Example("sequence"),
    Column<&Row::column_type>("column_type", "Type of the column, as the lake names it.")
        .Example("UINTEGER"),
    Column<&Row::digested>("digested", "Whether digests are over it too."),
    Column<&Row::created_at>("created_at", "When the schema was first written with, UTC."));

constexpr std::string_view kPrimaryKey[] = {"dataset", "schema_hash", "position"};

}  // namespace

constexpr TableSpec kMetaSchemas{
    .name = "_meta_schemas",
    .doc = "One row per column of every schema that batches were written with.",
    .group = "meta",
    .purpose = "meta",
    .subject = "schemas",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kMetaSchemas));

}  // namespace lake
