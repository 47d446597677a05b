// _meta_quality: the outcome of every quality check (spec 000).
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = QualityRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::id>("id", "Number of the row, strictly increasing.").Key().AtLeast(1).Example("1"),
    Column<&Row::dataset>("dataset", "Dataset the check belongs to.")
        .Example("core.ledgers_row_v2"),
    Column<&Row::partition>("partition",
                            "The ledger_range when the whole batch lies in one, else NULL.")
        .Form(TextForm::kInteger),
    Column<&Row::check_name>("check_name", "Name of the check.").Example("ledger_hash_format"),
    Column<&Row::check_type>("check_type", "What the check looks at.")
        .OneOf("validity|consistency|completeness"),
    Column<&Row::passed>("passed", "Whether no row violates it."),
    Column<&Row::details>("details",
                          "How many violations there are and what they are, or the rows checked.")
        .Example("50 rows checked"),
    Column<&Row::row_count>("row_count", "Rows examined.").AtLeast(0).Example("50"),
    Column<&Row::null_anomalies>(
        "null_anomalies", "Required values that are missing, for completeness checks; else 0.")
        .AtLeast(0)
        .Example("0"),
    Column<&Row::created_at>("created_at", "When the check ran, UTC."));

constexpr std::string_view kPrimaryKey[] = {"id"};

}  // namespace

constexpr TableSpec kMetaQuality{
    .name = "_meta_quality",
    .doc = "One row per executed check per batch.",
    .group = "meta",
    .purpose = "meta",
    .subject = "quality",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kMetaQuality));

}  // namespace lake
