#include "tables/batch.h"

#include <algorithm>

namespace lake {

std::vector<std::string> TableNames(const TableSet& tables) {
  std::vector<std::string> names;
  for (const Table* table : tables) names.emplace_back(table->spec->name);
  std::ranges::sort(names);
  return names;
}

LedgerRows::LedgerRows(const TableSet& table_set) : digests(table_set.size()) {
  tables.reserve(table_set.size());
  for (const Table* table : table_set) tables.emplace_back(table->spec->row_size);
}

std::uint64_t LedgerRows::rows(std::size_t table) const {
  return tables.empty() ? digests[table].rows : tables[table].size();
}

std::uint64_t LedgerRows::row_count() const {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < digests.size(); ++i) count += rows(i);
  return count;
}

std::size_t LedgerRows::memory_bytes() const {
  std::size_t bytes = raw_bytes + arena.used_bytes();
  for (const RowBuffer& table : tables) bytes += table.size() * table.row_size();
  return bytes;
}

void LedgerRows::Reset() {
  raw.reset();
  xdr = {};
  arena.Reset();
  for (RowBuffer& table : tables) table.Clear();
  digests.assign(tables.size(), RowDigest{});
}

std::unique_ptr<LedgerRows> LedgerRows::WithoutRows() const {
  auto out = std::make_unique<LedgerRows>(TableSet());
  out->sequence = sequence;
  out->protocol = protocol;
  out->close_time = close_time;
  out->hash = hash;
  out->previous_hash = previous_hash;
  out->raw_bytes = raw_bytes;
  out->transactions = transactions;
  out->operations = operations;
  out->digests = digests;
  return out;
}

std::uint64_t Batch::rows(std::size_t table) const {
  std::uint64_t rows = 0;
  for (const auto& ledger : ledgers) rows += ledger->rows(table);
  return rows;
}

RowDigest Batch::digest(std::size_t table) const {
  RowDigest digest;
  for (const auto& ledger : ledgers) digest.Add(ledger->digests[table]);
  return digest;
}

}  // namespace lake
