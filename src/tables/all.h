// The registry: every table the lake can have, in one explicit list.
//
// Names and groups select tables: a table's name, `core` (the four tables of spec 000), `bronze`
// (the 19 tables of the contract and removals), a group of spec 004 (`effects_trades`,
// `account_state`, `soroban`, `state`), or one of those that stand beside them (`extra`,
// `index`, `entries`; decision D22).
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "tables/batch.h"
#include "tables/extractor.h"

namespace lake {

constexpr std::uint32_t EntryTypeBit(xdr::LedgerEntryType type) {
  return std::uint32_t{1} << static_cast<std::uint32_t>(type);
}

extern const Table kLedgers;
extern const Table kTransactionsV1;
extern const Table kTransactions;
extern const Table kOperationsV1;
extern const Table kOperations;
extern const Table kEffects;
extern const Table kTrades;
extern const Table kAccounts;
extern const Table kTrustlines;
extern const Table kNativeBalances;
extern const Table kAccountSigners;
extern const Table kOffers;
extern const Table kClaimableBalances;
extern const Table kLiquidityPools;
extern const Table kContractEvents;
extern const Table kContractData;
extern const Table kContractCode;
extern const Table kConfigSettings;
extern const Table kTtl;
extern const Table kEvictedKeys;
extern const Table kRestoredKeys;
extern const Table kLedgerEntryRemovals;
extern const Table kTransactionsExtra;
extern const Table kTradesExtra;
extern const Table kAccountData;
extern const Table kEntriesExtra;
extern const Table kInvocationsExtra;
extern const Table kTransactionIndex;
extern const Table kParticipants;
extern const Table kEntityIndex;
extern const Table kLedgerEntries;

// In the contract's order; static.
std::span<const Table* const> AllTables();

// The tables that `names` (table names and groups) ask for, in registry order, each once.
// kInvalidArgument names what is unknown and the nearest known name. Empty `names` means the
// default: bronze, extra and index.
Result<TableSet> SelectTables(std::span<const std::string> names);

// Names that SelectTables takes besides table names, with what they stand for.
struct TableGroup {
  std::string_view name;
  std::string_view doc;
};
std::span<const TableGroup> TableGroups();

const Table* FindTable(std::string_view name);

// The table's whole declaration: rows have every field, also where a run keeps fewer columns.
const TableSpec& WholeSpec(const TableSpec& spec);

}  // namespace lake
