#include "tables/batch.h"

namespace lake {

LedgerRows::LedgerRows(const TableSet& table_set) : digests(table_set.size()) {
  tables.reserve(table_set.size());
  for (const Table* table : table_set) tables.emplace_back(table->spec->row_size);
}

std::uint64_t LedgerRows::row_count() const {
  std::uint64_t rows = 0;
  for (const RowBuffer& table : tables) rows += table.size();
  return rows;
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

std::uint64_t Batch::rows(std::size_t table) const {
  std::uint64_t rows = 0;
  for (const auto& ledger : ledgers) rows += ledger->tables[table].size();
  return rows;
}

RowDigest Batch::digest(std::size_t table) const {
  RowDigest digest;
  for (const auto& ledger : ledgers) digest.Add(ledger->digests[table]);
  return digest;
}

}  // namespace lake
