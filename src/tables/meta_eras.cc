// _meta_eras: processing epochs of a network.
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = EraRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::era_id>("era_id", "Processing epoch.").Key().Example("p23_plus"),
    Column<&Row::network>("network", "Network as the eras name it.").Key().Example("mainnet"),
    Column<&Row::version_label>("version_label", "Version inside the era.").Key().Example("v1"),
    Column<&Row::ledger_start>("ledger_start", "First ledger of the era.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("58762517"),
    Column<&Row::ledger_end>("ledger_end", "Last ledger; NULL while the era is active.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("60000000"),
    Column<&Row::protocol_min>("protocol_min", "Lowest protocol that was written.").Example("23"),
    Column<&Row::protocol_max>("protocol_max", "Highest protocol that was written.").Example("25"),
    Column<&Row::status>("status", "Whether it may be written to: only an active one.")
        .OneOf("active|frozen|deprecated"),
    Column<&Row::schema_epoch>("schema_epoch",
                               "Start of the SHA-256 of the table definitions it was opened with.")
        .Example("a4c1d8b2"),
    Column<&Row::pas_chain_head>("pas_chain_head", "Hash of the latest audit event.").Hex(64),
    Column<&Row::created_at>("created_at", "When it was registered, UTC."),
    Column<&Row::frozen_at>("frozen_at", "When it was frozen, UTC."));

constexpr std::string_view kPrimaryKey[] = {"era_id", "network", "version_label"};

}  // namespace

constexpr TableSpec kMetaEras{
    .name = "_meta_eras",
    .doc = "One row per era, network and version.",
    .group = "meta",
    .purpose = "meta",
    .subject = "eras",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kMetaEras));

}  // namespace lake
