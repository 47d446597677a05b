// A statement whose parameters and rows are those of Apache Arrow, in its C data interface, as
// DuckDB itself translates them: the structs of that interface are ABI and need no header of
// Arrow's.
//
//   TRY_ASSIGN(ArrowStatement statement, ArrowStatement::Prepare(connection, sql));
//   TRY(statement.Bind(1, std::int64_t{7}).Start());
//   TRY(statement.RowSchema(&schema));
//   while (...) { TRY_ASSIGN(bool more, statement.Next(&array)); ... }
//
// Whoever gets a struct releases it. Times with a zone are told in that of the connection's
// session. Parameters count from 1; a failed Bind is reported by Start. One thread; lives no longer
// than its connection, on which nothing else runs between Start and the last row. Errors:
// DuckError.
#pragma once

#include <duckdb.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/database.h"
#include "table/column_spec.h"

namespace lake {

class ArrowStatement {
 public:
  // The last statement of the text; those before are run: a PIVOT that finds its columns itself is
  // two for DuckDB.
  static Result<ArrowStatement> Prepare(Connection& connection, const std::string& sql);
  ArrowStatement(ArrowStatement&& other) noexcept;
  ArrowStatement& operator=(ArrowStatement&&) = delete;
  ~ArrowStatement();

  // The columns that it will give; none where that depends on the values of its parameters.
  Status Schema(ArrowSchema* out) const;
  // Its parameters in order, by name ("1" without one); a text where DuckDB leaves the type open.
  Status Parameters(ArrowSchema* out) const;
  std::size_t parameter_count() const { return duckdb_nparams(statement_); }

  ArrowStatement& Bind(std::uint64_t parameter, std::int64_t value);
  ArrowStatement& Bind(std::uint64_t parameter, std::string_view value);
  ArrowStatement& Bind(std::uint64_t parameter, Timestamp value);
  ArrowStatement& BindNull(std::uint64_t parameter);
  ArrowStatement& BindBool(std::uint64_t parameter, bool value);
  ArrowStatement& BindUnsigned(std::uint64_t parameter, std::uint64_t value);
  ArrowStatement& BindDouble(std::uint64_t parameter, double value);
  ArrowStatement& BindBlob(std::uint64_t parameter, std::string_view bytes);
  ArrowStatement& BindDate(std::uint64_t parameter, std::int32_t days);    // since 1970-01-01
  ArrowStatement& BindTime(std::uint64_t parameter, std::int64_t micros);  // since midnight
  ArrowStatement& BindZoned(std::uint64_t parameter, Timestamp value);
  // The integer high * 2^64 + low as a DECIMAL of so many digits.
  struct Decimal {
    std::int64_t high;
    std::uint64_t low;
    std::uint8_t width;
    std::uint8_t scale;
  };
  ArrowStatement& BindDecimal(std::uint64_t parameter, const Decimal& value);

  // Runs it; may be done again when all rows were read.
  Status Start();
  // The columns of the rows.
  Status RowSchema(ArrowSchema* out);
  // The next rows; false at the end.
  Result<bool> Next(ArrowArray* out);

 private:
  ArrowStatement() = default;
  ArrowStatement& Note(duckdb_state state, std::uint64_t parameter);
  void DropResult();

  duckdb_arrow_options options_ = nullptr;
  duckdb_prepared_statement statement_ = nullptr;
  duckdb_result result_{};
  bool started_ = false;
  std::uint64_t bad_parameter_ = 0;
};

}  // namespace lake
