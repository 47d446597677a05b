// ledger_entry_removals_stream_v1: every entry that was gone after a ledger (decision D4).
//
// "Current state" views anti-join this table. Removals come from the compacted change stream, so an
// entry that was created and removed in one ledger has none; evictions come from the ledger's list
// of evicted keys.
#include <unordered_set>

#include "base/base64.h"
#include "base/hex.h"
#include "stellar/enum_text.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/entry_name.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::int64_t ledger_sequence;
  Timestamp closed_at;
  std::string_view entry_type;
  std::string_view entry_key;
  std::string_view ledger_key_hash;
  std::string_view ledger_key_xdr;
  std::string_view reason;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::entry_type>("entry_type", "Kind of entry.")
        .OneOf("account|trustline|offer|data|claimable_balance|contract_data|contract_code|config_"
               "setting|ttl|liquidity_pool"),
    Column<&Row::entry_key>("entry_key",
                            "Natural key of the entry, as its snapshot table prints it.")
        .Example("GABC...:USDC:GISS..."),
    Column<&Row::ledger_key_hash>("ledger_key_hash", "SHA-256 of the LedgerKey XDR.").Key().Hex(64),
    Column<&Row::ledger_key_xdr>("ledger_key_xdr", "The LedgerKey.").Form(TextForm::kBase64),
    Column<&Row::reason>("reason", "Whether the entry was removed or evicted.")
        .OneOf("removed|evicted"),
    LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"ledger_key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "ledger_entry_removals_stream_v1",
                          .doc = "One row per ledger entry that a ledger removed or evicted.",
                          .group = "removals",
                          .purpose = "stream",
                          .subject = "ledger_entry_removals",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

void Append(const LedgerContext& context, Bytes key_xdr, std::string_view reason, RowSink out) {
  const xdr::LedgerKey key(key_xdr.data());
  out.rows.Append(Row{.ledger_sequence = context.sequence,
                      .closed_at = context.closed_at,
                      .entry_type = LowerText(key.type()),
                      .entry_key = EntryName(out.arena, key),
                      .ledger_key_hash = HexText(out.arena, Sha256(key_xdr)),
                      .ledger_key_xdr = Base64Text(out.arena, key_xdr),
                      .reason = reason,
                      .ledger_range = context.ledger_range});
}

Status Extract(const LedgerContext& context, RowSink out) {
  for (const NetChange& change : context.net_changes) {
    if (change.kind == NetChangeKind::kRemoved) Append(context, change.key_xdr, "removed", out);
  }
  if (!context.ledger.evicted_keys() || context.ledger.evicted_keys()->empty()) return {};
  // Evictions are rare, the list of keys is distinct but for hostile ledgers: one row per key.
  std::unordered_set<std::string_view> seen;
  for (const NetChange& change : context.net_changes) {
    if (change.kind == NetChangeKind::kRemoved) seen.insert(AsText(change.key_xdr));
  }
  for (xdr::LedgerKey key : *context.ledger.evicted_keys()) {
    if (seen.insert(AsText(key.encoding())).second) Append(context, key.encoding(), "evicted", out);
  }
  return {};
}

}  // namespace

const Table kLedgerEntryRemovals{.spec = &kSpec,
                                 .extractor = {.ledger = Extract, .needs_net_changes = true}};

}  // namespace lake
