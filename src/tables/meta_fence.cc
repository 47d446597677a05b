// _fence: the row that every commit updates, so that two writers conflict.
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = FenceRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::network>("network", "Network of the lake.").Key().Example("pubnet"),
    Column<&Row::commits>("commits", "Batches and quarantined ledgers committed so far.")
        .AtLeast(0)
        .Example("1204"),
    Column<&Row::epoch>("epoch",
                        "Raised when committed ranges are rewritten; a writer stops when it is not "
                        "the one it began with.")
        .AtLeast(1)
        .Example("1"),
    Column<&Row::watermark>(
        "watermark",
        "End of the run of ledgers, from where the lake began, that every data table "
        "holds; NULL while one of them lacks its beginning.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312049"),
    Column<&Row::updated_at>("updated_at", "When the last batch was committed, UTC."),
    Column<&Row::last_lineage_id>("last_lineage_id", "Highest id in _meta_lineage.")
        .AtLeast(0)
        .Example("24080"),
    Column<&Row::last_quality_id>("last_quality_id", "Highest id in _meta_quality.")
        .AtLeast(0)
        .Example("91504"));

constexpr std::string_view kPrimaryKey[] = {"network"};

}  // namespace

constexpr TableSpec kFence{
    .name = "_fence",
    .doc = "One row per network.",
    .group = "meta",
    .purpose = "meta",
    .subject = "fence",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kFence));

}  // namespace lake
