#include "reindex/lake_origin.h"

#include <utility>

#include "tables/all.h"

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
    {&kEntriesExtra, {.metas = true, .upgrades = true}},
    {&kLedgerEntries, {.metas = true, .upgrades = true, .refunds = true}},
};

}  // namespace

const LakeOrigin* OriginInLake(std::string_view table) {
  for (const auto& [made, origin] : kOrigins) {
    if (made->spec->name == table) return &origin;
  }
  return nullptr;
}

}  // namespace lake
