// Answers SQL over Arrow Flight until it is stopped.
#include <fmt/format.h>

#include "app/access_setup.h"
#include "app/flight_sql_command.h"
#include "app/health_server.h"
#include "base/clock.h"
#include "base/human.h"
#include "base/log.h"
#include "flight_sql/flight_sql_server.h"

namespace lake {
namespace {

constexpr std::int64_t kTendEveryMicros = 1'000'000;
constexpr std::int64_t kMillisPerSecond = 1'000;

WorkerProgram WorkerOf(std::span<const char* const> words) {
  WorkerProgram worker{.path = "/proc/self/exe", .words = {kFlightSqlWorkerWord}};
  for (const char* word : words.subspan(1)) worker.words.emplace_back(word);
  return worker;
}

Result<FlightSqlOptions> OptionsOf(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  FlightSqlOptions options{
      .listen = settings.listen,
      .worker = WorkerOf(invocation.words),
      .statements_max = settings.sql_statements_max,
      .deadline_ms = std::int64_t{settings.sql_deadline_seconds} * kMillisPerSecond};
  TRY_ASSIGN(options.access, AccessOf(settings));
  return options;
}

void Show(const FlightSqlServer& server, HealthBoard& board) {
  const FlightSqlTotals totals = server.totals();
  board.SetFact("statements", static_cast<std::int64_t>(totals.statements));
  board.SetFact("statements_failed", static_cast<std::int64_t>(totals.failures));
  board.SetFact("statements_running", static_cast<std::int64_t>(totals.running));
  board.SetFact("batches", static_cast<std::int64_t>(totals.batches));
  board.SetFact("bytes", static_cast<std::int64_t>(totals.bytes));
}

}  // namespace

Status RunFlightSql(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  HealthBoard board(settings.service_name, settings.environment);
  TRY_ASSIGN(const auto health, ServeHealth(settings, board));
  TRY_ASSIGN(const FlightSqlOptions options, OptionsOf(invocation));
  TRY_ASSIGN(const auto server, FlightSqlServer::Start(options, SystemClock()));
  // A wrong name is told to who starts this, not to each client.
  TRY(server->Check(invocation.stop).Context("flight-sql cannot open what it would read"));
  board.Report("server", Health::kHealthy, fmt::format("port {}", server->port()));
  LogInfo("SQL over Arrow Flight on port {}{}", server->port(),
          options.access.tls() ? " with TLS" : "");
  board.SetReady(true);
  do {
    server->Tend();
    Show(*server, board);
  } while (SystemClock().SleepFor(kTendEveryMicros, invocation.stop));
  board.SetReady(false);
  server->Stop();
  LogInfo("stopped after {}", FormatCount(server->totals().statements, "statement"));
  return {};
}

}  // namespace lake
