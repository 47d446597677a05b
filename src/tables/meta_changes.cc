// _meta_changes: what was changed in the definition of tables (spec 000).
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = ChangeRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::id>("id", "Number of the row, strictly increasing.").Key().AtLeast(1).Example("1"),
    Column<&Row::dataset>("dataset", "Dataset concerned.").Example("core.ledgers_row_v2"),
    Column<&Row::change_type>("change_type", "What kind of change it is.")
        .OneOf("schema|partition|index"),
    Column<&Row::description>("description", "What changed.").Example("create table, 11 columns"),
    Column<&Row::applied_by>("applied_by", "Processor and version that applied it.")
        .Example("stellarlake/0.1.0"),
    Column<&Row::applied_at>("applied_at", "When it was applied, UTC."),
    Column<&Row::rollback_sql>("rollback_sql", "Statement that undoes it, if there is one.")
        .Example("DROP TABLE ttl_snapshot_v1"));

constexpr std::string_view kPrimaryKey[] = {"id"};

}  // namespace

constexpr TableSpec kMetaChanges{
    .name = "_meta_changes",
    .doc = "One row per applied change of a table.",
    .group = "meta",
    .purpose = "meta",
    .subject = "changes",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kMetaChanges));

}  // namespace lake
