// Serves contract data over Arrow Flight until it is stopped, with sessions over gRPC.
#include <fmt/format.h>

#include "app/access_setup.h"
#include "app/config.h"
#include "app/contracts_command.h"
#include "app/health_server.h"
#include "app/run_setup.h"
#include "base/human.h"
#include "base/log.h"
#include "contracts/control_service.h"
#include "contracts/flight_server.h"
#include "contracts/follower.h"
#include "net/grpc_server.h"

namespace lake {
namespace {

constexpr std::int64_t kFactsEveryMicros = 1'000'000;
// As a range: the newest ledger of the source, and all that follow.
constexpr const char* kFromNow = "-1:";

// Of clients and sessions that do not say.
Result<EntryFilter> FilterOf(const Settings& settings) {
  return MakeFilter({.contract_ids = settings.filter_contract_ids,
                     .asset_codes = settings.filter_asset_codes,
                     .asset_issuers = settings.filter_asset_issuers,
                     .include_deleted = settings.include_deleted});
}

// What a reading begins with before anybody asks for one: the source answers, and its network is
// known.
struct Ready {
  EntryStreamOptions stream;
  StreamRange range;
  std::string source;
};

Result<Ready> AwaitSource(const Invocation& invocation, HealthBoard& board) {
  Settings settings = invocation.settings;
  if (!NamesRange(settings)) settings.start = kFromNow;
  TRY_ASSIGN(const RunSetup setup,
             PrepareRun({settings, invocation.arguments, invocation.stop}, &board));
  return Ready{.stream = {.workers = settings.workers,
                          .verify = setup.verify,
                          .allow_gaps = settings.allow_gaps,
                          .network_id = setup.network.id},
               .range = {setup.range.first, setup.range.last},
               .source = setup.source->Describe()};
}

// Shows what is read and who reads on /health.
class ContractsFacts {
 public:
  ContractsFacts(HealthBoard& board, const Follower& follower, const ContractFlightServer& flight)
      : board_(board), follower_(follower), flight_(flight) {}

  void Update() {
    const FollowTotals totals = follower_.totals();
    const std::string& fault = follower_.fault();
    const Health health = fault.empty() ? Health::kHealthy : Health::kUnhealthy;
    board_.Report("data_source", health, fault);
    board_.Report("stream_manager", health);
    if (!fault.empty()) board_.NoteError(fault);
    const auto show = [&](std::string_view part, std::string_view name, std::uint64_t value) {
      board_.SetMetric(part, name, static_cast<double>(value));
    };
    show("data_source", "ledgers_received", totals.ledgers);
    show("data_source", "bytes_processed", totals.bytes);
    board_.SetMetric("data_source", "ingest_rate", follower_.rate());
    show("data_source", "reconnections", totals.restarts);
    show("stream_manager", "contracts_found", totals.entries);
    show("stream_manager", "entries_skipped", totals.skipped);
    show("flight_server", "clients", flight_.streams());
    board_.SetFact("current_ledger", totals.current_ledger);
  }

 private:
  HealthBoard& board_;
  const Follower& follower_;
  const ContractFlightServer& flight_;
};

Status Follow(Follower& follower, ContractsFacts& facts, const std::stop_token& stop) {
  do {
    TRY(follower.Tend());
    facts.Update();
  } while (SystemClock().SleepFor(kFactsEveryMicros, stop));
  return {};
}

Status Serve(const Invocation& invocation, HealthBoard& board, const Ready& ready,
             const SourceFactory& source) {
  const Settings& settings = invocation.settings;
  Clock& clock = SystemClock();
  TRY_ASSIGN(const EntryFilter filter, FilterOf(settings));
  SessionList sessions(source,
                       {.stream = ready.stream,
                        .filter = filter,
                        .batch_rows = static_cast<std::uint32_t>(settings.batch_rows)},
                       clock);
  TRY_ASSIGN(const ServerAccess access, AccessOf(settings));
  FlightServerOptions flight_options{.listen = settings.listen,
                                     .access = access,
                                     .max_streams = settings.serve_clients_max,
                                     .stream = ready.stream};
  flight_options.batch.rows = settings.batch_rows;
  TRY_ASSIGN(const auto flight,
             ContractFlightServer::Start(source, sessions, flight_options, clock));
  board.Report("flight_server", Health::kHealthy, fmt::format("port {}", flight->port()));
  ControlService service(sessions, access.token);
  TRY_ASSIGN(GrpcListener control, ListenGrpc({.listen = settings.control_listen,
                                               .access = access,
                                               .offer = "start and stop sessions"},
                                              service));
  board.Report("control", Health::kHealthy, fmt::format("port {}", control.port));
  LogInfo("contract data of {} over Flight on port {}, control over gRPC on port {}{}",
          ready.source, flight->port(), control.port, access.tls() ? ", both with TLS" : "");
  Follower follower(source, ready.range, filter, ready.stream, clock);
  ContractsFacts facts(board, follower, *flight);
  board.SetReady(true);
  const Status followed = Follow(follower, facts, invocation.stop);
  board.SetReady(false);
  follower.Stop();
  sessions.StopAll();
  flight->Stop();
  StopGrpc(*control.server);
  const FollowTotals totals = follower.totals();
  LogInfo("stopped after {} with {}, the last was {}", FormatCount(totals.ledgers, "ledger"),
          FormatCount(totals.entries, "entry", "entries"), totals.current_ledger);
  return followed;
}

}  // namespace

Status RunContracts(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  HealthBoard board(settings.service_name, settings.environment);
  SourceStates states;
  TRY_ASSIGN(const auto health, ServeHealth(settings, board));
  TRY_ASSIGN(const Ready ready, AwaitSource(invocation, board));
  states.Attach(&board);
  const std::vector<std::string> specs = SourcesOf(settings, invocation.arguments);
  return Serve(invocation, board, ready,
               [&] { return OpenRunSources(settings, specs, &states, invocation.stop); });
}

}  // namespace lake
