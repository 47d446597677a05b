// evicted_keys_state_v1: keys of contract entries that a ledger moved out of live state.
#include "base/hex.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/key_columns.h"
#include "tables/key_state.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view key_hash;
  std::int64_t ledger_sequence;
  std::string_view contract_id;
  std::string_view key_type;
  std::string_view durability;
  Timestamp closed_at;
  std::int64_t ledger_range;
  Timestamp created_at;
  std::string_view ledger_entry_type;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::key_hash>("key_hash", "SHA-256 of the evicted LedgerKey XDR.").Key().Hex(64),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), KeyContractColumn<&Row::contract_id>(),
    KeyTypeColumn<&Row::key_type>(),
    Column<&Row::durability>("durability", "Whether the entry can be restored.")
        .OneOf("persistent|temporary|unknown"),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>(),
    CreatedAtColumn<&Row::created_at>(), KeyEntryTypeColumn<&Row::ledger_entry_type>());

constexpr std::string_view kPrimaryKey[] = {"key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "evicted_keys_state_v1",
                          .doc = "One row per ledger key a ledger evicted, TTL keys included.",
                          .group = "soroban",
                          .purpose = "state",
                          .subject = "evicted_keys",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

Status Extract(const LedgerContext& context, RowSink out) {
  const auto& evicted = context.ledger.evicted_keys();
  if (!evicted || evicted->empty()) return {};
  thread_local KeyList keys;
  keys.Clear();
  for (xdr::LedgerKey key : *evicted) keys.Add(key.encoding(), 0);
  keys.Seal(out.arena);
  for (const KeyList::Item& item : keys.items()) {
    if (item.repeated) continue;
    const KeyState& state = item.state;
    out.rows.Append(Row{.key_hash = HexText(out.arena, item.hash),
                        .ledger_sequence = context.sequence,
                        .contract_id = state.contract_id,
                        .key_type = state.key_type,
                        .durability = state.durability,
                        .closed_at = context.closed_at,
                        .ledger_range = context.ledger_range,
                        .created_at = context.closed_at,
                        .ledger_entry_type = state.ledger_entry_type});
  }
  return {};
}

}  // namespace

const Table kEvictedKeys{.spec = &kSpec, .extractor = {.ledger = Extract}};

}  // namespace lake
