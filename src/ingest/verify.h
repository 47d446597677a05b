// Whether a lake is what it says it is: its rows against the digests its lineage recorded, the
// chain of its ledgers, its catalog against the files, and, given a source, its rows against a
// second extraction.
//
// Reads only. Faults are collected, not thrown: an operator wants to see all of them.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "duckdb/lake.h"
#include "ingest/extraction.h"
#include "lineage/coverage.h"
#include "source/ledger_source.h"
#include "table/row_digest.h"
#include "tables/selection.h"

namespace lake {

struct VerifyReport {
  std::uint64_t batches = 0;
  std::uint64_t ledgers = 0;
  std::uint64_t tables = 0;
  std::uint64_t rows = 0;
  std::uint64_t files = 0;
  std::uint64_t ledgers_compared = 0;  // with the source
  std::vector<CoveredRange> covered;
  std::vector<std::string> quarantined;  // why ledgers are kept aside; no faults of the lake
  std::vector<std::string> faults;       // sentences that name table, ledgers and values
  bool ok() const { return faults.empty(); }
};

// Called with a sentence when a part begins.
using VerifyNotes = std::function<void(const std::string&)>;

// Rows, chain and files of every batch in the lake, within `range`.
// `names` are those that its writer was given for tables, here and below.
Status VerifyLake(Lake& lake, const StoredNames& names, LedgerRange range, const VerifyNotes& note,
                  std::stop_token stop, VerifyReport& report);

// Extracts the covered ledgers of `range` from `source` again and compares table by table, ledger
// by ledger.
Status VerifyAgainstSource(Lake& lake, const StoredNames& names, LedgerSource& source,
                           const Network& network, LedgerRange range,
                           const ExtractionOptions& options, Clock& clock, const VerifyNotes& note,
                           std::stop_token stop, VerifyReport& report);

// The network whose ledgers the lake holds, by its fence row; kNotFound for an empty lake.
Result<std::string> NetworkOfLake(Connection& connection, const Lake& lake);

}  // namespace lake
