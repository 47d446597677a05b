// _meta_datasets: the registry of datasets (spec 000).
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = DatasetRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::name>("name", "Dataset name, domain and table.")
        .Key()
        .Example("core.ledgers_row_v2"),
    Column<&Row::tier>("tier", "Tier of the data; ours is core.").OneOf("core|derived|aggregated"),
    Column<&Row::domain>("domain", "Domain of the data; ours is core.").Example("core"),
    Column<&Row::purpose>("purpose", "What its rows are, taken from the table name.")
        .OneOf("row|snapshot|stream|state|aggregated"),
    Column<&Row::subject>("subject", "What its rows are about.").Example("ledgers"),
    Column<&Row::grain>("grain", "Version label of the schema.").Example("v1"),
    Column<&Row::major_version>("major_version", "Number in the version label.").Example("2"),
    Column<&Row::minor_version>("minor_version", "Compatible revision, from 0.")
        .AtLeast(0)
        .Example("0"),
    Column<&Row::created_at>("created_at", "First registration, UTC."),
    Column<&Row::updated_at>("updated_at", "Last registration, UTC."),
    Column<&Row::description>("description", "What one row is.")
        .Example("One row per closed ledger."),
    Column<&Row::schema_hash>("schema_hash",
                              "SHA-256 over the ordered name:type pairs of its columns.")
        .Hex(64));

constexpr std::string_view kPrimaryKey[] = {"name"};

}  // namespace

constexpr TableSpec kMetaDatasets{
    .name = "_meta_datasets",
    .doc = "One row per dataset the lake has.",
    .group = "meta",
    .purpose = "meta",
    .subject = "datasets",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kMetaDatasets));

}  // namespace lake
