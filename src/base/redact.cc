#include "base/redact.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string_view>

namespace lake {
namespace {

constexpr std::string_view kMask = "***";

// A key that ends in one of these names a secret. Compared in lower case with '-' read as '_'.
constexpr std::string_view kSecretEndings[] = {
    "password",   "passwd", "pwd",        "secret",      "token",   "signature",    "credential",
    "access_key", "apikey", "secret_key", "private_key", "api_key", "authorization"};

char Lower(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<char>(c - 'A' + 'a');
  return c == '-' ? '_' : c;
}

bool IsWord(char c) {
  const char l = Lower(c);
  return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || l == '_' || l == '.';
}

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool NamesSecret(std::string_view key) {
  std::string name(key);
  std::transform(name.begin(), name.end(), name.begin(), Lower);
  if (name == "sig" || name.ends_with("_sig")) return true;
  return std::any_of(std::begin(kSecretEndings), std::end(kSecretEndings),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

std::size_t SkipSpaces(std::string_view text, std::size_t i) {
  while (i < text.size() && (text[i] == ' ' || text[i] == '\t')) ++i;
  return i;
}

// End of the user information that starts at `begin` (after "://"), that is, the position of its
// '@'; npos when there is none. A raw '/' inside a password is tolerated unless what precedes it is
// a port.
std::size_t FindUserInfoEnd(std::string_view text, std::size_t begin) {
  const std::size_t limit = std::min(text.find_first_of(" \t\r\n\"'<>", begin), text.size());
  const std::size_t slash = std::min(text.find_first_of("/?#", begin), limit);
  const std::string_view authority = text.substr(begin, slash - begin);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) return begin + at;
  const std::size_t colon = authority.find(':');
  if (colon == std::string_view::npos) return std::string_view::npos;
  const std::string_view port = authority.substr(colon + 1);
  if (std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::string_view::npos;
  }
  const std::size_t at = text.substr(0, limit).rfind('@');
  return at != std::string_view::npos && at > slash ? at : std::string_view::npos;
}

// A secret's place in the text; npos begin = none.
struct Span {
  std::size_t begin = std::string_view::npos;
  std::size_t end = 0;
};

// `scheme` is where "://" stands.
Span FindUrlSecret(std::string_view text, std::size_t scheme) {
  const std::size_t begin = scheme + 3;
  const std::size_t at = FindUserInfoEnd(text, begin);
  if (at == std::string_view::npos) return {};
  const std::size_t colon = text.substr(0, at).find(':', begin);
  if (colon != std::string_view::npos) return {colon + 1, at};
  // A user name alone is a token on the web, and only a name elsewhere.
  const std::string_view before = text.substr(0, scheme);
  if (before.ends_with("http") || before.ends_with("https")) return {begin, at};
  return {};
}

std::size_t FindQuoteEnd(std::string_view text, std::size_t begin, char quote) {
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == quote) {
      if (i + 1 == text.size() || text[i + 1] != quote) return i;
      ++i;
    }
  }
  return text.size();
}

// The value of the key [key_begin, key_end), if one follows.
Span FindValue(std::string_view text, std::size_t key_begin, std::size_t key_end) {
  std::size_t i = key_end;
  if (i < text.size() && (text[i] == '"' || text[i] == '\'')) ++i;  // the key's own quote
  i = SkipSpaces(text, i);
  const bool separated = i < text.size() && (text[i] == '=' || text[i] == ':');
  if (separated) i = SkipSpaces(text, i + 1);
  if (i >= text.size()) return {};
  if (text[i] == '\'' || (separated && text[i] == '"')) {
    return {i + 1, FindQuoteEnd(text, i + 1, text[i])};
  }
  if (!separated) return {};
  for (std::string_view scheme : {"Bearer ", "Basic ", "bearer ", "basic "}) {
    if (text.substr(i).starts_with(scheme)) i += scheme.size();
  }
  const bool in_query = key_begin > 0 && (text[key_begin - 1] == '?' || text[key_begin - 1] == '&');
  std::size_t end = i;
  while (end < text.size() && !IsSpace(text[end]) && text[end] != '"' && text[end] != '\'' &&
         !(in_query && (text[end] == '&' || text[end] == '#'))) {
    ++end;
  }
  return {i, end};
}

// The secret that the word [begin, end) announces.
Span FindSecretAfterWord(std::string_view text, std::size_t begin, std::size_t end) {
  const std::string_view word = text.substr(begin, end - begin);
  if (word == "Bearer" && end < text.size() && text[end] == ' ') {
    const std::size_t start = end + 1;
    std::size_t stop = start;
    while (stop < text.size() && !IsSpace(text[stop]) && text[stop] != '"' && text[stop] != '\'') {
      ++stop;
    }
    return {start, stop};
  }
  if (text.substr(end).starts_with("://")) return FindUrlSecret(text, end);
  return NamesSecret(word) ? FindValue(text, begin, end) : Span{};
}

}  // namespace

std::string Redact(std::string text) {
  const std::string_view in = text;
  std::string out;
  out.reserve(in.size());
  std::size_t i = 0;
  while (i < in.size()) {
    if (!IsWord(in[i])) {
      out += in[i++];
      continue;
    }
    std::size_t end = i;
    while (end < in.size() && IsWord(in[end])) ++end;
    const Span secret = FindSecretAfterWord(in, i, end);
    if (secret.begin == std::string_view::npos || secret.begin >= secret.end) {
      out.append(in.substr(i, end - i));
      i = end;
      continue;
    }
    out.append(in.substr(i, secret.begin - i));
    out.append(kMask);
    i = secret.end;
  }
  return out;
}

}  // namespace lake
