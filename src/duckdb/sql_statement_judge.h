// One statement, judged and written anew: see sql_guard.h. An error with an empty message is a
// statement that does more than read.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "duckdb/sql_query_judge.h"
#include "duckdb/sql_tokens.h"

namespace lake {

class SqlStatementJudge {
 public:
  // `tokens` are a statement of `sql`; both outlive the judge.
  SqlStatementJudge(std::string_view sql, std::span<const SqlToken> tokens, SqlQueryJudge& queries)
      : sql_(sql), tokens_(tokens), queries_(queries) {}

  Result<std::string> Judge();

 private:
  Result<std::string> Query();
  Result<std::string> Pivot();
  Result<std::string> Explain();
  Result<std::string> Set();
  Result<std::string> Reset();
  Result<std::string> Pragma();
  Result<std::string> Use();
  Result<std::string> TransactionWord();
  Result<std::string> Create();
  Result<std::string> CreateFromQuery(std::string_view what);
  Result<std::string> CreateMacro();
  Result<std::string> Drop();
  Result<std::string> Prepare();
  Result<std::string> Execute();
  Result<std::string> Deallocate();
  Result<std::string> Call();

  bool AtEnd() const { return at_ == tokens_.size(); }
  bool Takes(std::string_view word);
  bool TakesSign(char sign);
  // The next token's name, quoted; kInvalidArgument when it is none.
  Result<std::string> Identifier();
  // Names joined by dots, quoted.
  Result<std::string> DottedName();
  // "IF EXISTS " or "IF NOT EXISTS ", as it stands.
  std::string IfExists();
  // The names in parentheses; "" when there is none.
  Result<std::string> NameList();
  // A number, a text or a word, as a literal.
  Result<std::string> Literal();
  // The text from the next token to the end of the statement.
  std::string Rest() const;
  std::string Text(std::size_t first, std::size_t last) const;  // tokens [first, last)

  std::string_view sql_;
  std::span<const SqlToken> tokens_;
  std::size_t at_ = 0;
  SqlQueryJudge& queries_;
};

}  // namespace lake
