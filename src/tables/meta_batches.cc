// _batches: what the lake covers; the judge of overlaps and of the chain.
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = BatchRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::batch_id>("batch_id", "Identity of the attempt that wrote it.")
        .Key()
        .Example("pubnet-53312000-53312049-1"),
    Column<&Row::network>("network", "Network of the ledgers.").Example("pubnet"),
    Column<&Row::lo>("lo", "First ledger of the batch.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::hi>("hi", "Last ledger of the batch, inclusive.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312049"),
    Column<&Row::first_prev_hash>("first_prev_hash", "Hash of the ledger before the first.")
        .Hex(64),
    Column<&Row::last_hash>("last_hash", "Hash of the last ledger.").Hex(64),
    Column<&Row::source>("source", "Where the ledgers were read from, without secrets.")
        .Example("s3://ledgers/pubnet"),
    Column<&Row::pipeline_version>("pipeline_version", "Version of the program that wrote it.")
        .Example("0.1.0"),
    Column<&Row::created_at>("created_at", "When the batch was written, UTC."),
    Column<&Row::row_counts>("row_counts", "JSON object: rows per table.")
        .Form(TextForm::kJson)
        .Example(R"({"ledgers_row_v2":50})"),
    Column<&Row::digests>("digests", "JSON object: sum of row hashes per table, 32 hex digits.")
        .Form(TextForm::kJson)
        .Example(R"({"ledgers_row_v2":"0f1e2d3c4b5a69788796a5b4c3d2e1f0"})"),
    Column<&Row::writer>("writer", "Host and process that wrote it.").Example("host-1:4711"));

constexpr std::string_view kPrimaryKey[] = {"batch_id"};

}  // namespace

constexpr TableSpec kBatches{
    .name = "_batches",
    .doc = "One row per committed batch.",
    .group = "meta",
    .purpose = "meta",
    .subject = "batches",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kBatches));

}  // namespace lake
