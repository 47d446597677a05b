// What was found while a lake was verified. Faults are collected, not thrown: an operator wants to
// see all of them. One thread.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "stellar/ledger_set.h"

namespace lake {

// Rows of a table that cannot be read, or are not what its lineage says.
struct DamagedRows {
  std::string table;  // its own name
  LedgerSpan ledgers;
  friend bool operator==(const DamagedRows&, const DamagedRows&) = default;
};

struct VerifyReport {
  std::uint64_t batches = 0;
  std::uint64_t ledgers = 0;  // each once, however many batches hold it
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  std::uint64_t ledgers_compared = 0;    // with the source
  LedgerSet covered;                     // ledgers of the range that batches hold
  std::vector<std::string> quarantined;  // why ledgers are kept aside; no faults of the lake
  std::vector<std::string> faults;       // sentences that name table, ledgers and values
  // Those of the faults that are of files and rows, for who wants to make them anew.
  std::vector<std::string> damaged_files;  // their paths
  std::vector<DamagedRows> damaged_rows;
  std::uint64_t other_faults = 0;  // may be of the same files and rows

  bool ok() const { return faults.empty(); }
  // Once, however often it is found.
  void AddFault(std::string fault);
  void AddFileFault(const std::string& path, std::string fault);
  void AddRowsFault(DamagedRows damaged, std::string fault);
  // An error that was met while something was read. Success, once it is among the faults: the lake
  // is not what it says, and the rest can still be looked at. The error itself when it is none of
  // the lake's: a stop, a server that does not answer, too little memory.
  Status AddError(Status status, std::string_view what);
  // Of these rows, which cannot be read.
  Status AddRowsError(Status status, DamagedRows damaged);

 private:
  void Note(std::string fault);

  std::set<std::string> faults_by_name_;
};

// What each part of a verification reads from, and where it says what it found.
struct LakeReading {
  Connection& connection;
  const Lake& lake;
  VerifyReport& report;
};

}  // namespace lake
