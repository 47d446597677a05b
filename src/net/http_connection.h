// One connection of an HttpServer: what has come, what is to go, and until when. Without threads
// and without waiting: the server's loop calls it when the socket is ready.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/unique_fd.h"
#include "net/http_server.h"

namespace lake {

class HttpConnection {
 public:
  enum class State : std::uint8_t {
    kReading,    // waits for a request
    kAnswering,  // the request is with a worker
    kWriting,    // the answer goes out
    kDraining,   // refused: reads on for a moment, so that the refusal arrives
    kEnded,
  };

  // `now_ms` is any clock that only goes forward, here and below.
  HttpConnection(UniqueFd socket, const HttpServerOptions& options, std::int64_t now_ms);

  int socket() const { return socket_.get(); }
  State state() const { return state_; }
  // When it has to end, whatever it does. Not while a worker answers.
  std::int64_t deadline_ms() const { return deadline_ms_; }
  std::int64_t since_ms() const { return since_ms_; }
  // Of poll().
  short events() const;

  // Reads or writes as much as there is. A request when one is whole; then Reply has to follow.
  std::optional<HttpCall> OnReady(std::int64_t now_ms);
  // The answer; it goes out when the socket takes it.
  void Reply(HttpReply reply, std::int64_t now_ms);
  // The next request when it came together with the last.
  std::optional<HttpCall> TakeCall(std::int64_t now_ms);

 private:
  std::optional<HttpCall> Read(std::int64_t now_ms);
  void Write(std::int64_t now_ms);
  void Drain();
  void Refuse(int status, std::int64_t now_ms);
  void Become(State state, std::int64_t now_ms, int limit_ms);

  const UniqueFd socket_;
  const HttpServerOptions& options_;
  State state_ = State::kReading;
  std::int64_t since_ms_ = 0;
  std::int64_t deadline_ms_ = 0;
  std::string in_;
  std::string out_;
  std::size_t sent_ = 0;
  std::size_t drained_ = 0;
  bool first_byte_seen_ = false;
  bool keep_alive_ = false;
  bool head_only_ = false;
};

}  // namespace lake
