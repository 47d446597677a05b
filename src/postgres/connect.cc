// How a PgConnection is made, and how it waits.
#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>
#include <vector>

#include "base/log.h"
#include "base/visible_text.h"
#include "postgres/connection.h"
#include "postgres/conninfo_words.h"
#include "postgres/error.h"

namespace lake {
namespace {

// NOTICE and WARNING of the server.
void OnNotice(void*, const PGresult* notice) {
  const char* text = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
  LogDebug("PostgreSQL says: {}",
           VisibleText(std::string_view(text == nullptr ? "" : text).substr(0, kPgErrorBytesMax)));
}

std::string Advice(std::string_view message) {
  if (message.find("SSL was required") != message.npos) {
    return "; a server off the loopback needs TLS, or sslmode=disable where the network is trusted";
  }
  return "";
}

}  // namespace

void PgConnection::Finish::operator()(pg_conn* connection) const { PQfinish(connection); }

Result<PgConnection> PgConnection::Open(PgOptions options) {
  TRY_ASSIGN(const ConnInfo info, ParseConnInfo(options.conninfo));
  const ConnInfoWords words = WordsForLibpq(info, options.application_name);
  std::vector<const char*> keys;
  std::vector<const char*> values;
  for (const auto& [key, value] : words) {
    keys.push_back(key.c_str());
    values.push_back(value.c_str());
  }
  keys.push_back(nullptr);
  values.push_back(nullptr);
  PgConnection made(std::move(options), PlaceOf(info));
  made.wake_ = UniqueFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!made.wake_.valid()) return Error{Code::kResourceExhausted, "no more files can be opened"};
  const std::string where = fmt::format("PostgreSQL at {}", made.place_);
  TRY(made.Connect(keys, values).Context(where));
  return made;
}

Status PgConnection::Connect(const std::vector<const char*>& keys,
                             const std::vector<const char*>& values) {
  connection_.reset(PQconnectStartParams(keys.data(), values.data(), 0));
  if (connection_ == nullptr) return {Code::kResourceExhausted, "out of memory"};
  PQsetErrorVerbosity(raw(), PQERRORS_VERBOSE);  // so that the reason has its SQLSTATE
  PQsetNoticeReceiver(raw(), &OnNotice, nullptr);
  const std::int64_t deadline = options_.clock->MonotonicMicros() + options_.connect_ms_max * 1000;
  PostgresPollingStatusType next = PGRES_POLLING_WRITING;
  while (PQstatus(raw()) != CONNECTION_BAD && next != PGRES_POLLING_FAILED) {
    if (next == PGRES_POLLING_OK) {
      PQsetErrorVerbosity(raw(), PQERRORS_DEFAULT);
      PQsetnonblocking(raw(), 1);
      return {};
    }
    const std::int64_t left_ms = (deadline - options_.clock->MonotonicMicros()) / 1000;
    Status waited = Wait(next == PGRES_POLLING_WRITING, std::max<std::int64_t>(left_ms, 0));
    if (!waited.ok()) {
      Close();
      if (waited.error().code == Code::kCancelled) return waited;
      return {Code::kUnavailable,
              fmt::format("no connection within {} ms", options_.connect_ms_max)};
    }
    next = PQconnectPoll(raw());
  }
  Error error = PgConnectError(PQerrorMessage(raw()));
  error.message += Advice(error.message);
  Close();
  return error;
}

Status PgConnection::Wait(bool to_write, std::int64_t ms) {
  const int wake = wake_.get();
  const std::stop_callback on_stop(options_.stop, [wake] {
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(wake, &one, sizeof one);
  });
  if (options_.stop.stop_requested()) return {Code::kCancelled, "stopped"};
  const short events = to_write ? POLLIN | POLLOUT : POLLIN;
  std::array<pollfd, 2> ready{pollfd{PQsocket(raw()), events, 0}, pollfd{wake, POLLIN, 0}};
  const int count = ::poll(ready.data(), ready.size(),
                           static_cast<int>(std::clamp<std::int64_t>(ms, 0, 1 << 30)));
  if (count < 0 && errno != EINTR) return {Code::kInternal, "poll failed"};
  if (ready[1].revents != 0) return {Code::kCancelled, "stopped"};
  if (count == 0) return {Code::kUnavailable, "no answer"};
  return {};
}

}  // namespace lake
