// What is in a source: its extent, and what a sample of its ledgers tells about all of them.
#pragma once

#include <cstdint>
#include <map>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "source/ledger_source.h"
#include "stellar/network.h"
#include "tables/batch.h"

namespace lake {

struct SourceReport {
  SourceExtent extent;        // of the part that was asked for
  std::uint64_t ledgers = 0;  // in that part
  std::uint64_t gaps = 0;     // holes between its ranges
  std::uint64_t sampled = 0;  // ledgers that were read, decoded and extracted
  std::map<std::uint32_t, std::uint64_t> protocols;  // of sampled ledgers
  std::uint64_t transactions = 0, operations = 0, rows = 0, raw_bytes = 0, row_bytes = 0;
  std::int64_t first_close = 0, last_close = 0;  // Unix seconds; 0 = no ledger
  double seconds_per_ledger = 0;     // decode, proof and extraction of a sampled ledger on one core
  std::vector<std::string> unknown;  // ledgers of the sample that a newer version may know
  std::vector<std::string> faults;   // ... and those that did not hold
};

// What is looked at, and what would be made of it.
struct Inspection {
  LedgerSource& source;
  LedgerRange range;
  const TableSet& tables;
  const Network& network;
  std::uint64_t sample;  // how many ledgers are read at most
  Clock& clock;
};

// Reads the sample evenly spread (all ledgers when there are fewer).
Result<SourceReport> InspectSource(const Inspection& what, const std::stop_token& stop);

}  // namespace lake
