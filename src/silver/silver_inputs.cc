#include "silver/silver_inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "table/sql_text.h"
#include "tables/all.h"

namespace lake {
namespace {

Status Copy(Connection& connection, std::string_view name, const std::string& select) {
  return connection
      .Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS {}", QuoteIdentifier(name), select))
      .Context(name);
}

// Views and laws are asked when they are looked at.
bool Reads(const SilverTable& silver, std::string_view table) {
  if (silver.kind == SilverKind::kView || silver.kind == SilverKind::kLaw) return false;
  return std::ranges::find(silver.inputs, table) != silver.inputs.end();
}

using Words = std::set<std::string, std::less<>>;

// Every word of a SELECT: whatever columns it reads are among them, but for those of a `*`, which
// are declared by the table.
void AddWords(std::string_view sql, Words& words) {
  const auto in_word = [](char c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  for (auto at = sql.begin(); at != sql.end();) {
    at = std::find_if(at, sql.end(), in_word);
    const auto end = std::find_if_not(at, sql.end(), in_word);
    if (at != end) words.emplace(at, end);
    at = end;
  }
}

std::string ColumnsRead(const TableSpec& table, std::span<const SilverTable> silver) {
  Words words;
  for (const SilverTable& reader : silver) {
    if (!Reads(reader, table.name)) continue;
    AddWords(reader.select, words);
    for (const SilverColumn& column : reader.columns) words.insert(column.name);
  }
  std::string list;
  for (const ColumnSpec& column : table.columns) {
    if (!words.contains(column.name)) continue;
    list += fmt::format("{}{}", list.empty() ? "" : ", ", QuoteIdentifier(column.name));
  }
  return list;
}

}  // namespace

std::vector<std::string> BronzeInputs(std::span<const SilverTable> tables) {
  std::vector<std::string> inputs;
  for (const Table* table : AllTables()) {
    const auto reads = [table](const SilverTable& silver) {
      return Reads(silver, table->spec->name);
    };
    if (std::ranges::any_of(tables, reads)) inputs.emplace_back(table->spec->name);
  }
  return inputs;
}

Status CopyInputs(Connection& connection, std::string_view bronze,
                  std::span<const SilverTable> tables, const LedgerSpan& span) {
  for (const std::string& name : BronzeInputs(tables)) {
    const TableSpec& table = *FindTable(name)->spec;
    TRY(Copy(connection, name,
             fmt::format("SELECT {} FROM {}.{} WHERE {} BETWEEN {} AND {}",
                         ColumnsRead(table, tables), bronze, QuoteIdentifier(name),
                         QuoteIdentifier(table.sequence_column), span.first, span.last)));
  }
  const TableSpec& ledgers = *FindTable("ledgers_row_v2")->spec;
  return Copy(
      connection, "previous_ledger",
      fmt::format("SELECT * FROM {}.{} WHERE {} = {}", bronze, QuoteIdentifier(ledgers.name),
                  QuoteIdentifier(ledgers.sequence_column), std::int64_t{span.first} - 1));
}

}  // namespace lake
