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

  bool ok() const { return faults.empty(); }
  // Once, however often it is found.
  void AddFault(std::string fault);
  // An error that was met while something was read. Success, once it is among the faults: the lake
  // is not what it says, and the rest can still be looked at. The error itself when it is none of
  // the lake's: a stop, a server that does not answer, too little memory.
  Status AddError(Status status, std::string_view what);

 private:
  std::set<std::string> faults_by_name_;
};

// What each part of a verification reads from, and where it says what it found.
struct LakeReading {
  Connection& connection;
  const Lake& lake;
  VerifyReport& report;
};

}  // namespace lake
