// What every table of contract storage says of an entry, whatever else it has: which entries there
// are to tell of, the columns that follow from one, and what those columns mean.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "stellar/asset.h"
#include "stellar/change_stream.h"
#include "tables/asset_storage.h"
#include "xdr/views.h"

namespace lake {

// Views of the ledger's bytes.
struct StorageEntry {
  xdr::LedgerEntry entry;
  xdr::ContractDataEntry data;
  bool deleted;  // `entry` is its last state then
};
// None for what is no storage of a contract: nonces, and what accounts have.
std::optional<StorageEntry> StorageEntryOf(const NetChange& change);

// Texts live in the arena or in the program.
struct StorageColumns {
  std::string_view contract_id;
  std::string_view contract_key_type;
  std::string_view contract_durability;
  std::optional<std::string_view> asset_code;
  std::optional<std::string_view> asset_issuer;
  std::optional<std::string_view> asset_type;
  std::optional<std::string_view> balance_holder;
  std::uint32_t last_modified_ledger;
  bool deleted;
};
// `asset` is that of InstanceAsset, empty where there is none.
StorageColumns StorageColumnsOf(Arena& arena, const StorageEntry& entry, const AssetText& asset,
                                const std::optional<ContractBalance>& balance);

namespace storage_doc {

inline constexpr std::string_view kContractId = "Contract that owns the entry.";
inline constexpr std::string_view kKeyType = "Type of the entry's key.";
inline constexpr std::string_view kDurability = "How long the entry can live.";
inline constexpr std::string_view kAssetCode =
    "Code of the asset, for the instance of a verified Stellar Asset Contract.";
inline constexpr std::string_view kAssetIssuer = "Issuer of that asset.";
inline constexpr std::string_view kAssetType =
    "Type of that asset; native for the network's lumen contract.";
inline constexpr std::string_view kBalanceHolder =
    "Contract that holds the balance, for a balance entry of an asset contract.";
inline constexpr std::string_view kLastModified =
    "Ledger that last changed the entry, as the entry says.";
inline constexpr std::string_view kDeleted =
    "Whether the entry is gone after the ledger; the row then shows its last state.";

}  // namespace storage_doc

}  // namespace lake
