#include "net/http_client.h"

#include <fmt/format.h>

#include <utility>

#include "net/http_session.h"

namespace lake {
namespace {

// Connections kept open when nobody uses them.
constexpr std::size_t kIdleSessionsMax = 32;
// What a server says of an error, as far as a message repeats it.
constexpr std::size_t kDetailMax = 300;

CURLcode StartCurlOnce() {
  static const CURLcode code = curl_global_init(CURL_GLOBAL_DEFAULT);
  return code;
}

}  // namespace

std::string_view HttpAnswer::header(const std::string& name) const {
  const auto found = headers.find(name);
  return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

HttpClient::HttpClient(const NetworkOptions& options) : options_(options) {}

HttpClient::~HttpClient() = default;

Result<HttpAnswer> HttpClient::Send(const HttpRequest& request, const std::stop_token& stop) {
  if (const CURLcode code = StartCurlOnce(); code != CURLE_OK) {
    return Error{Code::kInternal,
                 fmt::format("libcurl does not start: {}", curl_easy_strerror(code))};
  }
  std::unique_ptr<HttpSession> session;
  {
    const std::lock_guard lock(mutex_);
    if (!idle_.empty()) {
      session = std::move(idle_.back());
      idle_.pop_back();
    }
  }
  if (session == nullptr) session = std::make_unique<HttpSession>(options_);
  Result<HttpAnswer> answer = session->Send(request, stop);
  const std::lock_guard lock(mutex_);
  if (idle_.size() < kIdleSessionsMax) idle_.push_back(std::move(session));
  return answer;
}

Error HttpStatusError(int status, std::string_view detail) {
  std::string message = fmt::format("HTTP status {}", status);
  if (!detail.empty()) message += fmt::format(": {}", detail.substr(0, kDetailMax));
  if (status == 404 || status == 410) return {Code::kNotFound, std::move(message)};
  if (status == 408 || status == 429 || status >= 500) {
    return {Code::kUnavailable, std::move(message)};
  }
  return {Code::kInvalidArgument, std::move(message)};
}

}  // namespace lake
