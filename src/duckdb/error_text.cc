#include "duckdb/error_text.h"

#include <algorithm>
#include <cctype>

namespace lake {
namespace {

constexpr std::string_view kWrappers[] = {
    "Attempting to execute an unsuccessful or closed pending query result",
    "Attempting to fetch from an unsuccessful query result",
    "Attempting to fetch from an unsuccessful or closed streaming query result"};
// The statements that DuckLake's catalogs quote follow these words, up to `": cause`.
constexpr std::string_view kQuotes[] = {"Failed to execute query \"", "Failed to prepare query \"",
                                        "Failed to prepare COPY \"", "Failed to execute COPY \""};
// Advice about settings and commands that users of this program do not have.
constexpr std::string_view kAdvice[] = {
    "Possible solutions:",   "Database is launched in in-memory mode",
    "Please try installing", "See also https://duckdb.org",
    "Candidate extensions:", "You can try to resolve this by enabling"};
// PostgreSQL's second lines hold values of rows.
constexpr std::string_view kDetails[] = {"DETAIL:", "CONTEXT:"};
constexpr std::string_view kRetryHead = "Exceeded the maximum retry count";
constexpr std::string_view kRetryTail = "Consider increasing the value with: e.g., \"";

void Erase(std::string& text, std::size_t begin, std::size_t end) {
  text.erase(begin, std::min(end, text.size()) - begin);
}

// Where the cause starts behind a quoted statement that begins at `begin`; statements hold quotes
// themselves, so the last place counts, and the server's own mark before any other.
std::size_t EndOfStatement(std::string_view text, std::size_t begin) {
  for (std::string_view mark : {"\": ERROR:", "\": FATAL:", "\": PANIC:", "\": "}) {
    if (const std::size_t at = text.rfind(mark); at != text.npos && at >= begin) return at + 1;
  }
  return text.npos;
}

void DropStatements(std::string& text) {
  for (std::string_view quote : kQuotes) {
    for (std::size_t at = text.find(quote); at != text.npos; at = text.find(quote, at)) {
      at += quote.size() - 2;  // before ` "`
      Erase(text, at, EndOfStatement(text, at));
    }
  }
}

// "Exceeded the maximum ... setting.\n. Consider increasing ... \"SET ... = 0;\"\n": says nothing.
void DropRetryCount(std::string& text) {
  const std::size_t begin = text.find(kRetryHead);
  if (begin == text.npos) return;
  const std::size_t tail = text.find(kRetryTail, begin);
  if (tail == text.npos) return;
  const std::size_t quote = text.find('"', tail + kRetryTail.size());
  if (quote != text.npos) Erase(text, begin, quote + 1);
}

// Lines joined by spaces, up to the picture of the statement that ends DuckDB's and PostgreSQL's
// errors.
std::string OneLine(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("LINE ")) break;
    if (std::ranges::any_of(kDetails, [&](auto word) { return line.starts_with(word); })) break;
    while (!line.empty() && (line.front() == ' ' || line.front() == '\t')) line.remove_prefix(1);
    if (line.empty()) continue;
    if (!out.empty()) out += ' ';
    out += line;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

// Whether a single quote here opens a quotation, rather than being an apostrophe.
bool OpensQuotation(std::string_view text, std::size_t at) {
  if (text[at] == '"') return true;
  return text[at] == '\'' &&
         (at == 0 || std::isalnum(static_cast<unsigned char>(text[at - 1])) == 0);
}

// A cut never falls into the middle of a character.
std::size_t CharacterStart(std::string_view text, std::size_t at) {
  while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
  return at;
}

}  // namespace

std::string_view WithoutWrapper(std::string_view text) {
  constexpr std::string_view kError = "Error: ";
  for (bool found = true; found;) {
    found = false;
    for (const std::string_view wrapper : kWrappers) {
      const std::size_t at = text.find(wrapper);
      if (at == text.npos) continue;
      const std::size_t inner = text.find(kError, at + wrapper.size());
      if (inner == text.npos) continue;
      text.remove_prefix(inner + kError.size());
      found = true;
    }
  }
  return text;
}

std::string PlainErrorText(std::string_view text) {
  std::string out(WithoutWrapper(text));
  DropStatements(out);
  DropRetryCount(out);
  for (std::string_view advice : kAdvice) {
    if (const std::size_t at = out.find(advice); at != out.npos) out.erase(at);
  }
  return OneLine(out);
}

std::string UnquotedErrorText(std::string_view plain) {
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (OpensQuotation(plain, i)) {
      // Without an end it is no quotation.
      if (const std::size_t end = plain.find(plain[i], i + 1); end != plain.npos) {
        out += "\"\"";
        i = end;
        continue;
      }
    }
    out += static_cast<char>(std::tolower(static_cast<unsigned char>(plain[i])));
  }
  return out;
}

std::string ShortErrorText(std::string plain) {
  constexpr std::string_view kGap = " ... ";
  constexpr std::size_t kHeadBytes = 150;
  if (plain.size() <= kErrorTextBytesMax) return plain;
  const std::size_t head = CharacterStart(plain, kHeadBytes);
  std::size_t tail = plain.size() - (kErrorTextBytesMax - kHeadBytes - kGap.size());
  while (tail < plain.size() && (static_cast<unsigned char>(plain[tail]) & 0xC0) == 0x80) ++tail;
  return plain.substr(0, head) + std::string(kGap) + plain.substr(tail);
}

}  // namespace lake
