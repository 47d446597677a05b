#include "tables/key_state.h"

#include <algorithm>
#include <numeric>

#include "base/hex.h"
#include "stellar/address.h"
#include "stellar/enum_text.h"

namespace lake {
namespace {

KeyState ContractDataState(Arena& arena, xdr::LedgerKeyContractData data) {
  const bool persistent = data.durability() == xdr::ContractDataDurability::PERSISTENT;
  return {.contract_id = ScAddressText(arena, data.contract()),
          .key_type = HubbleText(data.key().type()),
          .durability = persistent ? "persistent" : "temporary",
          .ledger_entry_type = {}};
}

}  // namespace

void KeyList::Add(Bytes key_xdr, std::int64_t restored_from) {
  items_.push_back({Sha256(key_xdr), xdr::LedgerKey(key_xdr.data()), restored_from, false});
}

void KeyList::Seal() {
  by_hash_.resize(items_.size());
  std::iota(by_hash_.begin(), by_hash_.end(), 0u);
  std::stable_sort(by_hash_.begin(), by_hash_.end(), [this](std::uint32_t a, std::uint32_t b) {
    return items_[a].hash < items_[b].hash;
  });
  for (std::size_t i = 1; i < by_hash_.size(); ++i) {
    Item& item = items_[by_hash_[i]];
    item.repeated = item.hash == items_[by_hash_[i - 1]].hash;
  }
}

const KeyList::Item* KeyList::Find(const std::uint8_t* hash) const {
  Hash256 wanted;
  std::copy_n(hash, wanted.size(), wanted.begin());
  const auto it = std::lower_bound(
      by_hash_.begin(), by_hash_.end(), wanted,
      [this](std::uint32_t index, const Hash256& h) { return items_[index].hash < h; });
  return it != by_hash_.end() && items_[*it].hash == wanted ? &items_[*it] : nullptr;
}

const KeyList::Item* KeyList::Owner(const Item& ttl) const {
  return Find(ttl.key.ttl().keyHash().data());
}

KeyState KeyList::StateOf(Arena& arena, const Item& item) const {
  KeyState state{"", HubbleText(item.key.type()), "unknown", {}};
  switch (item.key.type()) {
    case xdr::LedgerEntryType::CONTRACT_DATA:
      state = ContractDataState(arena, item.key.contractData());
      break;
    case xdr::LedgerEntryType::CONTRACT_CODE:
      state = {
          HexText(arena, item.key.contractCode().hash().bytes()), "ContractCode", "persistent", {}};
      break;
    case xdr::LedgerEntryType::TTL:
      if (const Item* owner = Owner(item);
          owner != nullptr && owner->key.type() != xdr::LedgerEntryType::TTL) {
        const KeyState owned = StateOf(arena, *owner);
        state.contract_id = owned.contract_id;
        state.durability = owned.durability;
      }
      break;
    default:
      break;
  }
  state.ledger_entry_type = HubbleText(item.key.type());
  return state;
}

}  // namespace lake
