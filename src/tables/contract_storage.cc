#include "tables/contract_storage.h"

#include "stellar/address.h"
#include "stellar/enum_text.h"

namespace lake {

std::optional<StorageEntry> StorageEntryOf(const NetChange& change) {
  const xdr::LedgerEntry entry = (change.post != nullptr ? change.post : change.pre)->entry();
  const xdr::ContractDataEntry data = entry.data().contractData();
  if (data.contract().type() != xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT ||
      data.key().type() == xdr::SCValType::SCV_LEDGER_KEY_NONCE) {
    return std::nullopt;
  }
  return StorageEntry{entry, data, change.kind == NetChangeKind::kRemoved};
}

StorageColumns StorageColumnsOf(Arena& arena, const StorageEntry& entry, const AssetText& asset,
                                const std::optional<ContractBalance>& balance) {
  const xdr::ContractDataEntry data = entry.data;
  return {.contract_id = ContractText(arena, data.contract().contractId()),
          .contract_key_type = HubbleText(data.key().type()),
          .contract_durability = HubbleText(data.durability()),
          .asset_code = asset.code,
          .asset_issuer = asset.issuer,
          .asset_type = asset.type.empty() ? std::nullopt : std::optional(asset.type),
          .balance_holder =
              balance ? std::optional(ContractText(arena, balance->holder)) : std::nullopt,
          .last_modified_ledger = entry.entry.lastModifiedLedgerSeq(),
          .deleted = entry.deleted};
}

}  // namespace lake
