// Which tables are filled for which ledgers of a lake, and what is left, and why. Pure functions of
// what the lake holds.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/coverage.h"
#include "reindex/stored_facts.h"
#include "reindex/stored_ledgers.h"
#include "stellar/ledger_set.h"

namespace lake {

struct ReindexPart {
  std::string table;
  LedgerSet ledgers;
  friend bool operator==(const ReindexPart&, const ReindexPart&) = default;
};

// Ledgers that tables lack and do not get.
struct LeftOut {
  std::vector<std::string> tables;
  LedgerSet ledgers;
  std::string why;
};

struct ReindexPlan {
  std::vector<ReindexPart> parts;  // in the order of the tables that were asked for; none is empty
  std::vector<LeftOut> left;

  bool empty() const { return parts.empty(); }
  std::vector<std::string> tables() const;
  LedgerSet ledgers() const;  // that any part has
};

// All that the tables lack of the ledgers that the lake holds in any table, within the range.
ReindexPlan PlanReindex(const Coverage& coverage, std::span<const std::string> tables,
                        const LedgerRange& range);

// What of a plan can be made from the lake, as far as that can be told without reading rows.
// `held` are the ledgers that have rows in both of the tables that it is made from.
void KeepMadeFromLake(ReindexPlan& plan, const LedgerSet& held, bool has_metas);

// ... and after they were read. `files` names those in which ledgers are out of order.
void KeepProved(ReindexPlan& plan, const StoredFacts& facts, std::string_view files);

// Takes ledgers out of the parts, of the tables that `concerns` names (none given: of all), and
// says why.
void LeaveOut(ReindexPlan& plan, const LedgerSet& ledgers, std::string_view why,
              const std::function<bool(std::string_view table)>& concerns = {});

}  // namespace lake
