// An HTTP server on a free loopback port that answers exactly the bytes a test gives it: right, cut
// short, slow or never. One request per connection, unless an answer keeps it open. The handler
// runs on several threads at once.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <string>
#include <thread>

#include "base/unique_fd.h"

namespace lake::testing {

struct HttpExchange {
  std::string method;
  std::string target;                          // "/path?query"
  std::map<std::string, std::string> headers;  // lower-case names
  std::string body;
};

class HttpScriptServer {
 public:
  struct Answer {
    std::string bytes;       // with status line and headers
    bool silent = false;     // the connection stays open after them, and nothing more comes
    bool keep_open = false;  // the connection's next request is answered, too
    std::chrono::milliseconds delay{0};  // before the first byte
  };
  using Handler = std::function<Answer(const HttpExchange&)>;

  explicit HttpScriptServer(Handler handler);
  ~HttpScriptServer();

  int port() const { return port_; }
  std::string url() const;
  int requests() const { return requests_; }

  // A whole answer with its Content-Length.
  static Answer Ok(const std::string& body, const std::string& headers = "");
  static Answer Status(int status, const std::string& headers = "", const std::string& body = "");
  // The same over a connection that stays open, as object stores do it.
  static Answer OkKeptOpen(const std::string& body);

 private:
  void Accept(const std::stop_token& stop);
  void Serve(UniqueFd connection, const std::stop_token& stop);
  bool AnswerOne(int connection, const std::stop_token& stop);

  Handler handler_;
  UniqueFd listener_;
  int port_ = 0;
  std::atomic<int> requests_ = 0;
  std::list<std::jthread> serving_;  // only for the acceptor
  std::jthread acceptor_;
};

}  // namespace lake::testing
