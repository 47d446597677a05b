#include "duckdb/sql_statement_judge.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "duckdb/sql_allowed.h"
#include "table/sql_text.h"

namespace lake {
namespace {

Error Refused(std::string why = "") { return {Code::kInvalidArgument, std::move(why)}; }

// A text that DuckDB may read as a name of several parts.
bool MayNameMetadata(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower.find("__ducklake_metadata") != lower.npos;
}

}  // namespace

Result<std::string> SqlStatementJudge::Judge() {
  using Member = Result<std::string> (SqlStatementJudge::*)();
  static constexpr auto kKinds = std::to_array<std::pair<std::string_view, Member>>({
      {"abort", &SqlStatementJudge::TransactionWord},
      {"begin", &SqlStatementJudge::TransactionWord},
      {"call", &SqlStatementJudge::Call},
      {"commit", &SqlStatementJudge::TransactionWord},
      {"create", &SqlStatementJudge::Create},
      {"deallocate", &SqlStatementJudge::Deallocate},
      {"desc", &SqlStatementJudge::Query},
      {"describe", &SqlStatementJudge::Query},
      {"drop", &SqlStatementJudge::Drop},
      {"end", &SqlStatementJudge::TransactionWord},
      {"execute", &SqlStatementJudge::Execute},
      {"explain", &SqlStatementJudge::Explain},
      {"from", &SqlStatementJudge::Query},
      {"pivot", &SqlStatementJudge::Pivot},
      {"pivot_wider", &SqlStatementJudge::Pivot},
      {"pragma", &SqlStatementJudge::Pragma},
      {"prepare", &SqlStatementJudge::Prepare},
      {"reset", &SqlStatementJudge::Reset},
      {"rollback", &SqlStatementJudge::TransactionWord},
      {"select", &SqlStatementJudge::Query},
      {"set", &SqlStatementJudge::Set},
      {"show", &SqlStatementJudge::Query},
      {"start", &SqlStatementJudge::TransactionWord},
      {"summarize", &SqlStatementJudge::Query},
      {"table", &SqlStatementJudge::Query},
      {"unpivot", &SqlStatementJudge::Query},
      {"pivot_longer", &SqlStatementJudge::Query},
      {"use", &SqlStatementJudge::Use},
      {"values", &SqlStatementJudge::Query},
      {"with", &SqlStatementJudge::Query},
  });
  if (AtEnd()) return Refused();
  if (tokens_[0].IsSign('(')) return Query();
  if (tokens_[0].kind != SqlToken::Kind::kWord) return Refused();
  for (const auto& [word, judge] : kKinds) {
    if (tokens_[0].value == word) return (this->*judge)();
  }
  return Refused();
}

Result<std::string> SqlStatementJudge::Query() {
  std::string query = Rest();
  TRY(queries_.Judge(query));
  return query;
}

// PIVOT that finds its columns itself is two statements for DuckDB, so its parts are judged: what
// it pivots on as expressions, the rest as a PIVOT with given columns.
Result<std::string> SqlStatementJudge::Pivot() {
  std::string whole = Rest();
  if (queries_.Judge(whole).ok()) return whole;
  std::size_t on = 0;
  std::size_t after = 0;
  int depth = 0;
  for (std::size_t i = 1; i < tokens_.size() && after == 0; ++i) {
    const SqlToken& token = tokens_[i];
    if (token.IsSign('(') || token.IsSign('[') || token.IsSign('{')) ++depth;
    if (token.IsSign(')') || token.IsSign(']') || token.IsSign('}')) --depth;
    if (depth > 0) continue;
    if (on == 0 && token.IsWord("on")) on = i;
    if (on == 0) continue;
    for (std::string_view word : {"using", "group", "order", "limit"}) {
      if (token.IsWord(word)) after = i;
    }
  }
  if (on < 2) return Refused();
  if (after == 0) after = tokens_.size();
  if (after < on + 2) return Refused();
  TRY(queries_.Judge(fmt::format("SELECT {}", Text(on + 1, after))));
  TRY(queries_.Judge(fmt::format("FROM {}", Text(1, on))));
  TRY(queries_.Judge(
      fmt::format("PIVOT {}\nON x IN (1)\n{}", Text(1, on), Text(after, tokens_.size()))));
  return whole;
}

Result<std::string> SqlStatementJudge::Explain() {
  ++at_;
  std::string head = "EXPLAIN ";
  if (Takes("analyze")) {
    head += "ANALYZE ";
  } else if (!AtEnd() && tokens_[at_].IsSign('(') && at_ + 1 < tokens_.size() &&
             (tokens_[at_ + 1].IsWord("analyze") || tokens_[at_ + 1].IsWord("format"))) {
    head += "(";
    for (++at_; !TakesSign(')'); ++at_) {
      if (AtEnd()) return Refused();
      if (tokens_[at_].IsSign(',')) {
        head += ", ";
      } else if (tokens_[at_].kind == SqlToken::Kind::kWord) {
        head += tokens_[at_].value + " ";
      } else {
        return Refused();
      }
    }
    head += ") ";
  }
  TRY_ASSIGN(const std::string query, Query());
  return head + query;
}

Result<std::string> SqlStatementJudge::Set() {
  ++at_;
  if (Takes("variable")) {
    TRY_ASSIGN(const std::string name, Identifier());
    if (!TakesSign('=') && !Takes("to")) return Refused();
    const std::string value = Rest();
    TRY(queries_.Judge(fmt::format("SELECT ({}\n)", value)));
    return fmt::format("SET VARIABLE {} = ({}\n)", name, value);
  }
  // Which scope a setting has is its own affair.
  for (std::string_view scope : {"global", "session", "local"}) {
    if (Takes(scope)) break;
  }
  if (AtEnd() || !tokens_[at_].IsIdentifier()) return Refused();
  const std::string setting = tokens_[at_++].value;
  if (!IsAllowedSetting(setting)) {
    return Refused(fmt::format("the setting {} is not for reading", setting));
  }
  if (!TakesSign('=') && !Takes("to")) return Refused();
  if (!AtEnd() && MayNameMetadata(tokens_[at_].value)) return Refused();
  TRY_ASSIGN(const std::string value, Literal());
  if (!AtEnd()) return Refused();
  return fmt::format("SET {} = {}", setting, value);
}

Result<std::string> SqlStatementJudge::Reset() {
  ++at_;
  if (Takes("variable")) {
    TRY_ASSIGN(const std::string name, Identifier());
    if (!AtEnd()) return Refused();
    return fmt::format("RESET VARIABLE {}", name);
  }
  if (AtEnd() || !IsAllowedSetting(tokens_[at_].value)) return Refused();
  const std::string setting = tokens_[at_++].value;
  if (!AtEnd()) return Refused();
  return fmt::format("RESET {}", setting);
}

Result<std::string> SqlStatementJudge::Pragma() {
  ++at_;
  if (AtEnd() || !IsAllowedPragma(tokens_[at_].value)) {
    return Refused(AtEnd() ? ""
                           : fmt::format("the pragma {} is not for reading", tokens_[at_].value));
  }
  std::string out = fmt::format("PRAGMA {}", tokens_[at_++].value);
  if (AtEnd()) return out;
  if (!TakesSign('(')) return Refused();
  TRY_ASSIGN(const std::string argument, Literal());
  if (!TakesSign(')') || !AtEnd()) return Refused();
  return fmt::format("{}({})", out, argument);
}

Result<std::string> SqlStatementJudge::Use() {
  ++at_;
  TRY_ASSIGN(const std::string name, DottedName());
  if (!AtEnd() || MayNameMetadata(name)) return Refused();
  return fmt::format("USE {}", name);
}

Result<std::string> SqlStatementJudge::TransactionWord() {
  const std::string word = tokens_[at_++].value;
  for (std::string_view noise : {"transaction", "work"}) {
    if (Takes(noise)) break;
  }
  if (!AtEnd()) return Refused();
  if (word == "begin" || word == "start") return std::string("BEGIN TRANSACTION");
  return std::string(word == "commit" || word == "end" ? "COMMIT" : "ROLLBACK");
}

// Only what lives in the session.
Result<std::string> SqlStatementJudge::Create() {
  ++at_;
  const bool replace = Takes("or") && Takes("replace");
  if (!Takes("temp") && !Takes("temporary")) return Refused();
  const std::string head = replace ? "CREATE OR REPLACE TEMP" : "CREATE TEMP";
  Result<std::string> rest = Refused();
  if (Takes("table")) {
    rest = CreateFromQuery("TABLE");
  } else if (Takes("view")) {
    rest = CreateFromQuery("VIEW");
  } else if (Takes("macro") || Takes("function")) {
    rest = CreateMacro();
  }
  if (!rest.ok()) return rest;
  return fmt::format("{} {}", head, *rest);
}

Result<std::string> SqlStatementJudge::CreateFromQuery(std::string_view what) {
  const std::string condition = IfExists();
  TRY_ASSIGN(const std::string name, DottedName());
  TRY_ASSIGN(const std::string columns, NameList());
  if (MayNameMetadata(name) || !Takes("as")) return Refused();
  TRY_ASSIGN(const std::string query, Query());
  return fmt::format("{} {}{} {} AS {}", what, condition, name, columns, query);
}

Result<std::string> SqlStatementJudge::CreateMacro() {
  const std::string condition = IfExists();
  TRY_ASSIGN(const std::string name, Identifier());
  const std::string plain = tokens_[at_ - 1].value;
  TRY_ASSIGN(const std::string parameters, NameList());
  if (parameters.empty() && !(TakesSign('(') && TakesSign(')'))) return Refused();
  if (!Takes("as")) return Refused();
  std::string body;
  if (Takes("table")) {
    TRY_ASSIGN(const std::string query, Query());
    body = fmt::format("TABLE {}", query);
  } else {
    TRY(queries_.Judge(fmt::format("SELECT ({}\n)", Rest())));
    body = fmt::format("({}\n)", Rest());
  }
  queries_.AllowMacro(plain);
  return fmt::format("MACRO {}{}{} AS {}", condition, name, parameters.empty() ? "()" : parameters,
                     body);
}

Result<std::string> SqlStatementJudge::Drop() {
  ++at_;
  std::string what;
  if (Takes("table")) {
    what = "TABLE";
  } else if (Takes("view")) {
    what = "VIEW";
  } else if (Takes("macro") || Takes("function")) {
    what = Takes("table") ? "MACRO TABLE" : "MACRO";
  } else {
    return Refused();
  }
  const std::string condition = IfExists();
  TRY_ASSIGN(const std::string name, DottedName());
  if (!AtEnd() || MayNameMetadata(name)) return Refused();
  return fmt::format("DROP {} {}{}", what, condition, name);
}

Result<std::string> SqlStatementJudge::Prepare() {
  ++at_;
  TRY_ASSIGN(const std::string name, Identifier());
  if (!Takes("as")) return Refused();
  TRY_ASSIGN(const std::string query, Query());
  return fmt::format("PREPARE {} AS {}", name, query);
}

Result<std::string> SqlStatementJudge::Execute() {
  ++at_;
  TRY_ASSIGN(const std::string name, Identifier());
  if (AtEnd()) return fmt::format("EXECUTE {}", name);
  if (!tokens_[at_].IsSign('(')) return Refused();
  const std::string arguments = Rest();
  // Named ones are those of a call.
  TRY(queries_.Judge(fmt::format("SELECT struct_pack{}", arguments)));
  return fmt::format("EXECUTE {}{}", name, arguments);
}

Result<std::string> SqlStatementJudge::Deallocate() {
  at_ += tokens_.size() > 2 ? 2u : 1u;  // DEALLOCATE [PREPARE] name
  TRY_ASSIGN(const std::string name, Identifier());
  if (!AtEnd()) return Refused();
  return fmt::format("DEALLOCATE {}", name);
}

// A CALL is a query over a function.
Result<std::string> SqlStatementJudge::Call() {
  ++at_;
  std::string query = fmt::format("SELECT * FROM {}", Rest());
  TRY(queries_.Judge(query));
  return query;
}

bool SqlStatementJudge::Takes(std::string_view word) {
  if (AtEnd() || !tokens_[at_].IsWord(word)) return false;
  ++at_;
  return true;
}

bool SqlStatementJudge::TakesSign(char sign) {
  if (AtEnd() || !tokens_[at_].IsSign(sign)) return false;
  ++at_;
  return true;
}

Result<std::string> SqlStatementJudge::Identifier() {
  if (AtEnd() || !tokens_[at_].IsIdentifier()) return Refused();
  const SqlToken& token = tokens_[at_++];
  // A word keeps its case.
  return QuoteIdentifier(token.kind == SqlToken::Kind::kName
                             ? std::string_view(token.value)
                             : sql_.substr(token.begin, token.end - token.begin));
}

Result<std::string> SqlStatementJudge::DottedName() {
  TRY_ASSIGN(std::string name, Identifier());
  while (TakesSign('.')) {
    TRY_ASSIGN(const std::string part, Identifier());
    name += "." + part;
  }
  return name;
}

std::string SqlStatementJudge::IfExists() {
  if (!Takes("if")) return "";
  const bool negated = Takes("not");
  return Takes("exists") ? (negated ? "IF NOT EXISTS " : "IF EXISTS ") : "";
}

Result<std::string> SqlStatementJudge::NameList() {
  if (at_ + 1 >= tokens_.size() || !tokens_[at_].IsSign('(') || tokens_[at_ + 1].IsSign(')')) {
    return std::string();
  }
  std::string out = "(";
  do {
    ++at_;
    TRY_ASSIGN(const std::string name, Identifier());
    out += (out.size() > 1 ? ", " : "") + name;
  } while (!AtEnd() && tokens_[at_].IsSign(','));
  if (!TakesSign(')')) return Refused();
  return out + ")";
}

Result<std::string> SqlStatementJudge::Literal() {
  if (AtEnd() || tokens_[at_].kind == SqlToken::Kind::kSign) return Refused();
  return QuoteLiteral(tokens_[at_++].value);
}

std::string SqlStatementJudge::Rest() const { return Text(at_, tokens_.size()); }

std::string SqlStatementJudge::Text(std::size_t first, std::size_t last) const {
  if (first >= last) return "";
  const std::size_t begin = tokens_[first].begin;
  return std::string(sql_.substr(begin, tokens_[last - 1].end - begin));
}

}  // namespace lake
