#include "postgres/result.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <charconv>

#include "base/check.h"
#include "postgres/types.h"

namespace lake {

void PgResult::Clear::operator()(pg_result* result) const { PQclear(result); }

std::size_t PgResult::size() const { return static_cast<std::size_t>(PQntuples(result_.get())); }

std::size_t PgResult::column_count() const {
  return static_cast<std::size_t>(PQnfields(result_.get()));
}

std::uint64_t PgResult::rows_changed() const {
  const std::string_view text = PQcmdTuples(result_.get());
  std::uint64_t rows = 0;
  std::from_chars(text.data(), text.data() + text.size(), rows);
  return rows;
}

std::string_view PgResult::command() const { return PQcmdStatus(result_.get()); }

std::string_view PgResult::Cell(std::size_t column, std::size_t row) const {
  CHECK(column < column_count() && row < size());
  const int c = static_cast<int>(column);
  const int r = static_cast<int>(row);
  return {PQgetvalue(result_.get(), r, c),
          static_cast<std::size_t>(PQgetlength(result_.get(), r, c))};
}

bool PgResult::IsNull(std::size_t column, std::size_t row) const {
  CHECK(column < column_count() && row < size());
  return PQgetisnull(result_.get(), static_cast<int>(row), static_cast<int>(column)) == 1;
}

std::int64_t PgResult::Int(std::size_t column, std::size_t row) const {
  if (IsNull(column, row)) return 0;
  const std::string_view cell = Cell(column, row);
  switch (PQftype(result_.get(), static_cast<int>(column))) {
    case pg::kInt2:
      CHECK(cell.size() == 2);
      return pg::Load<std::int16_t>(cell.data());
    case pg::kInt4:
      CHECK(cell.size() == 4);
      return pg::Load<std::int32_t>(cell.data());
    case pg::kOid:
      CHECK(cell.size() == 4);
      return pg::Load<std::uint32_t>(cell.data());
    case pg::kInt8:
      CHECK(cell.size() == 8);
      return pg::Load<std::int64_t>(cell.data());
    case pg::kTimestamp:
    case pg::kTimestampTz: {
      CHECK(cell.size() == 8);
      const auto micros = pg::Load<std::int64_t>(cell.data());
      std::int64_t since_1970 = 0;
      // Only "infinity" does not fit.
      if (__builtin_add_overflow(micros, pg::kEpochMicros, &since_1970)) return micros;
      return since_1970;
    }
    default:
      CHECK(false);
  }
}

bool PgResult::Bool(std::size_t column, std::size_t row) const {
  CHECK(PQftype(result_.get(), static_cast<int>(column)) == pg::kBool);
  return !IsNull(column, row) && Cell(column, row) == std::string_view("\1", 1);
}

std::string_view PgResult::Text(std::size_t column, std::size_t row) const {
  const auto type = PQftype(result_.get(), static_cast<int>(column));
  CHECK(type == pg::kText || type == pg::kVarchar || type == pg::kName || type == pg::kJson);
  return Cell(column, row);
}

Bytes PgResult::Blob(std::size_t column, std::size_t row) const {
  CHECK(PQftype(result_.get(), static_cast<int>(column)) == pg::kBytea);
  return AsBytes(Cell(column, row));
}

Status PgResult::SingleRow() const {
  if (size() == 1) return {};
  return {Code::kInternal, fmt::format("a statement for one row gave {}", size())};
}

}  // namespace lake
