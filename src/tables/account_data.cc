// account_data_snapshot_v1: every data entry of an account after each ledger that changed it
// (decision D23).
#include "base/base64.h"
#include "base/hex.h"
#include "base/json_text.h"
#include "stellar/address.h"
#include "table/describes.h"
#include "tables/account_parts.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view account_id;
  std::string_view data_name;
  std::int64_t ledger_sequence;
  std::string_view ledger_key_hash;
  std::string_view data_value;
  std::optional<std::string_view> sponsor;
  Fitted<std::int32_t> last_modified_ledger;
  Timestamp closed_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::account_id>("account_id", "Account that the entry belongs to.")
        .Form(TextForm::kAccount),
    Column<&Row::data_name>("data_name",
                            "Name of the entry; bytes that are no UTF-8 are replaced, "
                            "ledger_key_hash tells such names apart.")
        .Example("config.memo_required"),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::ledger_key_hash>(
        "ledger_key_hash", "SHA-256 of the LedgerKey XDR; joins ledger_entry_removals_stream_v1.")
        .Key()
        .Hex(64),
    Column<&Row::data_value>("data_value", "Value of the entry, its bytes.")
        .Form(TextForm::kBase64)
        .Example("MQ=="),
    Column<&Row::sponsor>("sponsor", "Who pays its reserve; NULL when the account does itself.")
        .Form(TextForm::kAccount),
    Column<&Row::last_modified_ledger>("last_modified_ledger",
                                       "Ledger that last changed the entry, as the entry says.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("53312000"),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"account_id", "ledger_key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "account_data_snapshot_v1",
    .doc =
        "One row per data entry of an account that a ledger changed: its state after the "
        "ledger.",
    .group = "extra",
    .purpose = "snapshot",
    .subject = "account_data",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // a removal has no row here (D4)
  const xdr::LedgerEntry entry = context.change.post->entry();
  const xdr::DataEntry data = entry.data().data();
  out.rows.Append(Row{
      .account_id = AccountText(out.arena, data.accountID()),
      .data_name = SanitizeText(out.arena, AsText(data.dataName())),
      .ledger_sequence = context.ledger.sequence,
      .ledger_key_hash = HexText(out.arena, Sha256(context.change.key_xdr)),
      .data_value = Base64Text(out.arena, data.dataValue()),
      .sponsor = SponsorText(out.arena, entry),
      .last_modified_ledger = entry.lastModifiedLedgerSeq(),
      .closed_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kAccountData{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::DATA)}};

}  // namespace lake
