#include "duckdb/script.h"

#include <utility>

#include "duckdb/error.h"

namespace lake {

Result<Script> Script::Parse(Connection& connection, const std::string& sql) {
  Script script(connection);
  script.size_ = duckdb_extract_statements(connection.raw(), sql.c_str(), &script.statements_);
  const char* text = duckdb_extract_statements_error(script.statements_);
  if (script.size_ == 0 && text != nullptr && *text != '\0') return DuckError(text);
  return script;
}

Script::Script(Script&& other) noexcept
    : connection_(other.connection_),
      first_failure_(std::move(other.first_failure_)),
      statements_(std::exchange(other.statements_, nullptr)),
      size_(std::exchange(other.size_, 0)) {}

Script& Script::operator=(Script&& other) noexcept {
  std::swap(connection_, other.connection_);
  std::swap(first_failure_, other.first_failure_);
  std::swap(statements_, other.statements_);
  std::swap(size_, other.size_);
  return *this;
}

Script::~Script() { duckdb_destroy_extracted(&statements_); }

Result<Statement> Script::Prepare(std::size_t index) {
  CHECK(index < size_);
  duckdb_prepared_statement prepared = nullptr;
  const duckdb_state state =
      duckdb_prepare_extracted_statement(connection_, statements_, index, &prepared);
  Statement statement(prepared, first_failure_);
  if (state == DuckDBSuccess) return statement;
  const char* text = duckdb_prepare_error(prepared);
  return first_failure_->Note(DuckError(text == nullptr ? "a statement cannot be prepared" : text));
}

}  // namespace lake
