#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/thread.h"
#include "flight_sql/sql_stores.h"
#include "flight_sql/worker_program.h"
#include "flight_sql/worker_session.h"

namespace lake {
namespace {

// Leaves no core with other people's data, gets no further rights, and not more memory than that.
Status BoundThis(std::uint64_t memory_bytes_max) {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const rlimit none{0, 0};
  bool ok = ::setrlimit(RLIMIT_CORE, &none) == 0;
  if (memory_bytes_max != 0) {
    const rlimit memory{memory_bytes_max, memory_bytes_max};
    ok = ok && ::setrlimit(RLIMIT_DATA, &memory) == 0;
  }
  return ok ? Status() : Status(Code::kInternal, "a worker cannot be bounded");
}

// Ends this program when the server's end of the socket is closed, whatever a statement does. The
// kernel's signal for it would come when the thread ends that started this, too.
Result<std::jthread> EndWithServer() {
  return StartThread(
      "server watch",
      [](const std::stop_token& stop) -> Status {
        constexpr int kLookMs = 1'000;
        while (!stop.stop_requested()) {
          pollfd server{.fd = kWorkerSocket, .events = POLLRDHUP, .revents = 0};
          if (::poll(&server, 1, kLookMs) > 0) ::_exit(0);
        }
        return {};
      },
      [](const Status&) {});
}

}  // namespace

Status RunSqlWorker(const OpenSqlStores& open, const SqlWorkerRules& rules) {
  SilenceProtobuf();
  TRY(BoundThis(rules.memory_bytes_max));
  TRY_ASSIGN(SqlGuard guard,
             SqlGuard::Make("this service only reads the lake's tables", SqlAudience::kStranger));
  TRY_ASSIGN(const std::jthread watch, EndWithServer());
  WorkerSession session(WorkerChannel(UniqueFd(kWorkerSocket)), std::move(guard), open, rules);
  return session.Run();
}

}  // namespace lake
