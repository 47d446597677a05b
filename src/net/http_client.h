// HTTP and HTTPS requests with everything bounded: time to connect, silence, size of the answer,
// number of redirects. One attempt each; what is worth repeating is the caller's to decide by the
// error's code. An answer is whole or an error: a body shorter than announced, or one whose end
// nothing announces, is kUnavailable.
//
// Thread-safe: each call takes a connection of its own out of a pool, and leaves it there open.
// Errors: kUnavailable (cannot connect, timeout, broken off), kInvalidArgument (no such scheme,
// certificate refused, too many redirects), kResourceExhausted (answer above max_bytes),
// kCancelled. An HTTP status is an answer, not an error.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "net/network_options.h"

namespace lake {

enum class HttpMethod : unsigned char { kGet, kHead, kPost };

struct HttpRequest {
  HttpMethod method = HttpMethod::kGet;
  std::string url = {};
  std::vector<std::string> headers = {};  // "Name: value"
  std::string body = {};                  // of a POST
  std::uint64_t max_bytes = 0;            // of the answer's body
  bool follow_redirects = true;           // at most five, never from https to http
};

struct HttpAnswer {
  int status = 0;
  std::map<std::string, std::string> headers;  // names in lower case; of doubles the last
  std::vector<std::uint8_t> body;

  // "" when there is none.
  std::string_view header(const std::string& name) const;
};

class HttpSession;

class HttpClient {
 public:
  explicit HttpClient(const NetworkOptions& options);
  ~HttpClient();

  Result<HttpAnswer> Send(const HttpRequest& request, const std::stop_token& stop);

 private:
  const NetworkOptions options_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<HttpSession>> idle_;
};

// What a status above 299 means to somebody who wanted an object: 404 and 410 kNotFound, 408, 429
// and 5xx kUnavailable, others kInvalidArgument. `detail` is what the server says of it, cut.
Error HttpStatusError(int status, std::string_view detail);

}  // namespace lake
