#include "net/url_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace lake {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

bool IsUnreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

std::string Encode(std::string_view text, std::string_view kept) {
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (IsUnreserved(c) || kept.find(c) != std::string_view::npos) {
      out += c;
      continue;
    }
    const auto byte = static_cast<std::uint8_t>(c);
    out += '%';
    out += kHexDigits[byte >> 4];
    out += kHexDigits[byte & 15];
  }
  return out;
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

}  // namespace

std::string EncodeUrl(std::string_view text) { return Encode(text, ""); }

std::string EncodeUrlPath(std::string_view path) { return Encode(path, "/"); }

std::string DecodeUrl(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int high = text[i] == '%' && i + 2 < text.size() ? HexValue(text[i + 1]) : -1;
    const int low = high >= 0 ? HexValue(text[i + 2]) : -1;
    if (low < 0) {
      out += text[i];
      continue;
    }
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

Status CheckHttpUrl(std::string_view url) {
  const std::size_t scheme = url.find("://");
  const std::string_view name = url.substr(0, std::min(scheme, url.size()));
  const std::string_view rest =
      scheme == std::string_view::npos ? std::string_view() : url.substr(scheme + 3);
  const std::string_view host = rest.substr(0, std::min(rest.find('/'), rest.size()));
  const bool odd = std::any_of(url.begin(), url.end(), [](char c) {
    return c <= ' ' || c == '?' || c == '#' || c == '@' || c == '\\' || c == '\x7F';
  });
  if ((name != "http" && name != "https") || host.empty() || odd) {
    return {Code::kInvalidArgument,
            fmt::format("{} is not an address like https://host/path (no user, no query)", url)};
  }
  return {};
}

}  // namespace lake
