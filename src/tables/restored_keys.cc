// restored_keys_state_v1: keys of contract entries that a ledger brought back to live state.
//
// A RESTORED change says so, explicit and automatic (CAP-62, CAP-66), whatever the protocol:
// today's exporters write it for the ledgers of protocols 20 to 22, too. Where the meta is as those
// protocols had it, a successful RestoreFootprint operation restored those read-write footprint
// keys whose TTL it changed.
#include <algorithm>

#include "base/hex.h"
#include "stellar/entry_key.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/envelope.h"
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
  std::int64_t restored_from_ledger;
  Timestamp closed_at;
  std::int64_t ledger_range;
  Timestamp created_at;
  std::string_view ledger_entry_type;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::key_hash>("key_hash", "SHA-256 of the restored LedgerKey XDR.").Key().Hex(64),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), KeyContractColumn<&Row::contract_id>(),
    KeyTypeColumn<&Row::key_type>(),
    Column<&Row::durability>("durability",
                             "Durability of the entry; what can be restored is persistent.")
        .OneOf("persistent|temporary|unknown"),
    Column<&Row::restored_from_ledger>("restored_from_ledger",
                                       "Ledger of the state that came back; where the meta has no "
                                       "restored changes the last ledger in which it lived; 0 when "
                                       "unknown.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("51238400"),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>(),
    CreatedAtColumn<&Row::created_at>(), KeyEntryTypeColumn<&Row::ledger_entry_type>());

constexpr std::string_view kPrimaryKey[] = {"key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "restored_keys_state_v1",
                          .doc = "One row per ledger key a ledger restored, TTL keys included.",
                          .group = "soroban",
                          .purpose = "state",
                          .subject = "restored_keys",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

bool IsRestored(const ChangeRef& change) {
  return change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_RESTORED;
}

void AddRestoredChanges(const LedgerContext& context, Arena& arena, KeyList& keys) {
  for (const ChangeRef& change : context.ledger.changes()) {
    if (!IsRestored(change)) continue;
    const std::int64_t modified = change.entry().lastModifiedLedgerSeq();
    keys.Add(EntryKeyXdr(change, arena), modified < context.sequence ? modified : 0);
  }
}

// The pre-state liveUntilLedgerSeq of the TTL with that key hash, if the operation changed it.
std::optional<std::int64_t> ChangedTtl(std::span<const ChangeRef> changes,
                                       const Hash256& key_hash) {
  const ChangeRef* state = nullptr;
  for (const ChangeRef& change : changes) {
    if (change.entry_type == xdr::LedgerEntryType::TTL &&
        change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) {
      state = &change;
    } else if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_UPDATED &&
               state != nullptr) {
      const xdr::TTLEntry ttl = state->entry().data().ttl();
      if (std::memcmp(ttl.keyHash().data(), key_hash.data(), key_hash.size()) == 0) {
        return ttl.liveUntilLedgerSeq();
      }
      state = nullptr;
    }
  }
  return std::nullopt;
}

// Of operations whose changes do not say themselves what came back.
void AddRestoredFootprints(const LedgerContext& context, KeyList& keys) {
  for (const TransactionRef& tx : context.ledger.transactions()) {
    if (!tx.successful) continue;
    for (const OperationRef& op : context.ledger.operations(tx.operations)) {
      if (op.operation.body().type() != xdr::OperationType::RESTORE_FOOTPRINT) continue;
      const auto changes = context.ledger.changes(op.changes);
      const auto data = SorobanDataOf(tx.envelope);
      if (!data || std::ranges::any_of(changes, IsRestored)) continue;
      for (xdr::LedgerKey key : data->resources().footprint().readWrite()) {
        const auto live_until = ChangedTtl(changes, Sha256(key.encoding()));
        if (live_until) keys.Add(key.encoding(), *live_until);
      }
    }
  }
}

std::int64_t RestoredFrom(const KeyList& keys, const KeyList::Item& item) {
  if (item.key.type() != xdr::LedgerEntryType::TTL) return item.restored_from;
  const KeyList::Item* owner = keys.Owner(item);
  return owner == nullptr ? 0 : owner->restored_from;
}

Status Extract(const LedgerContext& context, RowSink out) {
  thread_local KeyList keys;
  keys.Clear();
  AddRestoredChanges(context, out.arena, keys);
  AddRestoredFootprints(context, keys);
  keys.Seal(out.arena);
  for (const KeyList::Item& item : keys.items()) {
    if (item.repeated) continue;
    const KeyState& state = item.state;
    out.rows.Append(Row{.key_hash = HexText(out.arena, item.hash),
                        .ledger_sequence = context.sequence,
                        .contract_id = state.contract_id,
                        .key_type = state.key_type,
                        .durability = state.durability,
                        .restored_from_ledger = RestoredFrom(keys, item),
                        .closed_at = context.closed_at,
                        .ledger_range = context.ledger_range,
                        .created_at = context.closed_at,
                        .ledger_entry_type = state.ledger_entry_type});
  }
  return {};
}

}  // namespace

const Table kRestoredKeys{.spec = &kSpec, .extractor = {.ledger = Extract}};

}  // namespace lake
