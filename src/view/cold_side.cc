#include <set>

#include "base/lower_case.h"
#include "duckdb/sql_tokens.h"
#include "duckdb/transaction.h"
#include "lake/durable_files.h"
#include "lake/fence.h"
#include "sink/lake_batches.h"
#include "tables/all.h"
#include "view/one_view.h"

namespace lake {
Result<ColdSide> ReadColdSide(Connection& connection, const Lake& lake, const StoredNames& names) {
  ColdSide cold;
  cold.there = true;
  TRY_ASSIGN(Transaction transaction, Transaction::Begin(connection));  // one snapshot
  TRY_ASSIGN(cold.tables, ReadLakeTables(connection, lake, names));
  TRY_ASSIGN(const std::vector<BatchRecord> batches, ReadBatches(connection, lake));
  cold.coverage = Coverage::Of(batches);
  TRY_ASSIGN(cold.version, ReadOwnSnapshot(connection, lake));
  if (!batches.empty()) {
    TRY_ASSIGN(cold.network, NetworkOfLake(connection, lake));
  }
  TRY(transaction.Commit());
  return cold;
}

std::vector<NamedTable> TablesNamedIn(std::span<const std::string> statements,
                                      const StoredNames& names) {
  std::set<std::string> words;
  for (const std::string& statement : statements) {
    for (const SqlToken& token : SqlTokens(statement)) {
      if (token.IsIdentifier() || token.kind == SqlToken::Kind::kText) {
        words.insert(LowerCase(token.value));
      }
    }
  }
  std::vector<NamedTable> tables;
  for (const Table* table : AllTables()) {
    const std::string name(StoredName(names, *table->spec));
    if (words.contains(LowerCase(name))) tables.push_back({table->spec, name});
  }
  return tables;
}

}  // namespace lake
