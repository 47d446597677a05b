// Which tables can be made from what transactions_row_v2 and ledgers_row_v2 keep of a ledger, and
// of which ledgers.
//
// The lake keeps, as XDR, the header and of each transaction envelope, result, meta and the changes
// of its fee. It does not keep the transaction set, the changes that upgrades made, what is given
// back of fees behind all transactions (protocol 23 on), nor what the LedgerCloseMeta says of the
// ledger as a whole.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "xdr/views.h"

namespace lake {

// Which entries the upgrades of a ledger may change, as stellar-core applies them
// (Upgrades::applyTo): fees, sizes of transaction sets and flags are values of the header; what
// configures contracts is in entries of its own; another protocol or reserve may change any entry.
enum class UpgradeReach : std::uint8_t { kHeader, kSettings, kAnything };

// Of the upgrade that reaches farthest; nothing for a ledger without any.
std::optional<UpgradeReach> ReachOfUpgrades(const xdr::LedgerHeader& header);

// What a table's rows are made of besides envelopes and results.
struct LakeOrigin {
  bool metas = false;  // tx_meta and tx_fee_meta, which a lake may have been made without
  // It has no rows of entries that upgrades change which reach so far, but of those that others do.
  UpgradeReach upgrades = UpgradeReach::kAnything;
  // It has rows of what giving back changes: only ledgers that give nothing back.
  bool refunds = false;
};

// Null for tables that only a source has all parts for. Lives for ever.
const LakeOrigin* OriginInLake(std::string_view table);

// From this protocol on fees are given back behind all transactions.
inline constexpr std::uint32_t kFirstProtocolWithRefundsBehind = 23;

}  // namespace lake
