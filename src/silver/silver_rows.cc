#include "silver/silver_rows.h"

#include <fmt/format.h>

#include "base/check.h"
#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

std::string QuotedList(std::span<const std::string> names) {
  std::string out;
  for (const std::string& name : names) {
    out += fmt::format("{}{}", out.empty() ? "" : ", ", QuoteIdentifier(name));
  }
  return out;
}

// Rows are hashed as text, column by column in the declared order: the same on every machine. The
// two halves of each hash are added up by themselves, so that no row hides another.
Result<SilverCount> CountOf(Connection& connection, const SilverRows& one) {
  TRY_ASSIGN(
      QueryResult rows,
      connection.Query(fmt::format(
          "SELECT count(*), coalesce(printf('%016x%016x', (sum(md5_number_upper(t::VARCHAR)) % "
          "18446744073709551616)::UBIGINT, (sum(md5_number_lower(t::VARCHAR)) % "
          "18446744073709551616)::UBIGINT), repeat('0', 32)) FROM temp.main.{} AS t",
          QuoteIdentifier(one.from))));
  TRY(rows.NextSingleRow());
  return SilverCount{
      .table = one.stored.name, .rows = rows.Int(0, 0), .digest = std::string(rows.Text(1, 0))};
}

std::string CopySql(const SilverRows& one, const TableStorage& storage, const std::string& path) {
  return fmt::format(
      "COPY (SELECT *{} FROM temp.main.{} ORDER BY {}) TO {} (FORMAT parquet, USE_TMP_FILE false, "
      "{})",
      one.beside, QuoteIdentifier(one.from), QuotedList(one.stored.order), QuoteLiteral(path),
      storage.parquet_options);
}

}  // namespace

std::string PartColumnsOf(const LedgerSpan& span) {
  return fmt::format(", {}::BIGINT AS batch_lo, {}::BIGINT AS batch_hi", span.first, span.last);
}

Result<std::vector<SilverCount>> CountRows(Connection& connection,
                                           std::span<const SilverRows> rows) {
  std::vector<SilverCount> counts;
  for (const SilverRows& one : rows) {
    auto count = CountOf(connection, one);
    if (!count.ok()) return std::move(count).status().Context(one.stored.name);
    counts.push_back(std::move(count).value());
  }
  return counts;
}

Status WriteRows(std::span<const SilverRows> rows, std::span<const SilverCount> counts,
                 std::uint32_t ledger, LakeWriter& writer, FileSet& files) {
  CHECK(rows.size() == counts.size());
  const std::string range = std::to_string(RangeStart(ledger));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (counts[i].rows == 0) continue;
    const StoredTable& stored = rows[i].stored;
    TRY_ASSIGN(const TableStorage* storage, StorageOf(writer.storage(), stored.name));
    const NewFile file{.storage = storage,
                       .partition = stored.by_range ? std::string_view(range) : ""};
    TRY(files.Add(writer.connection(), {&file, 1}));
    TRY(writer.connection()
            .Execute(CopySql(rows[i], *storage, files.files().back().path))
            .Context(stored.name));
  }
  return writer.options().sync ? files.Sync() : Status();
}

}  // namespace lake
