#include "net/http_head.h"

#include <algorithm>
#include <utility>

namespace lake {
namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
  });
  return lower;
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

bool IsPrintable(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; });
}

// Takes the next line off `text`, without its end.
std::string_view TakeLine(std::string_view& text) {
  const std::size_t end = std::min(text.find('\n'), text.size());
  std::string_view line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

// "GET /path?query HTTP/1.1"; the status to refuse with, or 0.
int ReadRequestLine(std::string_view line, HttpCall& call) {
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == line.npos || last == first) return 400;
  const std::string_view target = line.substr(first + 1, last - first - 1);
  const std::string_view version = line.substr(last + 1);
  call.method = line.substr(0, first);
  if (call.method.empty() || !IsPrintable(call.method) || !IsPrintable(target)) return 400;
  if (!target.starts_with('/')) return 400;
  if (version != "HTTP/1.1" && version != "HTTP/1.0") {
    return version.starts_with("HTTP/") ? 505 : 400;
  }
  call.keep_alive = version == "HTTP/1.1";
  const std::size_t question = std::min(target.find('?'), target.size());
  call.path = target.substr(0, question);
  if (question < target.size()) call.query = target.substr(question + 1);
  return 0;
}

}  // namespace

std::string_view HttpCall::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

std::optional<std::size_t> EndOfHttpHead(std::string_view bytes) {
  for (std::size_t at = bytes.find('\n'); at != bytes.npos; at = bytes.find('\n', at + 1)) {
    const std::string_view rest = bytes.substr(at + 1);
    if (rest.starts_with('\n')) return at + 2;
    if (rest.starts_with("\r\n")) return at + 3;
  }
  return std::nullopt;
}

ParsedHead ParseHttpHead(std::string_view head) {
  ParsedHead parsed;
  HttpCall& call = parsed.call;
  parsed.status = ReadRequestLine(TakeLine(head), call);
  if (parsed.status != 0) return parsed;
  const auto refuse = [&](int status) {
    parsed.status = status;
    return std::move(parsed);
  };
  std::size_t count = 0;
  while (!head.empty()) {
    const std::string_view line = TakeLine(head);
    if (line.empty()) break;
    if (++count > kHttpHeadersMax) return refuse(431);
    const std::size_t colon = line.find(':');
    if (colon == line.npos || colon == 0 || !IsPrintable(line.substr(0, colon))) return refuse(400);
    call.headers.insert_or_assign(Lower(line.substr(0, colon)),
                                  std::string(Trim(line.substr(colon + 1))));
  }
  const std::string_view length = call.header("content-length");
  if ((!length.empty() && length != "0") || !call.header("transfer-encoding").empty()) {
    return refuse(413);
  }
  if (call.method != "GET" && call.method != "HEAD") return refuse(405);
  const std::string connection = Lower(call.header("connection"));
  if (connection == "close") call.keep_alive = false;
  if (connection == "keep-alive") call.keep_alive = true;
  return parsed;
}

}  // namespace lake
