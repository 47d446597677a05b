#include "contracts/contract_entry.h"

#include "table/describes.h"
#include "tables/contract_storage.h"

namespace lake {
namespace {

constexpr auto kColumns = ColumnsOf(
    Column<&ContractEntry::contract_id>("contract_id", storage_doc::kContractId),
    Column<&ContractEntry::contract_key_type>("contract_key_type", storage_doc::kKeyType),
    Column<&ContractEntry::contract_durability>("contract_durability", storage_doc::kDurability),
    Column<&ContractEntry::asset_code>("asset_code", storage_doc::kAssetCode),
    Column<&ContractEntry::asset_issuer>("asset_issuer", storage_doc::kAssetIssuer),
    Column<&ContractEntry::asset_type>("asset_type", storage_doc::kAssetType),
    Column<&ContractEntry::balance_holder>("balance_holder", storage_doc::kBalanceHolder),
    Column<&ContractEntry::balance>("balance",
                                    "That balance; NULL when it needs more than 64 "
                                    "bits, see balance_i128."),
    Column<&ContractEntry::last_modified_ledger>("last_modified_ledger",
                                                 storage_doc::kLastModified),
    Column<&ContractEntry::deleted>("deleted", storage_doc::kDeleted),
    Column<&ContractEntry::ledger_sequence>("ledger_sequence", "Ledger in which it happened.")
        .Key(),
    Column<&ContractEntry::closed_at>("closed_at", "Close time of that ledger, UTC."),
    Column<&ContractEntry::ledger_key_hash>("ledger_key_hash",
                                            "SHA-256 of the LedgerKey XDR, in hex.")
        .Key(),
    Column<&ContractEntry::key_xdr>("key_xdr", "The key as SCVal XDR, in base64."),
    Column<&ContractEntry::val_xdr>("val_xdr", "The value as SCVal XDR, in base64."),
    Column<&ContractEntry::contract_instance_type>(
        "contract_instance_type", "What runs the contract, for the entry of its instance."),
    Column<&ContractEntry::contract_instance_wasm_hash>(
        "contract_instance_wasm_hash", "Hash of its code, in hex, where that is Wasm."),
    Column<&ContractEntry::expiration_ledger_seq>(
        "expiration_ledger_seq",
        "Last ledger in which the entry lives, when the ledger changed that too."));

constexpr TableSpec kSpec{.name = "contract_entries",
                          .doc = "One row per contract storage entry a ledger changed or removed.",
                          .group = "soroban",
                          .purpose = "stream",
                          .subject = "contract_data",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(ContractEntry),
                          .sequence_column = "ledger_sequence",
                          .primary_key = {}};
static_assert(Describes<ContractEntry>(kSpec));

}  // namespace

std::span<const ColumnSpec> ContractEntryColumns() { return kColumns; }

}  // namespace lake
