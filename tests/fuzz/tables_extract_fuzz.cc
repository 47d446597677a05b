// Any bytes as one LedgerCloseMeta: decoded, proved and extracted into every table, or refused.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "rejoin.h"
#include "tables/all.h"
#include "tables/extract.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const lake::Result<lake::TableSet> kTables = [] {
    std::vector<std::string> names;
    for (const lake::Table* table : lake::AllTables()) names.emplace_back(table->spec->name);
    return lake::SelectTables(names);
  }();
  CHECK(kTables.ok());
  constexpr lake::Hash256 kNetwork{};
  // Proofs off: they would refuse almost every mutation before it reaches an extractor.
  static lake::LedgerExtractor extractor(*kTables, kNetwork, lake::VerifyLevel::kOff);
  std::vector<std::uint8_t> ledger(data, data + size);
  if (!lake::xdr::Decode<lake::xdr::LedgerCloseMeta>(ledger).ok()) return 0;
  lake::fuzz::Rejoin(ledger, kNetwork);
  lake::LedgerRows rows(*kTables);
  const lake::Status status = extractor.Extract(ledger, nullptr, {}, rows);
  if (!status.ok()) return 0;
  // What was accepted can be proved or refused, but not crash.
  (void)lake::ProveLedger(extractor.ledger(), lake::VerifyLevel::kStrict);
  return 0;
}
