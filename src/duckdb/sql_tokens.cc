#include "duckdb/sql_tokens.h"

#include <algorithm>

namespace lake {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool StartsWord(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool ContinuesWord(char c) { return StartsWord(c) || IsDigit(c) || c == '$'; }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

class Scanner {
 public:
  explicit Scanner(std::string_view sql) : sql_(sql) {}

  std::vector<SqlToken> All() {
    while (SkipBlanks()) Next();
    return std::move(tokens_);
  }

 private:
  using Kind = SqlToken::Kind;

  char At(std::size_t i) const { return i < sql_.size() ? sql_[i] : '\0'; }

  // Also comments, which nest; false at the end.
  bool SkipBlanks() {
    while (at_ < sql_.size()) {
      if (IsBlank(sql_[at_])) {
        ++at_;
      } else if (sql_.substr(at_).starts_with("--")) {
        at_ = std::min(sql_.find_first_of("\r\n", at_), sql_.size());
      } else if (sql_.substr(at_).starts_with("/*")) {
        SkipComment();
      } else {
        return true;
      }
    }
    return false;
  }

  void SkipComment() {
    int depth = 0;
    do {
      if (sql_.substr(at_).starts_with("/*")) {
        ++depth;
        at_ += 2;
      } else if (sql_.substr(at_).starts_with("*/")) {
        --depth;
        at_ += 2;
      } else {
        ++at_;
      }
    } while (depth > 0 && at_ < sql_.size());
  }

  void Next() {
    const std::size_t begin = at_;
    const char c = sql_[at_];
    if (c == '\'') return Quoted(begin, '\'', false, Kind::kText);
    if (c == '"') return Quoted(begin, '"', false, Kind::kName);
    if (c == '$' && Dollars()) return;
    const bool prefixed = Lower(c) == 'e' || Lower(c) == 'b' || Lower(c) == 'x';
    if (prefixed && At(at_ + 1) == '\'') {
      ++at_;
      return Quoted(begin, '\'', Lower(c) == 'e', Kind::kText);
    }
    if (StartsWord(c)) return Run(begin, Kind::kWord, ContinuesWord);
    if (IsDigit(c)) {
      return Run(begin, Kind::kNumber, [](char d) { return ContinuesWord(d) || d == '.'; });
    }
    ++at_;
    Add(Kind::kSign, begin, std::string(1, c));
  }

  template <class Continues>
  void Run(std::size_t begin, Kind kind, Continues continues) {
    while (at_ < sql_.size() && continues(sql_[at_])) ++at_;
    std::string value(sql_.substr(begin, at_ - begin));
    std::ranges::transform(value, value.begin(), Lower);
    Add(kind, begin, std::move(value));
  }

  // The quotation that opens at at_.
  void Quoted(std::size_t begin, char quote, bool escapes, Kind kind) {
    std::string value;
    for (++at_; at_ < sql_.size(); ++at_) {
      if (escapes && sql_[at_] == '\\' && at_ + 1 < sql_.size()) {
        value += sql_[++at_];
      } else if (sql_[at_] != quote) {
        value += sql_[at_];
      } else if (At(at_ + 1) == quote) {
        value += sql_[++at_];
      } else {
        ++at_;
        break;
      }
    }
    Add(kind, begin, std::move(value));
  }

  // $tag$ ... $tag$; false when at_ is none.
  bool Dollars() {
    std::size_t end = at_ + 1;
    if (IsDigit(At(end))) return false;
    while (StartsWord(At(end)) || IsDigit(At(end))) ++end;
    if (At(end) != '$') return false;
    const std::string_view tag = sql_.substr(at_, end + 1 - at_);
    const std::size_t begin = at_;
    const std::size_t close = sql_.find(tag, end + 1);
    const std::size_t stop = std::min(close, sql_.size());
    at_ = close == sql_.npos ? sql_.size() : close + tag.size();
    Add(Kind::kText, begin, std::string(sql_.substr(end + 1, stop - end - 1)));
    return true;
  }

  void Add(Kind kind, std::size_t begin, std::string value) {
    tokens_.push_back({kind, begin, at_, std::move(value)});
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  std::vector<SqlToken> tokens_;
};

}  // namespace

std::vector<SqlToken> SqlTokens(std::string_view sql) { return Scanner(sql).All(); }

std::vector<std::span<const SqlToken>> SqlStatements(std::span<const SqlToken> tokens) {
  std::vector<std::span<const SqlToken>> out;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= tokens.size(); ++i) {
    if (i < tokens.size() && !tokens[i].IsSign(';')) continue;
    if (i > begin) out.push_back(tokens.subspan(begin, i - begin));
    begin = i + 1;
  }
  return out;
}

}  // namespace lake
