// Serves a source of ledgers over gRPC until it is stopped.
#include <fmt/format.h>

#include <algorithm>

#include "app/access_setup.h"
#include "app/await_ledgers.h"
#include "app/config.h"
#include "app/health_server.h"
#include "app/run_commands.h"
#include "app/source_setup.h"
#include "base/log.h"
#include "base/metrics.h"
#include "serve/ledger_server.h"
#include "serve/serve_metrics.h"
#include "source/open/open.h"

namespace lake {
namespace {

constexpr std::int64_t kFactsEveryMicros = 1'000'000;

Result<LedgerServerOptions> ServerOptionsOf(const Settings& settings) {
  LedgerServerOptions options;
  options.listen = settings.listen;
  TRY_ASSIGN(options.access, AccessOf(settings));
  options.max_streams = settings.serve_clients_max;
  options.hub.max_readers = settings.serve_readers_max;
  options.hub.cache_bytes = settings.serve_cache_bytes;
  return options;
}

// Shows the server's own numbers on /health; the sources report themselves.
class ServeFacts {
 public:
  ServeFacts(HealthBoard& board, const LedgerServer& server, std::vector<std::string> sources)
      : board_(board), server_(server), sources_(std::move(sources)) {}

  void Update() {
    double retries = 0;
    double breaker = 0;
    for (const std::string& source : sources_) {
      retries += CounterOf(MetricId::kSourceRetries, {source}).value();
      breaker = std::max(breaker, GaugeOf(MetricId::kSourceBreakerState, {source}).value());
    }
    const ServeTotals totals = ServedSoFar();
    board_.SetFact("last_sequence", server_.hub().highest_ledger());
    GaugeOf(MetricId::kServeLastLedger).Set(server_.hub().highest_ledger());
    board_.SetFact("clients", server_.service().streams());
    board_.SetFact("success_count", static_cast<std::int64_t>(totals.ledgers));
    board_.SetFact("error_count", static_cast<std::int64_t>(totals.failures));
    board_.SetFact("retry_count", static_cast<std::int64_t>(retries));
    board_.SetFact("circuit_breaker_state",
                   BreakerStateName(static_cast<BreakerState>(static_cast<int>(breaker))));
  }

 private:
  HealthBoard& board_;
  const LedgerServer& server_;
  const std::vector<std::string> sources_;
};

// What the sources call themselves; an address that makes no sense is an error here, before
// anything listens.
Result<std::vector<std::string>> NamesOf(const Settings& settings,
                                         const std::vector<std::string>& specs, HealthBoard& board,
                                         const std::stop_token& stop) {
  TRY_ASSIGN(SourceOptions options, SourceOptionsOf(settings, nullptr));
  const auto tell = [&board](Health health, std::string_view why) {
    board.Report("source", health, why);
  };
  TRY(AwaitLedgers(settings, specs, stop, tell,
                   [&] { return OpenRunSources(settings, specs, nullptr, stop); }));
  options.stop = stop;
  std::vector<std::string> names;
  for (const std::string& spec : specs) {
    const auto source = OpenSource(spec, options);
    names.push_back(source.ok() ? (*source)->Describe() : spec);
  }
  return names;
}

}  // namespace

Status RunServeLedgers(const Invocation& invocation) {
  Settings settings = invocation.settings;
  settings.allow_gaps = false;  // a ledger is served or missed loudly, never skipped
  // Every reading has a source of its own that reads ahead.
  settings.prefetch_bytes =
      std::min(settings.prefetch_bytes, settings.serve_cache_bytes / settings.serve_readers_max);
  const std::vector<std::string> specs = SourcesOf(settings, invocation.arguments);
  TRY_ASSIGN(const LedgerServerOptions options, ServerOptionsOf(settings));
  SourceStates states;
  HealthBoard board(settings.service_name, settings.environment);
  states.Attach(&board);
  TRY_ASSIGN(const auto health, ServeHealth(settings, board));
  TRY_ASSIGN(std::vector<std::string> names, NamesOf(settings, specs, board, invocation.stop));
  TRY_ASSIGN(
      const auto server,
      LedgerServer::Start([&] { return OpenRunSources(settings, specs, &states, invocation.stop); },
                          options));
  board.Report("server", Health::kHealthy, fmt::format("port {}", server->port()));
  LogInfo("serving {} on port {}{}", fmt::join(names, ", else "), server->port(),
          options.access.tls() ? " with TLS" : "");
  ServeFacts facts(board, *server, std::move(names));
  board.SetReady(true);
  do {
    facts.Update();
    server->SetHealthy(board.health() != Health::kUnhealthy);
  } while (SystemClock().SleepFor(kFactsEveryMicros, invocation.stop));
  board.SetReady(false);
  server->Stop();
  LogInfo("stopped");
  return {};
}

}  // namespace lake
