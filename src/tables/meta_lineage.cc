// _meta_lineage: where every batch of rows came from (spec 000).
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = LineageRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::id>("id", "Number of the row, strictly increasing.").Key().AtLeast(1).Example("1"),
    Column<&Row::dataset>("dataset", "Dataset the rows belong to.").Example("core.ledgers_row_v2"),
    Column<&Row::partition>("partition",
                            "The ledger_range when the whole batch lies in one, else NULL.")
        .Form(TextForm::kInteger),
    Column<&Row::source_ledger_start>("source_ledger_start", "First ledger of the batch.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::source_ledger_end>("source_ledger_end", "Last ledger of the batch, inclusive.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312049"),
    Column<&Row::pipeline_version>("pipeline_version", "Version of the program that wrote it.")
        .Example("0.1.0"),
    Column<&Row::processor_name>("processor_name", "Name of the processor that wrote it.")
        .Example("stellarlake"),
    Column<&Row::checksum>("checksum",
                           "Sum of the hashes of the rows, 128 bits, independent of their order.")
        .Hex(32),
    Column<&Row::row_count>("row_count",
                            "Rows written for the dataset; 0 when the ledgers gave none.")
        .AtLeast(0)
        .Example("50"),
    Column<&Row::created_at>("created_at", "When the batch was written, UTC."),
    Column<&Row::era_id>("era_id", "Era the batch was written for, when one is configured.")
        .Example("p23_plus"),
    Column<&Row::version_label>("version_label", "Version inside the era, when one is configured.")
        .Example("v1"),
    Column<&Row::schema_hash>("schema_hash",
                              "Schema of the rows, whose columns the checksum is over "
                              "(_meta_schemas); NULL in batches of versions that did not note it: "
                              "the columns that the table had at first.")
        .Hex(64));

constexpr std::string_view kPrimaryKey[] = {"id"};

}  // namespace

constexpr TableSpec kMetaLineage{
    .name = "_meta_lineage",
    .doc = "One row per dataset per committed batch.",
    .group = "meta",
    .purpose = "meta",
    .subject = "lineage",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kMetaLineage));

}  // namespace lake
