#include "support/extracted_batch.h"

#include <gtest/gtest.h>

#include "tables/extract.h"

namespace lake::testing {

Batch ExtractBatch(const TableSet& tables, const std::vector<BuiltLedger>& ledgers,
                   const Hash256& network_id) {
  LedgerExtractor extractor(tables, network_id, VerifyLevel::kStrict);
  Batch batch{.tables = &tables, .ledgers = {}};
  for (const BuiltLedger& ledger : ledgers) {
    const auto bytes = std::make_shared<const std::vector<std::uint8_t>>(ledger.xdr);
    auto rows = std::make_unique<LedgerRows>(tables);
    const Status status = extractor.Extract(*bytes, bytes, Timestamp{0}, *rows);
    if (!status.ok()) ADD_FAILURE() << status.error().message;
    batch.ledgers.push_back(std::move(rows));
  }
  return batch;
}

}  // namespace lake::testing
