#include "lineage/lake_digest.h"

#include <fmt/format.h>

#include <array>
#include <vector>

#include "duckdb/column_type.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Hashes a result whose column 0 is the ledger sequence and whose others are the spec's digest
// columns.
class ResultDigester {
 public:
  ResultDigester(const TableSpec& spec, QueryResult result)
      : spec_(spec), result_(std::move(result)), columns_(DigestColumns(spec)), hasher_(columns_) {}

  static std::vector<ColumnSpec> DigestColumns(const TableSpec& spec) {
    std::vector<ColumnSpec> out;
    for (const ColumnSpec& column : spec.columns) {
      if (column.digest) out.push_back(column);
    }
    return out;
  }

  Result<RowDigest> Run(const LedgerDigestSink& per_ledger) {
    TRY(CheckTypes());
    RowDigest total;
    while (true) {
      TRY_ASSIGN(const bool more, result_.Next());
      if (!more) return total;
      TRY(CheckNulls());
      total.Add(HashChunk());
      if (per_ledger) ReportLedgers(per_ledger);
    }
  }

 private:
  Status CheckTypes() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (result_.column_type(i + 1) == DuckType(columns_[i].type)) continue;
      return {Code::kDataLoss, fmt::format("{}: column {} has another type in the lake", spec_.name,
                                           columns_[i].name)};
    }
    return {};
  }

  // The lake's NOT NULL binds only who writes through DuckLake, not who replaces a file.
  Status CheckNulls() {
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (columns_[i].nullable || result_.validity(i + 1) == nullptr) continue;
      for (std::size_t row = 0; row < result_.size(); ++row) {
        if (!result_.IsNull(i + 1, row)) continue;
        return {Code::kDataLoss, fmt::format("{}: column {} is NULL in ledger {}", spec_.name,
                                             columns_[i].name, result_.Int(0, row))};
      }
    }
    return {};
  }

  RowDigest HashChunk() {
    hasher_.BeginBlock(result_.size());
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      ColumnVector values{const_cast<void*>(result_.values(i + 1)),
                          const_cast<std::uint64_t*>(result_.validity(i + 1))};
      if (columns_[i].type == ColumnType::kText) {
        const auto* texts = static_cast<const duckdb_string_t*>(values.values);
        for (std::size_t row = 0; row < result_.size(); ++row) {
          texts_[row] = result_.IsNull(i + 1, row) ? std::string_view() : TextOf(texts[row]);
        }
        values.values = texts_.data();
      }
      hasher_.AddColumn(i, values);
    }
    return hasher_.EndBlock(row_digests_);
  }

  void ReportLedgers(const LedgerDigestSink& per_ledger) {
    for (std::size_t row = 0; row < result_.size();) {
      const std::int64_t sequence = result_.Int(0, row);
      RowDigest digest;
      for (; row < result_.size() && result_.Int(0, row) == sequence; ++row) {
        digest.Add(row_digests_[row]);
      }
      per_ledger(static_cast<std::uint32_t>(sequence), digest);
    }
  }

  const TableSpec& spec_;
  QueryResult result_;
  std::vector<ColumnSpec> columns_;
  RowHasher hasher_;
  std::array<std::string_view, kBlockRows> texts_;
  std::array<RowDigest, kBlockRows> row_digests_;
};

}  // namespace

Result<RowDigest> DigestTable(Connection& connection, const TableSpec& spec,
                              const std::string& table, std::uint32_t lo, std::uint32_t hi,
                              const LedgerDigestSink& per_ledger) {
  const std::string sequence = QuoteIdentifier(spec.sequence_column);
  std::string sql = fmt::format("SELECT {}", sequence);
  for (const ColumnSpec& column : ResultDigester::DigestColumns(spec)) {
    sql += ", " + QuoteIdentifier(column.name);
  }
  sql += fmt::format(" FROM {} WHERE {} BETWEEN {} AND {}", table, sequence, lo, hi);
  auto result = connection.Stream(sql);
  if (!result.ok()) return std::move(result).status().Context(spec.name);
  const auto digester = std::make_unique<ResultDigester>(spec, std::move(result).value());
  return digester->Run(per_ledger);
}

}  // namespace lake
