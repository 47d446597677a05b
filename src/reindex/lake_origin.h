// Which tables can be made from what transactions_row_v2 and ledgers_row_v2 keep of a ledger, and
// of which ledgers.
//
// The lake keeps, as XDR, the header and of each transaction envelope, result, meta and the changes
// of its fee. It does not keep the transaction set, the changes that upgrades made, what is given
// back of fees behind all transactions (protocol 23 on), nor what the LedgerCloseMeta says of the
// ledger as a whole.
#pragma once

#include <cstdint>
#include <string_view>

namespace lake {

// What a table's rows are made of besides envelopes and results.
struct LakeOrigin {
  bool metas = false;  // tx_meta and tx_fee_meta, which a lake may have been made without
  // It has rows of entries that upgrades may change: only ledgers without upgrades.
  bool upgrades = false;
  // It has rows of what giving back changes: only ledgers that give nothing back.
  bool refunds = false;
};

// Null for tables that only a source has all parts for. Lives for ever.
const LakeOrigin* OriginInLake(std::string_view table);

// From this protocol on fees are given back behind all transactions.
inline constexpr std::uint32_t kFirstProtocolWithRefundsBehind = 23;

}  // namespace lake
