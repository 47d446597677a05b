// A connection to PostgreSQL, direct or through PgBouncer in transaction mode: it leaves no state
// in the session (no SET, no named prepared statements), so any server connection will do for the
// next transaction. Only Listen needs a server of its own.
//
// Every wait ends with `stop` (kCancelled) or when the server says nothing for `silence_ms_max`
// (kUnavailable). Either ends the connection, and with it what it had begun in the server: open
// another. Errors carry no secrets. One thread.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "postgres/result.h"
#include "postgres/value.h"

struct pg_conn;

namespace lake {

struct PgOptions {
  std::string conninfo = {};  // postgresql://... or key=value pairs (base/conninfo.h)
  std::string application_name = "stellarlake";
  std::int64_t connect_ms_max = 10'000;
  std::int64_t silence_ms_max = 300'000;
  std::stop_token stop = {};
  Clock* clock = &SystemClock();
};

// Who can read what is sent.
enum class PgLink : std::uint8_t { kThisMachine, kEncrypted, kPlain };

struct PgNotification {
  std::string channel;
  std::string payload;
};

class PgConnection {
 public:
  static Result<PgConnection> Open(PgOptions options);

  // One statement with parameters $1, $2, ...
  Result<PgResult> Query(std::string_view sql, std::span<const PgValue> values);
  Result<PgResult> Query(std::string_view sql, std::initializer_list<PgValue> values = {}) {
    return Query(sql, std::span(values.begin(), values.size()));
  }
  // Any number of statements, which are one transaction unless one is open or they say otherwise.
  Status Execute(std::string_view sql);

  // Not through PgBouncer in transaction mode. `channel` is a plain name.
  Status Listen(std::string_view channel);
  // The next notification; nothing after `timeout_ms`. An open transaction gets none.
  Result<std::optional<PgNotification>> NextNotification(std::int64_t timeout_ms);

  bool broken() const;
  bool in_transaction() const;
  std::int64_t backend_pid() const;                    // of the pooler's making, behind one
  const std::string& place() const { return place_; }  // for messages
  int server_version() const;                          // 150004 is 15.4
  PgLink link() const;

  // Ends it at once; the server rolls back what is open.
  void Close() { connection_.reset(); }

  // For transaction.cc, copy_in.cc and copy_out.cc: the library's own connection; what a statement
  // that was sent answers, its first error or last result, where the beginning of a COPY is one
  // too; sending what is buffered; waiting for more of an answer.
  pg_conn* raw() { return connection_.get(); }
  Result<PgResult> Answer();
  Status Flush();
  Status AwaitInput();
  Status Broken() const;  // the error of a connection that is gone
  // A commit is not left half way when a stop is requested.
  std::stop_token SetStop(std::stop_token stop) {
    return std::exchange(options_.stop, std::move(stop));
  }

 private:
  struct Finish {
    void operator()(pg_conn* connection) const;
  };
  PgConnection(PgOptions options, std::string place)
      : options_(std::move(options)), place_(std::move(place)) {}

  Status Connect(const std::vector<const char*>& keys, const std::vector<const char*>& values);
  // Waits for the socket; kCancelled, or kUnavailable after `ms`.
  Status Wait(bool to_write, std::int64_t ms);
  // Ends the connection after a wait that gave up.
  Status GiveUp(Status why);
  Status TakeInput();

  PgOptions options_;
  std::string place_;
  UniqueFd wake_;
  std::unique_ptr<pg_conn, Finish> connection_;
};

}  // namespace lake
