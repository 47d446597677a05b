#include "postgres/connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <array>
#include <limits>
#include <utility>
#include <vector>

#include "base/check.h"
#include "postgres/conninfo_words.h"
#include "postgres/error.h"
#include "postgres/types.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Parameters as libpq wants them: in binary form, with their types.
class Parameters {
 public:
  explicit Parameters(std::span<const PgValue> bound) : numbers_(bound.size()) {
    for (const PgValue& value : bound) std::visit(*this, value.get());
  }

  void operator()(std::monostate) { Add(0, nullptr, 0); }
  void operator()(bool value) { Add(pg::kBool, value ? "\1" : "\0", 1); }
  void operator()(std::int64_t value) {
    char* to = numbers_[types.size()].data();
    pg::Store(to, value);
    Add(pg::kInt8, to, 8);
  }
  void operator()(std::string_view text) { Add(pg::kText, text.data(), text.size()); }
  void operator()(Bytes bytes) { Add(pg::kBytea, AsText(bytes).data(), bytes.size()); }

  std::vector<pg::Oid> types;
  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;

 private:
  void Add(pg::Oid type, const char* value, std::size_t size) {
    CHECK(size <= std::size_t{std::numeric_limits<int>::max()});
    types.push_back(type);
    values.push_back(value == nullptr && type != 0 ? "" : value);  // an empty view is no NULL
    lengths.push_back(static_cast<int>(size));
    formats.push_back(1);
  }

  std::vector<std::array<char, 8>> numbers_;
};

bool IsCopy(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH;
}

bool IsFailure(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE;
}

}  // namespace

bool PgConnection::broken() const {
  return connection_ == nullptr || PQstatus(connection_.get()) != CONNECTION_OK;
}

bool PgConnection::in_transaction() const {
  return !broken() && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE;
}

std::int64_t PgConnection::backend_pid() const {
  return broken() ? 0 : PQbackendPID(connection_.get());
}

int PgConnection::server_version() const {
  return broken() ? 0 : PQserverVersion(connection_.get());
}

PgLink PgConnection::link() const {
  if (broken()) return PgLink::kPlain;
  if (PQsslInUse(connection_.get()) == 1) return PgLink::kEncrypted;
  const char* host = PQhostaddr(connection_.get());
  if (host == nullptr || *host == '\0') host = PQhost(connection_.get());
  return IsThisMachine(host == nullptr ? "" : host) ? PgLink::kThisMachine : PgLink::kPlain;
}

Status PgConnection::Broken() const {
  if (connection_ == nullptr) return {Code::kUnavailable, "the connection is closed"};
  return PgConnectionError(connection_.get());
}

Status PgConnection::TakeInput() { return PQconsumeInput(raw()) == 1 ? Status() : Broken(); }

Status PgConnection::AwaitInput() {
  Status waited = Wait(false, options_.silence_ms_max);
  return waited.ok() ? TakeInput() : GiveUp(std::move(waited));
}

Status PgConnection::Flush() {
  while (true) {
    const int left = PQflush(raw());
    if (left == 0) return {};
    if (left < 0) return Broken();
    if (Status waited = Wait(true, options_.silence_ms_max); !waited.ok()) {
      return GiveUp(std::move(waited));
    }
    // What the server says meanwhile must be read, or both sides wait.
    TRY(TakeInput());
  }
}

// libpq's own way to cancel a statement may block for ever where the network is silent, so the
// connection is ended instead: the server notices (transaction.cc) and rolls back.
Status PgConnection::GiveUp(Status why) {
  Close();
  if (why.error().code != Code::kUnavailable) return why;
  return {Code::kUnavailable,
          fmt::format("no answer from {} within {} ms", place_, options_.silence_ms_max)};
}

Result<PgResult> PgConnection::Answer() {
  TRY(Flush());
  std::optional<PgResult> last;
  std::optional<Error> failure;
  while (true) {
    while (PQisBusy(raw()) == 1) TRY(AwaitInput());
    PGresult* const result = PQgetResult(raw());
    if (result == nullptr) break;
    last.emplace(result);
    if (IsFailure(result) && !failure) failure = PgResultError(result);
    if (IsCopy(result)) break;  // what follows is rows
  }
  if (failure) return *std::move(failure);
  if (!last) return Broken();
  return *std::move(last);
}

Result<PgResult> PgConnection::Query(std::string_view sql, std::span<const PgValue> values) {
  if (broken()) return Broken();
  const Parameters parameters(values);
  const std::string text(sql);
  if (PQsendQueryParams(raw(), text.c_str(), static_cast<int>(values.size()),
                        parameters.types.data(), parameters.values.data(),
                        parameters.lengths.data(), parameters.formats.data(), 1) == 0) {
    return Broken();
  }
  return Answer();
}

Status PgConnection::Execute(std::string_view sql) {
  if (broken()) return Broken();
  if (PQsendQuery(raw(), std::string(sql).c_str()) == 0) return Broken();
  return Answer().status();
}

Status PgConnection::Listen(std::string_view channel) {
  return Execute(fmt::format("LISTEN {}", QuoteIdentifier(channel)));
}

Result<std::optional<PgNotification>> PgConnection::NextNotification(std::int64_t timeout_ms) {
  using Answer = std::optional<PgNotification>;
  const std::int64_t deadline = options_.clock->MonotonicMicros() + timeout_ms * 1000;
  while (true) {
    if (broken()) return Broken();
    if (const std::unique_ptr<PGnotify, void (*)(void*)> notify(PQnotifies(raw()), &PQfreemem);
        notify != nullptr) {
      return Answer(PgNotification{notify->relname, notify->extra});
    }
    const std::int64_t left_ms = (deadline - options_.clock->MonotonicMicros()) / 1000;
    if (left_ms <= 0) return Answer();
    if (Status waited = Wait(false, left_ms); !waited.ok()) {
      if (waited.error().code == Code::kUnavailable) return Answer();
      return waited;
    }
    TRY(TakeInput());
  }
}

}  // namespace lake
