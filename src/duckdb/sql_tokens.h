// SQL taken apart into words, names, texts and signs as DuckDB's scanner does it, and into
// statements.
//
// Only for deciding which statement a text holds: what a query does is read from DuckDB's own parse
// tree (sql_query_judge.h). Where this scanner and DuckDB's could differ, the guard refuses.
// Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace lake {

struct SqlToken {
  enum class Kind : std::uint8_t { kWord, kName, kText, kNumber, kSign };
  Kind kind;
  std::size_t begin;  // in the text that was taken apart
  std::size_t end;
  std::string value;  // kWord: lower case; kName and kText: without quotes; else as it stands

  bool IsWord(std::string_view word) const { return kind == Kind::kWord && value == word; }
  bool IsSign(char sign) const { return kind == Kind::kSign && value[0] == sign; }
  // A word or a quoted name.
  bool IsIdentifier() const { return kind == Kind::kWord || kind == Kind::kName; }
};

// All tokens; comments and blanks are none. A quotation without an end goes to the end of the text.
std::vector<SqlToken> SqlTokens(std::string_view sql);

// The statements between semicolons, without the empty ones.
std::vector<std::span<const SqlToken>> SqlStatements(std::span<const SqlToken> tokens);

}  // namespace lake
