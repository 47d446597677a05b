#include "reindex/lake_origin.h"

#include <algorithm>
#include <utility>

#include "tables/all.h"
#include "xdr/check.h"

namespace lake {
namespace {

constexpr std::pair<const Table*, LakeOrigin> kOrigins[] = {
    {&kTransactionIndex, {}},
    {&kTransactionsExtra, {.metas = true}},
    {&kTradesExtra, {.metas = true}},
    {&kInvocationsExtra, {.metas = true}},
    {&kParticipants, {.metas = true}},
    {&kEntityIndex, {.metas = true}},
    // Data entries change in operations only.
    {&kAccountData, {.metas = true}},
    // Giving back changes the balance of an account that paid a fee: one that has its row already,
    // without the balance.
    {&kEntriesExtra, {.metas = true, .upgrades = UpgradeReach::kSettings}},
    {&kLedgerEntries, {.metas = true, .upgrades = UpgradeReach::kHeader, .refunds = true}},
};

// One that cannot be read may have changed anything.
UpgradeReach ReachOf(Bytes upgrade) {
  const auto read = xdr::Decode<xdr::LedgerUpgrade>(upgrade);
  if (!read.ok()) return UpgradeReach::kAnything;
  switch (read->type()) {
    case xdr::LedgerUpgradeType::LEDGER_UPGRADE_BASE_FEE:
    case xdr::LedgerUpgradeType::LEDGER_UPGRADE_MAX_TX_SET_SIZE:
    case xdr::LedgerUpgradeType::LEDGER_UPGRADE_FLAGS:
      return UpgradeReach::kHeader;
    case xdr::LedgerUpgradeType::LEDGER_UPGRADE_CONFIG:
    case xdr::LedgerUpgradeType::LEDGER_UPGRADE_MAX_SOROBAN_TX_SET_SIZE:
      return UpgradeReach::kSettings;
    default:
      return UpgradeReach::kAnything;
  }
}

}  // namespace

std::optional<UpgradeReach> ReachOfUpgrades(const xdr::LedgerHeader& header) {
  std::optional<UpgradeReach> reach;
  for (const Bytes upgrade : header.scpValue().upgrades()) {
    reach = std::max(reach, std::optional(ReachOf(upgrade)));
  }
  return reach;
}

const LakeOrigin* OriginInLake(std::string_view table) {
  for (const auto& [made, origin] : kOrigins) {
    if (made->spec->name == table) return &origin;
  }
  return nullptr;
}

}  // namespace lake
