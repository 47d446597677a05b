// One reusable HTTP connection over libcurl. One thread at a time. What libcurl refuses is an
// error: kResourceExhausted without memory, else kInternal.
#pragma once

#include <curl/curl.h>

#include <memory>
#include <stop_token>

#include "base/result.h"
#include "net/http_client.h"

namespace lake {

class HttpSession {
 public:
  explicit HttpSession(const NetworkOptions& options);
  ~HttpSession();
  HttpSession(const HttpSession&) = delete;
  HttpSession& operator=(const HttpSession&) = delete;

  Result<HttpAnswer> Send(const HttpRequest& request, const std::stop_token& stop);

 private:
  struct Exchange;
  Status RenewHandle();
  Status SetUp(const HttpRequest& request, Exchange& exchange);
  Result<CURLcode> Perform(Exchange& exchange, const std::stop_token& stop);
  Error DescribeFailure(CURLcode code, const HttpRequest& request, const Exchange& exchange) const;
  static std::size_t OnHeader(char* data, std::size_t size, std::size_t count, void* exchange);
  static std::size_t OnBody(char* data, std::size_t size, std::size_t count, void* exchange);

  const NetworkOptions options_;
  CURLM* multi_;
  CURL* easy_ = nullptr;  // of the request under way
};

}  // namespace lake
