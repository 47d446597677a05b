#include "support/postgres_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <deque>
#include <string_view>
#include <vector>

#include "table/sql_text.h"

namespace lake::testing {
namespace {

// The cells of one column in rows [first, first + count), laid out as a ColumnVector.
class Cells {
 public:
  explicit Cells(const ColumnSpec& column) : type_(column.type) {
    words_.resize(kBlockRows);
    texts_.resize(kBlockRows);
  }

  ColumnVector Read(const PgResult& rows, std::size_t column, std::size_t first,
                    std::size_t count) {
    validity_.fill(~std::uint64_t{0});
    for (std::size_t i = 0; i < count; ++i) {
      if (rows.IsNull(column, first + i)) validity_[i / 64] &= ~(std::uint64_t{1} << (i % 64));
      ReadCell(rows, column, first + i, i);
    }
    void* values = type_ == ColumnType::kText ? static_cast<void*>(texts_.data())
                                              : static_cast<void*>(words_.data());
    return {values, validity_.data()};
  }

 private:
  template <class Value>
  void Put(std::size_t i, Value value) {
    reinterpret_cast<Value*>(words_.data())[i] = value;
  }

  void ReadCell(const PgResult& rows, std::size_t column, std::size_t row, std::size_t i) {
    switch (type_) {
      case ColumnType::kBool:
        return Put(i, rows.Bool(column, row));
      case ColumnType::kInt32:
        return Put(i, static_cast<std::int32_t>(rows.Int(column, row)));
      case ColumnType::kUint32:
        return Put(i, static_cast<std::uint32_t>(rows.Int(column, row)));
      case ColumnType::kInt64:
      case ColumnType::kTimestamp:
        return Put(i, rows.Int(column, row));
      case ColumnType::kText:
        texts_[i] = rows.Text(column, row);
    }
  }

  ColumnType type_;
  std::vector<std::int64_t> words_;
  std::vector<std::string_view> texts_;
  std::array<std::uint64_t, kBlockRows / 64> validity_{};
};

}  // namespace

Result<RowDigest> DigestPostgresTable(PgConnection& connection, const TableSpec& spec,
                                      const std::string& target) {
  std::string names;
  for (const ColumnSpec& column : spec.columns) {
    names += (names.empty() ? "" : ", ") + QuoteIdentifier(column.name);
  }
  TRY_ASSIGN(const PgResult rows,
             connection.Query(fmt::format("SELECT {} FROM {}", names, target)));
  RowHasher hasher(spec.columns);
  std::deque<Cells> cells;
  for (const ColumnSpec& column : spec.columns) cells.emplace_back(column);
  RowDigest digest;
  for (std::size_t first = 0; first < rows.size(); first += kBlockRows) {
    const std::size_t count = std::min(kBlockRows, rows.size() - first);
    hasher.BeginBlock(count);
    for (std::size_t i = 0; i < spec.columns.size(); ++i) {
      hasher.AddColumn(i, cells[i].Read(rows, i, first, count));
    }
    digest.Add(hasher.EndBlock());
  }
  return digest;
}

}  // namespace lake::testing
