#include "silver/silver_inputs.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/check.h"
#include "table/sql_text.h"
#include "tables/all.h"

namespace lake {
namespace {

Status View(Connection& connection, std::string_view name, const std::string& select) {
  return connection
      .Execute(fmt::format("CREATE OR REPLACE TEMP VIEW {} AS {}", QuoteIdentifier(name), select))
      .Context(name);
}

}  // namespace

std::vector<std::string> BronzeInputs(std::span<const SilverTable> tables) {
  std::vector<std::string> inputs;
  for (const Table* table : AllTables()) {
    const auto reads = [table](const SilverTable& silver) {
      return std::ranges::find(silver.inputs, table->spec->name) != silver.inputs.end();
    };
    if (std::ranges::any_of(tables, reads)) inputs.emplace_back(table->spec->name);
  }
  return inputs;
}

Status OpenInputs(Connection& connection, std::string_view bronze,
                  std::span<const std::string> tables, const LedgerSpan& span) {
  for (const std::string& name : tables) {
    const Table* const table = FindTable(name);
    CHECK(table != nullptr);
    TRY(View(
        connection, name,
        fmt::format("SELECT * FROM {}.{} WHERE {} BETWEEN {} AND {}", bronze, QuoteIdentifier(name),
                    QuoteIdentifier(table->spec->sequence_column), span.first, span.last)));
  }
  const TableSpec& ledgers = *FindTable("ledgers_row_v2")->spec;
  return View(
      connection, "previous_ledger",
      fmt::format("SELECT * FROM {}.{} WHERE {} = {}", bronze, QuoteIdentifier(ledgers.name),
                  QuoteIdentifier(ledgers.sequence_column), std::int64_t{span.first} - 1));
}

}  // namespace lake
