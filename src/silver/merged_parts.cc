#include "silver/merged_parts.h"

#include <fmt/format.h>

#include <algorithm>

#include "table/sql_text.h"

namespace lake {
namespace {

// Sums are made in two halves, so that no HUGEINT overflows where the column's type does not.
std::string SumOrNull(std::string_view name, std::string_view type) {
  constexpr std::string_view kHalf = "10000000000000000000";
  const std::string high = fmt::format("sum({}::HUGEINT // {})", name, kHalf);
  const std::string low = fmt::format("sum({}::HUGEINT % {})", name, kHalf);
  return fmt::format(
      "CASE WHEN count({0}) = count(*) AND abs({1}) < {2} THEN TRY_CAST({1} * {2} + {3} AS {4}) "
      "END",
      name, high, kHalf, low, type);
}

// Fractions compare by their whole part and 126 binary digits behind the point, which tell any two
// fractions of 63-bit numbers apart.
std::string ByPrice(std::string_view name, const SilverMerge& merge, std::string_view direction) {
  const std::string n = QuoteIdentifier(merge.by[0]), d = QuoteIdentifier(merge.by[1]);
  const std::string order = QuoteIdentifier(merge.by[2]);
  constexpr std::string_view kBits = "9223372036854775808";
  const std::string rest = fmt::format("({} % {})::HUGEINT * {}", n, d, kBits);
  return fmt::format(
      "first({0} ORDER BY {1} // {2}{6}, {3} // {2}{6}, {3} % {2} * {4} // {2}{6}, {5}) FILTER "
      "({5} "
      "IS NOT NULL)",
      name, n, d, rest, kBits, order, direction);
}

Result<std::string> Merged(const SilverColumn& column) {
  const std::string name = QuoteIdentifier(column.name);
  const std::string& rule = column.merge.rule;
  if (rule == "sum") {
    return column.type.starts_with("DECIMAL") ? fmt::format("sum({})", name)
                                              : fmt::format("sum({})::{}", name, column.type);
  }
  if (rule == "sum_or_null") return SumOrNull(name, column.type);
  if (rule == "least") return fmt::format("min({})", name);
  if (rule == "greatest") return fmt::format("max({})", name);
  if ((rule == "arg_min" || rule == "arg_max") && column.merge.by.size() == 1) {
    return fmt::format("{}_null({}, {})", rule, name, QuoteIdentifier(column.merge.by[0]));
  }
  if ((rule == "price_min" || rule == "price_max") && column.merge.by.size() == 3) {
    return ByPrice(name, column.merge, rule == "price_max" ? " DESC" : "");
  }
  return {Code::kInternal, fmt::format("{}: there is no merge {}", column.name, rule)};
}

}  // namespace

Result<std::string> MergedPartsSql(const SilverTable& table, std::string_view parts) {
  std::string columns, key, zeros;
  for (const std::string& name : table.key) {
    key += fmt::format("{}{}", key.empty() ? "" : ", ", QuoteIdentifier(name));
  }
  for (const SilverColumn& column : table.columns) {
    if (std::ranges::find(table.key, column.name) != table.key.end()) continue;
    auto merged = Merged(column);
    if (!merged.ok()) return std::move(merged).status().Context(table.name);
    columns += fmt::format(", {} AS {}", *merged, QuoteIdentifier(column.name));
    zeros += fmt::format("{}{} IS NOT DISTINCT FROM 0", zeros.empty() ? "" : " AND ",
                         QuoteIdentifier(column.name));
  }
  std::string sql = fmt::format("SELECT {}{} FROM {} GROUP BY {}", key, columns, parts, key);
  // What a merge of segments took back leaves nothing.
  return table.ReadsChanges() ? fmt::format("SELECT * FROM ({}) WHERE NOT ({})", sql, zeros) : sql;
}

}  // namespace lake
