// A row of the service: one contract storage entry after a ledger that changed it. The columns are
// those of other programs' contract-data streams, in their order; docs in contract_entry.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "table/column_spec.h"

namespace lake {

struct ContractEntry {
  std::string_view contract_id;
  std::string_view contract_key_type;
  std::string_view contract_durability;
  std::optional<std::string_view> asset_code;
  std::optional<std::string_view> asset_issuer;
  std::optional<std::string_view> asset_type;
  std::optional<std::string_view> balance_holder;
  std::optional<std::int64_t> balance;
  std::uint32_t last_modified_ledger;
  bool deleted;
  std::uint32_t ledger_sequence;
  Timestamp closed_at;
  std::optional<std::string_view> ledger_key_hash;
  std::optional<std::string_view> key_xdr;
  std::optional<std::string_view> val_xdr;
  std::optional<std::string_view> contract_instance_type;
  std::optional<std::string_view> contract_instance_wasm_hash;
  std::optional<std::uint32_t> expiration_ledger_seq;
};

// In the order of the members. The exact balance, which no column type of a table holds, is not
// among them: see LedgerEntries.
std::span<const ColumnSpec> ContractEntryColumns();

}  // namespace lake
