// _quarantine: ledgers kept aside until a version that knows them extracts them.
#include "table/describes.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

using Row = QuarantineRow;

constexpr auto kColumns = ColumnsOf(
    Column<&Row::sequence>("sequence", "Ledger that is kept aside.")
        .Key()
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312010"),
    Column<&Row::network>("network", "Network of the ledger.").Example("pubnet"),
    Column<&Row::protocol_version>("protocol_version", "Protocol its header states.")
        .AtLeast(0)
        .Example("29"),
    Column<&Row::closed_at>("closed_at", "Close time of the ledger, UTC; NULL when it is no date."),
    Column<&Row::ledger_hash>("ledger_hash", "Hash of its header, proved.").Hex(64),
    Column<&Row::previous_ledger_hash>("previous_ledger_hash",
                                       "Hash of the ledger before it, as its header says.")
        .Hex(64),
    Column<&Row::reason>("reason", "What this version did not know, and where.")
        .Example("ledger 53312010 in FCD285F5--53312010.xdr.zst at 0: offset 812: "
                 "LedgerEntry.data: unknown arm 25"),
    Column<&Row::origin>("origin", "Object it was read from, and the offset in it.")
        .Example("FCD285F5--53312010.xdr.zst at 0"),
    Column<&Row::source>("source", "Where the ledgers were read from, without secrets.")
        .Example("s3://ledgers/pubnet"),
    Column<&Row::pipeline_version>("pipeline_version", "Version of the program that kept it.")
        .Example("0.1.0"),
    Column<&Row::writer>("writer", "Host and process that kept it.").Example("host-1:4711"),
    Column<&Row::created_at>("created_at", "When it was kept, UTC."),
    Column<&Row::ledger_xdr>("ledger_xdr", "The whole LedgerCloseMeta as it was read.")
        .Form(TextForm::kBase64));

constexpr std::string_view kPrimaryKey[] = {"sequence"};

}  // namespace

constexpr TableSpec kQuarantine{
    .name = "_quarantine",
    .doc = "One row per ledger that is kept aside because its types were not known.",
    .group = "meta",
    .purpose = "meta",
    .subject = "quarantine",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "",
    .primary_key = kPrimaryKey,
    .partition_column = "",
};
static_assert(Describes<Row>(kQuarantine));

}  // namespace lake
