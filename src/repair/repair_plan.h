// What there is to make anew in a lake, from the faults that a verification found. Reads only the
// catalog, and no file.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "lake/file_spans.h"
#include "sink/lake_contents.h"
#include "verify/report.h"

namespace lake {

// Ledgers of one table, all of whose rows stand in some files and nobody else's do: those files go,
// and the rows of those ledgers come, as far as batches of the table hold them.
struct RepairPart {
  const LakeTable* table;  // of the contents
  LedgerSpan ledgers;
  std::vector<FileSpan> files;       // none where the rows are just not there
  std::vector<BatchRecord> batches;  // of the table, that hold any of the ledgers; ascending
};

struct RepairPlan {
  // Parts that are made from the same ledgers, or of the same table, in one commit; by ledgers.
  std::vector<std::vector<RepairPart>> groups;
  std::vector<std::string> left;  // what no ledger can make anew, and what to do about it

  bool empty() const { return groups.empty(); }
};

// `contents` outlives the plan and has the tables that are to be repaired.
Result<RepairPlan> PlanRepair(Connection& connection, const Lake& lake,
                              const LakeContents& contents, const VerifyReport& report);

// The ledgers that have to be extracted for a group: whole batches, for these have digests.
LedgerSet LedgersOf(const std::vector<RepairPart>& group);

// "transactions_row_v2, ledgers 1000..1004".
std::string NameOf(const RepairPart& part);

}  // namespace lake
