// Whether a lake is what it says it is: its rows against the digests its lineage recorded, the
// chain of its ledgers, its catalog against the files, and, given a source, its rows against a
// second extraction.
//
// Reads only. Faults are collected, not thrown: an operator wants to see all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "duckdb/lake.h"
#include "extract/extraction.h"
#include "ingest/lake_contents.h"
#include "lineage/coverage.h"
#include "source/ledger_source.h"
#include "table/row_digest.h"
#include "tables/selection.h"

namespace lake {

struct VerifyReport {
  std::uint64_t batches = 0;
  std::uint64_t ledgers = 0;  // each once, however many batches hold it
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  std::uint64_t ledgers_compared = 0;    // with the source
  std::vector<CoveredRange> covered;     // of the range, disjoint, ascending; without hashes
  std::vector<std::string> quarantined;  // why ledgers are kept aside; no faults of the lake
  std::vector<std::string> faults;       // sentences that name table, ledgers and values
  std::set<std::string> faults_by_name;  // the same, so that each comes once
  bool ok() const { return faults.empty(); }
  void AddFault(std::string fault);
};

// What to look at.
struct VerifyScope {
  StoredNames names;  // those that the lake's writer was given for tables
  TableWish tables;
  LedgerRange range;
  std::span<const Table* const> known = AllTables();  // the tables that this version knows
};

// What is compared with.
struct SecondSource {
  LedgerSource& source;
  const Network& network;
  const ExtractionOptions& options;
  Clock& clock;
};

// Called with a sentence when a part begins.
using VerifyNotes = std::function<void(const std::string&)>;

// Files, and rows and chain of every batch that is in the scope. What cannot be read is a fault and
// does not keep the rest from being looked at. An error says that verifying did not come to its
// end; a lake that has nothing of the scope is none.
Status VerifyLake(Lake& lake, const VerifyScope& scope, const VerifyNotes& note,
                  std::stop_token stop, VerifyReport& report);

// Extracts the ledgers of the scope again and compares table by table, ledger by ledger, those
// tables that the lake says it holds of a ledger.
Status VerifyAgainstSource(Lake& lake, const VerifyScope& scope, const SecondSource& second,
                           const VerifyNotes& note, std::stop_token stop, VerifyReport& report);

// The network whose ledgers the lake holds, by its fence row; kNotFound for an empty lake.
Result<std::string> NetworkOfLake(Connection& connection, const Lake& lake);

}  // namespace lake
