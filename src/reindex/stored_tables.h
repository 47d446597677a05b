// What a lake has of the two tables that others can be made from.
#pragma once

#include <string>

#include "reindex/stored_ledgers.h"
#include "sink/lake_contents.h"
#include "stellar/ledger_set.h"

namespace lake {

struct StoredRows {
  StoredTables tables;
  LedgerSet ledgers;              // that have rows in both, with all columns that are needed
  std::string transactions_name;  // in the lake
};

StoredRows FindStoredRows(const LakeContents& contents);

}  // namespace lake
