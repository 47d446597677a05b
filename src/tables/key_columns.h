// Columns that evicted_keys_state_v1 and restored_keys_state_v1 share: what a ledger key says, see
// key_state.h.
#pragma once

#include "table/column.h"

namespace lake {

template <auto Member>
consteval auto KeyContractColumn() {
  return Column<Member>("contract_id",
                        "Contract that owns the entry, or the hash of the code; of a TTL key, of "
                        "the entry it is about; empty when unknown.")
      .Example("CA3D5KRYM6CB7OWQ6TWYRR3Z4T7GNZLKERYNZGGA5SOAOPIFY6YQGAXE");
}

template <auto Member>
consteval auto KeyTypeColumn() {
  return Column<Member>("key_type",
                        "Type of a contract data key, ContractCode or LedgerEntryTypeTtl.")
      .Example("ScValTypeScvLedgerKeyContractInstance");
}

template <auto Member>
consteval auto KeyEntryTypeColumn() {
  return Column<Member>("ledger_entry_type", "Type of the ledger key.")
      .Example("LedgerEntryTypeContractData");
}

}  // namespace lake
