// The head of an HTTP/1 request: read strictly out of hostile bytes. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace lake {

// Of the whole head: request line and headers.
inline constexpr std::size_t kHttpHeadBytesMax = std::size_t{8} << 10;
inline constexpr std::size_t kHttpHeadersMax = 64;

struct HttpCall {
  std::string method;
  std::string path;                            // as sent, without the query
  std::string query;                           // behind '?', as sent; "" = none
  std::map<std::string, std::string> headers;  // names in lower case; of doubles the last
  bool keep_alive = false;

  // "" when there is none.
  std::string_view header(const std::string& name) const;
};

// Where the head ends (behind its empty line) in what has come so far; nullopt when it does not
// yet.
std::optional<std::size_t> EndOfHttpHead(std::string_view bytes);

// `status` is 0 and `call` filled, or the status to refuse with: 400 not a request, 405 neither GET
// nor HEAD, 413 with a body, 431 too many headers, 505 another version.
struct ParsedHead {
  int status = 0;
  HttpCall call;
};
ParsedHead ParseHttpHead(std::string_view head);

}  // namespace lake
