#include "base/conninfo.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/redact.h"

namespace lake {
namespace {

constexpr std::size_t kConnInfoBytesMax = 4096;

constexpr auto kKeys = std::to_array<std::string_view>({"application_name",
                                                        "channel_binding",
                                                        "client_encoding",
                                                        "connect_timeout",
                                                        "dbname",
                                                        "fallback_application_name",
                                                        "gssdelegation",
                                                        "gssencmode",
                                                        "gsslib",
                                                        "host",
                                                        "hostaddr",
                                                        "keepalives",
                                                        "keepalives_count",
                                                        "keepalives_idle",
                                                        "keepalives_interval",
                                                        "krbsrvname",
                                                        "load_balance_hosts",
                                                        "max_protocol_version",
                                                        "min_protocol_version",
                                                        "options",
                                                        "passfile",
                                                        "password",
                                                        "port",
                                                        "replication",
                                                        "require_auth",
                                                        "requirepeer",
                                                        "require_peer",
                                                        "requiressl",
                                                        "service",
                                                        "servicefile",
                                                        "ssl_max_protocol_version",
                                                        "ssl_min_protocol_version",
                                                        "sslcert",
                                                        "sslcertmode",
                                                        "sslcompression",
                                                        "sslcrl",
                                                        "sslcrldir",
                                                        "sslkey",
                                                        "sslmode",
                                                        "sslnegotiation",
                                                        "sslpassword",
                                                        "sslrootcert",
                                                        "sslsni",
                                                        "target_session_attrs",
                                                        "tcp_user_timeout",
                                                        "user"});
constexpr auto kSecretKeys = std::to_array<std::string_view>({"password", "sslpassword"});

Error Wrong(std::string_view what) {
  return {Code::kInvalidArgument,
          fmt::format("the PostgreSQL connection string is wrong: {}", what)};
}

bool IsBlank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

Status Add(ConnInfo& info, std::string key, std::string value) {
  if (std::ranges::find(kKeys, key) == kKeys.end()) {
    // An unknown key may be a part of a password.
    return Wrong(
        "a key is none of PostgreSQL's (a blank or a quote in a password is written "
        "password='a\\'b c')");
  }
  if (value.find('\0') != value.npos) return Wrong("a value holds a zero byte");
  if (key == "password") {
    info.password = std::move(value);
    return {};
  }
  if (key == "host" && value.find('@') != value.npos) {
    return Wrong("there is an @ in the host; in an address an @ of a password is written %40");
  }
  info.values.emplace_back(std::move(key), std::move(value));
  return {};
}

// One value of the key=value form, from text[at].
Result<std::string> PairValue(std::string_view text, std::size_t& at) {
  const bool quoted = at < text.size() && text[at] == '\'';
  if (quoted) ++at;
  std::string value;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (quoted ? c == '\'' : IsBlank(c)) break;
    if (c == '\\') {
      if (++at == text.size()) break;
      c = text[at];
    }
    value += c;
  }
  if (!quoted) return value;
  if (at == text.size()) return Wrong("a quote is not closed");
  ++at;
  return value;
}

Status ParsePairs(std::string_view text, ConnInfo& info) {
  std::size_t at = 0;
  const auto skip_blanks = [&] {
    while (at < text.size() && IsBlank(text[at])) ++at;
  };
  for (skip_blanks(); at < text.size(); skip_blanks()) {
    const std::size_t begin = at;
    while (at < text.size() && text[at] != '=' && !IsBlank(text[at])) ++at;
    std::string key(text.substr(begin, at - begin));
    skip_blanks();
    if (at == text.size() || text[at] != '=') {
      return Wrong("a word has no = after it (a password with blanks needs quotes)");
    }
    ++at;
    skip_blanks();
    TRY_ASSIGN(std::string value, PairValue(text, at));
    TRY(Add(info, std::move(key), std::move(value)));
  }
  return {};
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

Result<std::string> Decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    const int high = i + 2 < text.size() ? HexDigit(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? HexDigit(text[i + 2]) : -1;
    if (high < 0 || low < 0) return Wrong("a % is not followed by two hexadecimal digits");
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

Status AddDecoded(ConnInfo& info, std::string_view key, std::string_view value) {
  if (value.empty()) return {};
  if (std::ranges::find(kSecretKeys, key) != kSecretKeys.end()) KeepSecret(value);  // as spelled
  TRY_ASSIGN(std::string plain, Decoded(value));
  return Add(info, std::string(key), std::move(plain));
}

// host[:port], several of them with commas; a host in brackets may hold colons.
Status ParseHosts(std::string_view text, ConnInfo& info) {
  std::string hosts;
  std::string ports;
  bool first = true;
  while (first || !text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view one = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    std::string_view port;
    const std::size_t bracket = one.starts_with('[') ? one.find(']') : 0;
    if (bracket == one.npos) return Wrong("a [ of a host is not closed");
    if (const std::size_t colon = one.find(':', bracket); colon != one.npos) {
      port = one.substr(colon + 1);
      one = one.substr(0, colon);
    }
    if (one.starts_with('[')) one = one.substr(1, bracket - 1);
    hosts += (first ? "" : ",") + std::string(one);
    ports += (first ? "" : ",") + std::string(port);
    first = false;
  }
  TRY(AddDecoded(info, "host", hosts));
  if (ports.find_first_not_of(',') == ports.npos) return {};
  if (ports.find_first_not_of("0123456789,") != ports.npos) {
    return Wrong("a port is no number; in an address a : of a password is written %3A");
  }
  return AddDecoded(info, "port", ports);
}

Status ParseParameters(std::string_view text, ConnInfo& info) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view one = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t equals = one.find('=');
    if (equals == one.npos) return Wrong("a parameter of the address has no =");
    TRY(AddDecoded(info, one.substr(0, equals), one.substr(equals + 1)));
  }
  return {};
}

Status ParseAddress(std::string_view text, ConnInfo& info) {
  text.remove_prefix(text.find("://") + 3);
  const std::size_t query = std::min(text.find('?'), text.size());
  std::string_view place = text.substr(0, query);
  const std::string_view parameters = text.substr(std::min(query + 1, text.size()));
  if (const std::size_t at = place.find_first_of("@/"); at != place.npos && place[at] == '@') {
    const std::string_view login = place.substr(0, at);
    place.remove_prefix(at + 1);
    const std::size_t colon = login.find(':');
    TRY(AddDecoded(info, "user", login.substr(0, colon)));
    if (colon != login.npos) TRY(AddDecoded(info, "password", login.substr(colon + 1)));
  }
  const std::size_t slash = std::min(place.find('/'), place.size());
  TRY(ParseHosts(place.substr(0, slash), info));
  TRY(AddDecoded(info, "dbname", place.substr(std::min(slash + 1, place.size()))));
  return ParseParameters(parameters, info);
}

std::string Quoted(std::string_view value) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,+";
  if (!value.empty() && value.find_first_not_of(kPlain) == value.npos) return std::string(value);
  std::string out = "'";
  for (char c : value) {
    if (c == '\'' || c == '\\') out += '\\';
    out += c;
  }
  return out + "'";
}

}  // namespace

Result<ConnInfo> ParseConnInfo(std::string_view text) {
  if (text.size() > kConnInfoBytesMax) return Wrong("it is longer than 4096 bytes");
  ConnInfo info;
  const bool address = text.starts_with("postgresql://") || text.starts_with("postgres://");
  TRY(address ? ParseAddress(text, info) : ParsePairs(text, info));
  KeepSecret(info.password);
  for (const auto& [key, value] : info.values) {
    if (std::ranges::find(kSecretKeys, key) != kSecretKeys.end()) KeepSecret(value);
  }
  return info;
}

std::string ConnInfoText(const ConnInfo& info) {
  std::string out;
  for (const auto& [key, value] : info.values) {
    out += fmt::format("{}{}={}", out.empty() ? "" : " ", key, Quoted(value));
  }
  return out;
}

}  // namespace lake
