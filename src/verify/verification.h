// Whether a lake is what it says it is: its rows against the digests its lineage recorded, the
// chain of its ledgers, its catalog against the files, and, given a source, its rows against a
// second extraction.
//
// Reads only. What cannot be read is a fault and does not keep the rest from being looked at. One
// thread; the lake outlives it.
#pragma once

#include <optional>
#include <span>
#include <stop_token>

#include "base/clock.h"
#include "duckdb/lake.h"
#include "sink/lake_contents.h"
#include "tables/all.h"
#include "tables/selection.h"
#include "verify/report.h"
#include "verify/second_extraction.h"

namespace lake {

// What to look at.
struct VerifyScope {
  StoredNames names;  // those that the lake's writer was given for tables
  TableWish tables;
  LedgerRange range;
  std::span<const Table* const> known = AllTables();  // the tables that this version knows
};

class Verification {
 public:
  Verification(Lake& lake, VerifyScope scope, Clock& clock, VerifyNotes note, std::stop_token stop);

  // Files, and rows and chain of every batch that is in the scope. An error says that it did not
  // come to its end; a lake that has nothing of the scope is none.
  Status CheckLake();

  // After CheckLake, once: extracts again what it read that the lake holds, and compares.
  Status CompareWith(const SecondSource& second);

  const VerifyReport& report() const { return report_; }

 private:
  LakeReading reading() { return {*connection_, lake_, report_}; }
  Status CheckFiles();
  Status CheckOtherTables();
  Status CheckContents();
  Status CheckRows(std::span<const BatchRecord> batches);

  Lake& lake_;
  const VerifyScope scope_;
  Clock& clock_;
  const VerifyNotes note_;
  const std::stop_token stop_;
  std::optional<Connection> connection_;
  std::vector<BatchRecord> all_batches_;
  LakeContents contents_;  // of the tables in the scope
  VerifyReport report_;
};

}  // namespace lake
