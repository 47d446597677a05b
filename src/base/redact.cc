#include "base/redact.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <iterator>
#include <mutex>
#include <vector>

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

// The secrets that were kept, longest first, so that a spelling goes before a part of it.
class KnownSecrets {
 public:
  void Keep(std::string secret) {
    constexpr std::size_t kBytesMin = 4;
    if (secret.size() < kBytesMin) return;
    const std::lock_guard lock(mutex_);
    if (std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) return;
    const auto shorter = std::find_if(secrets_.begin(), secrets_.end(), [&](const auto& other) {
      return other.size() < secret.size();
    });
    secrets_.insert(shorter, std::move(secret));
    any_.store(true, std::memory_order_release);
  }

  void Hide(std::string& text) const {
    if (!any_.load(std::memory_order_acquire)) return;
    const std::lock_guard lock(mutex_);
    for (const std::string& secret : secrets_) {
      for (std::size_t at = text.find(secret); at != std::string::npos;
           at = text.find(secret, at + kMask.size())) {
        text.replace(at, secret.size(), kMask);
      }
    }
  }

 private:
  std::atomic<bool> any_ = false;
  mutable std::mutex mutex_;
  std::vector<std::string> secrets_;
};

KnownSecrets& Known() {
  static auto* const known = new KnownSecrets;  // also for what is logged at exit
  return *known;
}

// The text with `escape` before each quote, and before itself.
std::string Escaped(std::string_view text, char escape) {
  std::string out;
  for (char c : text) {
    if (c == '\'' || c == escape) out += escape;
    out += c;
  }
  return out;
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

// "authorization", or with hyphens: "x-api-key". With anything else in front of a colon the text
// after it is prose ("serve.token: the environment variable ...").
bool IsHeaderField(std::string_view key) {
  std::string name(key);
  std::transform(name.begin(), name.end(), name.begin(), Lower);
  return name == "authorization" || key.find('-') != std::string_view::npos;
}

// A quote inside of a word belongs to an unquoted value (libpq allows it); one at its end does not.
bool EndsAtQuote(std::string_view text, std::size_t at) {
  if (text[at] != '"' && text[at] != '\'') return false;
  return at + 1 == text.size() || !IsWord(text[at + 1]);
}

// The value of the key [key_begin, key_end), if one follows.
Span FindValue(std::string_view text, std::size_t key_begin, std::size_t key_end) {
  std::size_t i = key_end;
  const bool quoted_key = i < text.size() && (text[i] == '"' || text[i] == '\'');
  if (quoted_key) ++i;
  i = SkipSpaces(text, i);
  const bool colon = i < text.size() && text[i] == ':';
  const bool separated = colon || (i < text.size() && text[i] == '=');
  if (separated) i = SkipSpaces(text, i + 1);
  // Behind a word and a colon stands prose, unless the word is a header field or the value quoted.
  const bool quoted_value = i < text.size() && (text[i] == '"' || text[i] == '\'');
  if (colon && !quoted_key && !quoted_value &&
      !IsHeaderField(text.substr(key_begin, key_end - key_begin))) {
    return {};
  }
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
  while (end < text.size() && !IsSpace(text[end]) && !EndsAtQuote(text, end) &&
         !(in_query && (text[end] == '&' || text[end] == '#'))) {
    const bool escapes = text[end] == '\\' && end + 1 < text.size();
    end += escapes ? 2u : 1u;
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

void KeepSecret(std::string_view secret) {
  Known().Keep(std::string(secret));
  Known().Keep(Escaped(secret, '\''));  // SQL
  Known().Keep(Escaped(secret, '\\'));  // libpq
}

std::string HideKnownSecrets(std::string_view text) {
  std::string out(text);
  Known().Hide(out);
  return out;
}

std::string Redact(std::string text) {
  Known().Hide(text);
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
