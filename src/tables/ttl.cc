// ttl_snapshot_v1: until when a contract entry lives, after each ledger that changed that.
#include "base/hex.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view key_hash;
  std::int64_t ledger_sequence;
  std::int64_t live_until_ledger_seq;
  std::int64_t ttl_remaining;
  bool expired;
  Fitted<std::int32_t> last_modified_ledger;
  bool deleted;
  Timestamp closed_at;
  Timestamp created_at;
  std::int64_t ledger_range;
  std::int32_t ledger_entry_change;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::key_hash>("key_hash", "SHA-256 of the LedgerKey XDR of the entry it is about.")
        .Key()
        .Hex(64),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::live_until_ledger_seq>(
        "live_until_ledger_seq",
        "Last ledger in which the entry lives; of several extensions in a ledger the longest.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("55385599"),
    Column<&Row::ttl_remaining>("ttl_remaining",
                                "Ledgers left as of this one; negative once expired.")
        .Unit("ledgers")
        .Example("2073599"),
    Column<&Row::expired>("expired", "Whether it had expired as of this ledger."),
    Column<&Row::last_modified_ledger>("last_modified_ledger",
                                       "Ledger that last changed the entry, as the entry says.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::deleted>(
        "deleted", "Whether the TTL is gone after the ledger; the row then shows its last state."),
    ClosedAtColumn<&Row::closed_at>(), CreatedAtColumn<&Row::created_at>(),
    LedgerRangeColumn<&Row::ledger_range>(),
    Column<&Row::ledger_entry_change>("ledger_entry_change",
                                      "Net change: 0 created, 1 updated, 2 removed, 4 restored.")
        .AtLeast(0)
        .AtMost(4)
        .Example("1"));

constexpr std::string_view kPrimaryKey[] = {"key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "ttl_snapshot_v1",
                          .doc = "One row per TTL entry a ledger changed or removed.",
                          .group = "soroban",
                          .purpose = "snapshot",
                          .subject = "ttl",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey,
                          .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  const NetChange& change = context.change;
  const xdr::LedgerEntry entry = (change.post != nullptr ? change.post : change.pre)->entry();
  const std::int64_t live_until = change.ttl_live_until;
  out.rows.Append(Row{
      .key_hash = HexText(out.arena, entry.data().ttl().keyHash().bytes()),
      .ledger_sequence = context.ledger.sequence,
      .live_until_ledger_seq = live_until,
      .ttl_remaining = live_until - context.ledger.sequence,
      .expired = live_until < context.ledger.sequence,
      .last_modified_ledger = entry.lastModifiedLedgerSeq(),
      .deleted = change.kind == NetChangeKind::kRemoved,
      .closed_at = context.ledger.closed_at,
      .created_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
      .ledger_entry_change = Exactly(change.kind),
  });
  return {};
}

}  // namespace

const Table kTtl{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::TTL)}};

}  // namespace lake
