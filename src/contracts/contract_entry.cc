#include "contracts/contract_entry.h"

#include "table/describes.h"

namespace lake {
namespace {

constexpr auto kColumns = ColumnsOf(
    Column<&ContractEntry::contract_id>("contract_id", "Contract that owns the entry."),
    Column<&ContractEntry::contract_key_type>("contract_key_type", "Type of the entry's key."),
    Column<&ContractEntry::contract_durability>("contract_durability",
                                                "How long the entry can live."),
    Column<&ContractEntry::asset_code>(
        "asset_code", "Code of the asset, for the instance of a verified Stellar Asset Contract."),
    Column<&ContractEntry::asset_issuer>("asset_issuer", "Issuer of that asset."),
    Column<&ContractEntry::asset_type>(
        "asset_type", "Type of that asset; native for the network's lumen contract."),
    Column<&ContractEntry::balance_holder>(
        "balance_holder",
        "Contract that holds the balance, for a balance entry of an asset contract."),
    Column<&ContractEntry::balance>("balance",
                                    "That balance; NULL when it needs more than 64 "
                                    "bits, see balance_i128."),
    Column<&ContractEntry::last_modified_ledger>(
        "last_modified_ledger", "Ledger that last changed the entry, as the entry says."),
    Column<&ContractEntry::deleted>(
        "deleted",
        "Whether the entry is gone after the ledger; the row then shows its last state."),
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
