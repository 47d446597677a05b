#include "tables/all.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/nearest.h"

namespace lake {
namespace {

struct Entry {
  const Table* table;
  bool core;                // of the four tables of spec 000
  bool bronze;              // of the contract's 19 tables and removals
  bool is_default = false;  // written when nothing is chosen, besides bronze
};

constexpr std::array kTables{
    Entry{&kLedgers, true, true},
    Entry{&kTransactionsV1, true, false},
    Entry{&kTransactions, false, true},
    Entry{&kOperationsV1, true, false},
    Entry{&kOperations, false, true},
    Entry{&kEffects, false, true},
    Entry{&kTrades, false, true},
    Entry{&kAccounts, false, true},
    Entry{&kTrustlines, false, true},
    Entry{&kNativeBalances, true, true},
    Entry{&kAccountSigners, false, true},
    Entry{&kOffers, false, true},
    Entry{&kClaimableBalances, false, true},
    Entry{&kLiquidityPools, false, true},
    Entry{&kContractEvents, false, true},
    Entry{&kContractData, false, true},
    Entry{&kContractCode, false, true},
    Entry{&kConfigSettings, false, true},
    Entry{&kTtl, false, true},
    Entry{&kEvictedKeys, false, true},
    Entry{&kRestoredKeys, false, true},
    Entry{&kLedgerEntryRemovals, false, true},
    Entry{&kTransactionsExtra, false, false, true},
    Entry{&kTradesExtra, false, false, true},
    Entry{&kAccountData, false, false, true},
    Entry{&kEntriesExtra, false, false, true},
    Entry{&kInvocationsExtra, false, false, true},
    Entry{&kTransactionIndex, false, false, true},
    Entry{&kParticipants, false, false, true},
    Entry{&kEntityIndex, false, false, true},
    Entry{&kLedgerEntries, false, false},
};

constexpr std::array kGroups{
    TableGroup{"core", "the four tables of the ingestion processor (spec 000)"},
    TableGroup{"bronze", "the 19 bronze tables and ledger_entry_removals_stream_v1; by default"},
    TableGroup{"effects_trades", "effects and trades"},
    TableGroup{
        "account_state",
        "snapshots of classic ledger entries: accounts, trustlines, offers, pools and the like"},
    TableGroup{"soroban",
               "contract events, data and code, settings, TTL, evicted and restored keys"},
    TableGroup{"state", "every snapshot and state table of bronze, and removals"},
    TableGroup{
        "extra",
        "what bronze leaves out: order of transactions, exact prices, data entries, sponsors, "
        "arguments; by default"},
    TableGroup{"index", "where hashes, addresses, balances, offers, pools are found; by default"},
    TableGroup{"entries", "every entry that a ledger changed, whole; asked for by name"},
};

bool InGroup(const Entry& entry, std::string_view group) {
  const TableSpec& spec = *entry.table->spec;
  if (group == "core") return entry.core;
  if (group == "bronze") return entry.bronze;
  if (group == "state") {
    const bool removals = spec.group == "removals";
    return entry.bronze && (spec.purpose == "snapshot" || spec.purpose == "state" || removals);
  }
  return spec.group == group && (entry.bronze || !entry.core);
}

bool IsGroup(std::string_view name) {
  return std::any_of(kGroups.begin(), kGroups.end(),
                     [name](const TableGroup& group) { return group.name == name; });
}

Error UnknownName(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Entry& entry : kTables) known.push_back(entry.table->spec->name);
  for (const TableGroup& group : kGroups) known.push_back(group.name);
  return {Code::kInvalidArgument,
          fmt::format("no table or group '{}'{}; `stellarlake schema list` shows all", name,
                      DidYouMean(name, known))};
}

}  // namespace

std::span<const Table* const> AllTables() {
  static const auto tables = [] {
    std::array<const Table*, kTables.size()> list{};
    std::transform(kTables.begin(), kTables.end(), list.begin(),
                   [](const Entry& entry) { return entry.table; });
    return list;
  }();
  return tables;
}

std::span<const TableGroup> TableGroups() { return kGroups; }

const Table* FindTable(std::string_view name) {
  for (const Entry& entry : kTables) {
    if (entry.table->spec->name == name) return entry.table;
  }
  return nullptr;
}

const TableSpec& WholeSpec(const TableSpec& spec) {
  const Table* whole = FindTable(spec.name);
  return whole == nullptr ? spec : *whole->spec;
}

Result<TableSet> SelectTables(std::span<const std::string> names) {
  std::array<bool, kTables.size()> wanted{};
  const auto take = [&wanted](auto&& matches) {
    for (std::size_t i = 0; i < kTables.size(); ++i) {
      if (matches(kTables[i])) wanted[i] = true;
    }
  };
  if (names.empty()) {
    take([](const Entry& entry) { return entry.bronze || entry.is_default; });
  }
  for (const std::string& name : names) {
    if (IsGroup(name)) {
      take([&name](const Entry& entry) { return InGroup(entry, name); });
    } else if (const Table* table = FindTable(name)) {
      take([table](const Entry& entry) { return entry.table == table; });
    } else {
      return UnknownName(name);
    }
  }
  TableSet tables;
  for (std::size_t i = 0; i < kTables.size(); ++i) {
    if (wanted[i]) tables.push_back(kTables[i].table);
  }
  return tables;
}

}  // namespace lake
