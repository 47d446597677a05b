// The lake over Arrow Flight SQL, to read: statements, prepared ones, and what there is.
//
// The server itself opens nothing and parses no SQL. Statements run in workers, one each, which are
// judged, bounded and killed there (sql_worker.h, worker_session.h); their batches pass through
// as they are. It keeps nothing of a statement: a handle, and a ticket, is the statement with its
// parameters. A client reads at its own pace, within the deadline. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/server_access.h"
#include "flight_sql/worker_program.h"

namespace lake {

struct FlightSqlOptions {
  std::string listen;  // host:port, or :port for every address; port 0 = any free one
  ServerAccess access{};
  WorkerProgram worker;
  std::uint32_t statements_max = 4;    // that run at once; more wait for their turn
  std::int64_t deadline_ms = 300'000;  // of one statement, with its waiting and its reader
};

struct FlightSqlTotals {
  std::uint64_t statements = 0;  // that were run
  std::uint64_t failures = 0;    // of those
  std::uint64_t batches = 0;
  std::uint64_t bytes = 0;  // of batches
  std::uint32_t running = 0;
};

class FlightSqlServer {
 public:
  // Clients can connect when it returns. kInvalidArgument for an address that makes no sense or
  // half of the TLS pair, kUnavailable when the address cannot be had.
  static Result<std::unique_ptr<FlightSqlServer>> Start(const FlightSqlOptions& options,
                                                        Clock& clock);
  ~FlightSqlServer();

  // Whether a worker can open what statements will read: what keeps it from that, in the words
  // that a client would get. kCancelled when `stop` comes first.
  Status Check(const std::stop_token& stop);
  int port() const;
  FlightSqlTotals totals() const;
  // Buries workers that ended while they rested. To be called now and then.
  void Tend();
  // Statements that run get two seconds.
  void Stop();

 private:
  class Service;
  explicit FlightSqlServer(std::unique_ptr<Service> service);

  const std::unique_ptr<Service> service_;
};

}  // namespace lake
