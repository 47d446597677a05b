#include "duckdb/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/clock.h"
#include "duckdb/error.h"

namespace lake {
namespace {

// DuckDB's own loop asks again and again while its other threads have all the tasks, which burns
// the processor that they could use. This one gives it back, for at most kRestMaxMicros.
void RunTasks(duckdb_pending_result pending) {
  constexpr std::int64_t kRestMicros = 20;
  constexpr std::int64_t kRestMaxMicros = 1'000;
  std::int64_t rest = kRestMicros;
  for (;;) {
    const duckdb_pending_state state = duckdb_pending_execute_task(pending);
    if (duckdb_pending_execution_is_finished(state)) return;
    if (state != DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
      rest = kRestMicros;
      continue;
    }
    SystemClock().SleepFor(rest, {});
    rest = std::min(2 * rest, kRestMaxMicros);
  }
}

duckdb_state ExecuteQuietly(duckdb_prepared_statement statement, duckdb_result* out) {
  duckdb_pending_result pending = nullptr;
  if (duckdb_pending_prepared(statement, &pending) == DuckDBSuccess) RunTasks(pending);
  const duckdb_state state = duckdb_execute_pending(pending, out);
  duckdb_destroy_pending(&pending);
  return state;
}

}  // namespace

Statement::Statement(Statement&& other) noexcept
    : statement_(std::exchange(other.statement_, nullptr)),
      first_failure_(std::move(other.first_failure_)),
      bad_parameter_(other.bad_parameter_) {}

Statement& Statement::operator=(Statement&& other) noexcept {
  std::swap(statement_, other.statement_);
  std::swap(first_failure_, other.first_failure_);
  std::swap(bad_parameter_, other.bad_parameter_);
  return *this;
}

Statement::~Statement() { duckdb_destroy_prepare(&statement_); }

Statement& Statement::Note(duckdb_state state, std::uint64_t parameter) {
  if (state != DuckDBSuccess && bad_parameter_ == 0) bad_parameter_ = parameter;
  return *this;
}

Statement& Statement::Bind(std::uint64_t parameter, std::int64_t value) {
  return Note(duckdb_bind_int64(statement_, parameter, value), parameter);
}

Statement& Statement::Bind(std::uint64_t parameter, std::string_view value) {
  return Note(duckdb_bind_varchar_length(statement_, parameter, value.data(), value.size()),
              parameter);
}

Statement& Statement::Bind(std::uint64_t parameter, Timestamp value) {
  return Note(duckdb_bind_timestamp(statement_, parameter, {.micros = value.micros}), parameter);
}

Result<QueryResult> Statement::Execute() { return Run(&ExecuteQuietly); }

Result<QueryResult> Statement::Stream() { return Run(&duckdb_execute_prepared_streaming); }

Result<QueryResult> Statement::Run(duckdb_state (*run)(duckdb_prepared_statement, duckdb_result*)) {
  if (const std::uint64_t bad = std::exchange(bad_parameter_, 0); bad != 0) {
    return {Code::kInternal,
            fmt::format("parameter {} of a prepared statement cannot be bound", bad)};
  }
  duckdb_result raw;
  const duckdb_state state = run(statement_, &raw);
  QueryResult result(raw, first_failure_);
  if (state != DuckDBSuccess) return first_failure_->Note(DuckError(raw));
  return result;
}

}  // namespace lake
