#include "stellar/change_stream.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <bit>

#include "base/arena.h"
#include "base/hex.h"
#include "stellar/entry_key.h"

namespace lake {
namespace {

constexpr std::uint32_t kEmptySlot = 0xFFFFFFFFu;

std::uint32_t LiveUntil(const ChangeRef& change) {
  if (change.entry_type != xdr::LedgerEntryType::TTL) return 0;
  return change.entry().data().ttl().liveUntilLedgerSeq();
}

}  // namespace

// One net change being made, or dead when the entry was created and removed inside the ledger.
struct ChangeCompactor::State {
  struct Slot {
    std::uint32_t index = kEmptySlot;
    std::uint32_t hash = 0;
  };
  std::vector<Slot> slots;
  std::vector<NetChange> net;
  std::vector<bool> dead;
  std::vector<NetChange> alive;
  Arena keys;

  void Start(std::size_t changes);
  std::uint32_t Find(Bytes key);  // index into net, or net.size() for a new key (its slot is taken)
  Status AddList(const LedgerView& ledger, IndexRange range);
  Status Add(const ChangeRef& change, const ChangeRef* before, Bytes key);
  Status Merge(NetChange& net_change, std::vector<bool>::reference is_dead, const ChangeRef& change,
               const ChangeRef* before);
};

void ChangeCompactor::State::Start(std::size_t changes) {
  slots.assign(std::bit_ceil(changes * 2 + 1), Slot{});
  net.clear();
  dead.clear();
  alive.clear();
  keys.Reset();
}

std::uint32_t ChangeCompactor::State::Find(Bytes key) {
  const auto hash = static_cast<std::uint32_t>(XXH3_64bits(key.data(), key.size()));
  const std::size_t mask = slots.size() - 1;
  for (std::size_t slot = hash & mask;; slot = (slot + 1) & mask) {
    if (slots[slot].index == kEmptySlot) {
      slots[slot] = {static_cast<std::uint32_t>(net.size()), hash};
      return static_cast<std::uint32_t>(net.size());
    }
    if (slots[slot].hash != hash) continue;
    const Bytes known = net[slots[slot].index].key_xdr;
    if (AsText(known) == AsText(key)) return slots[slot].index;
  }
}

Status ChangeCompactor::State::AddList(const LedgerView& ledger, IndexRange range) {
  const ChangeRef* before = nullptr;
  for (const ChangeRef& change : ledger.changes(range)) {
    if (change.type != xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) {
      const Bytes key = EntryKeyXdr(change, keys);
      if (Status status = Add(change, before, key); !status.ok()) {
        return std::move(status).Context(fmt::format("entry {}", Hex(key)));
      }
    }
    before = &change;
  }
  return {};
}

Status ChangeCompactor::State::Add(const ChangeRef& change, const ChangeRef* before, Bytes key) {
  using Type = xdr::LedgerEntryChangeType;
  const bool needs_before =
      change.type == Type::LEDGER_ENTRY_UPDATED || change.type == Type::LEDGER_ENTRY_REMOVED;
  if (needs_before) {
    // Pairs are [STATE, UPDATED], [STATE, REMOVED]; CAP-62 adds [RESTORED, UPDATED], [RESTORED,
    // REMOVED].
    if (before == nullptr ||
        (before->type != Type::LEDGER_ENTRY_STATE && before->type != Type::LEDGER_ENTRY_RESTORED)) {
      return {Code::kDataLoss, "an updated or removed entry without the state before it"};
    }
    if (!HasEntryKey(*before, key)) {
      return {Code::kDataLoss, "the state before an update is that of another entry"};
    }
  }
  const std::uint32_t index = Find(key);
  if (index < net.size()) return Merge(net[index], dead[index], change, before);
  const bool removed = change.type == Type::LEDGER_ENTRY_REMOVED;
  net.push_back({static_cast<NetChangeKind>(change.type), change.entry_type,
                 needs_before ? before : nullptr, removed ? nullptr : &change,
                 removed ? LiveUntil(*before) : LiveUntil(change), key});
  dead.push_back(false);
  return {};
}

Status ChangeCompactor::State::Merge(NetChange& net_change, std::vector<bool>::reference is_dead,
                                     const ChangeRef& change, const ChangeRef* before) {
  using Type = xdr::LedgerEntryChangeType;
  const bool exists = !is_dead && net_change.kind != NetChangeKind::kRemoved;
  const auto impossible = [](const char* what) { return Status(Code::kDataLoss, what); };
  switch (change.type) {
    case Type::LEDGER_ENTRY_CREATED:
      if (exists) return impossible("created although it exists");
      if (is_dead) {
        net_change.kind = NetChangeKind::kCreated;
        is_dead = false;
      } else {
        net_change.kind = NetChangeKind::kUpdated;
      }
      net_change.post = &change;
      net_change.ttl_live_until = LiveUntil(change);
      return {};
    case Type::LEDGER_ENTRY_UPDATED:
      if (!exists) return impossible("updated although it was removed");
      net_change.post = &change;
      net_change.ttl_live_until = std::max(net_change.ttl_live_until, LiveUntil(change));
      return {};
    case Type::LEDGER_ENTRY_REMOVED:
      if (!exists) return impossible("removed twice");
      net_change.post = nullptr;
      if (net_change.kind == NetChangeKind::kCreated) {
        is_dead = true;
        return {};
      }
      if (net_change.kind == NetChangeKind::kRestored) net_change.pre = before;
      net_change.kind = NetChangeKind::kRemoved;
      net_change.ttl_live_until = LiveUntil(*net_change.pre);
      return {};
    default:
      return impossible("restored although it is live");
  }
}

ChangeCompactor::ChangeCompactor() : state_(std::make_unique<State>()) {}
ChangeCompactor::~ChangeCompactor() = default;

Result<std::span<const NetChange>> ChangeCompactor::Compact(const LedgerView& ledger) {
  State& state = *state_;
  state.Start(ledger.changes().size());
  const auto in_tx = [](const TransactionRef& tx, Status status) {
    if (status.ok()) return status;
    return std::move(status).Context(fmt::format("tx {}", tx.apply_index));
  };
  for (const TransactionRef& tx : ledger.transactions()) {
    TRY(in_tx(tx, state.AddList(ledger, tx.fee_changes)));
  }
  for (const TransactionRef& tx : ledger.transactions()) {
    TRY(in_tx(tx, state.AddList(ledger, tx.changes_before)));
    for (const OperationRef& operation : ledger.operations(tx.operations)) {
      TRY(in_tx(tx, state.AddList(ledger, operation.changes)));
    }
    TRY(in_tx(tx, state.AddList(ledger, tx.changes_after)));
  }
  for (const TransactionRef& tx : ledger.transactions()) {
    TRY(in_tx(tx, state.AddList(ledger, tx.post_fee_changes)));
  }
  TRY(state.AddList(ledger, ledger.upgrade_changes()));
  for (std::size_t i = 0; i < state.net.size(); ++i) {
    if (!state.dead[i]) state.alive.push_back(state.net[i]);
  }
  return std::span<const NetChange>(state.alive);
}

}  // namespace lake
