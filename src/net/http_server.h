// A small HTTP/1 server for answers out of memory: GET and HEAD, no bodies, no ranges, no TLS.
//
// Built for ports that strangers reach. One thread owns every connection and waits on all of them
// at once, so slow clients cost a slot and never a worker; a request has two seconds in all to
// arrive and five to be taken away; its head has at most 8 KiB (431 above) and its connection holds
// no more memory than that. When all slots are taken, the connection that has waited longest goes.
// `answer` runs on a few threads, several at once; its exceptions are a 500, and a 503 when memory
// ran out. The destructor waits for the answers under way.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "net/http_head.h"

namespace lake {

struct HttpReply {
  int status = 200;
  std::string content_type = "text/plain";
  std::string body = {};
};

struct HttpServerOptions {
  std::string address = "127.0.0.1";
  int port = 0;  // 0 = a free one
  int workers = 4;
  std::size_t connections_max = 256;
  int request_ms = 2'000;  // from the first wait for it to its last byte
  int answer_ms = 5'000;   // from the first byte of the answer to its last
  int idle_ms = 60'000;    // between two requests on one connection
};

class HttpServer {
 public:
  using Answer = std::function<HttpReply(const HttpCall&)>;

  // kUnavailable when the port cannot be had, kResourceExhausted without descriptors or
  // threads.
  static Result<std::unique_ptr<HttpServer>> Start(HttpServerOptions options, Answer answer);
  ~HttpServer();
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  int port() const { return port_; }

 private:
  class Loop;
  HttpServer();

  std::unique_ptr<Loop> loop_;
  int port_ = 0;
};

}  // namespace lake
