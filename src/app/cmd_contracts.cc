// Serves contract data over Arrow Flight until it is stopped, with sessions over gRPC.
#include <fmt/format.h>

#include "app/config.h"
#include "app/contracts_command.h"
#include "app/environment.h"
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
constexpr const char* kControlAddress = ":50054";

// The filter of the specification's variables.
Result<EntryFilter> FilterOf() {
  const std::string deleted = EnvironmentVariable("INCLUDE_DELETED").value_or("");
  if (!deleted.empty() && deleted != "true" && deleted != "false") {
    return Error{Code::kInvalidArgument,
                 "environment variable INCLUDE_DELETED: true or false is wanted"};
  }
  return MakeFilter({.contract_ids = ListVariable("FILTER_CONTRACT_IDS", EnvironmentVariable),
                     .asset_codes = ListVariable("FILTER_ASSET_CODES", EnvironmentVariable),
                     .asset_issuers = ListVariable("FILTER_ASSET_ISSUERS", EnvironmentVariable),
                     .include_deleted = deleted == "true"});
}

std::string ControlAddress() {
  const std::string given = EnvironmentVariable("GRPC_ADDRESS").value_or("");
  return given.empty() ? kControlAddress : given;
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
  TRY_ASSIGN(const EntryFilter filter, FilterOf());
  SessionList sessions(source,
                       {.stream = ready.stream,
                        .filter = filter,
                        .batch_rows = static_cast<std::uint32_t>(settings.batch_rows)},
                       clock);
  FlightServerOptions flight_options{
      .listen = settings.listen, .max_streams = settings.serve_clients_max, .stream = ready.stream};
  flight_options.batch.rows = settings.batch_rows;
  TRY_ASSIGN(const auto flight,
             ContractFlightServer::Start(source, sessions, flight_options, clock));
  board.Report("flight_server", Health::kHealthy, fmt::format("port {}", flight->port()));
  ControlService service(sessions);
  TRY_ASSIGN(GrpcListener control, ListenGrpc({.listen = ControlAddress()}, service));
  board.Report("control", Health::kHealthy, fmt::format("port {}", control.port));
  LogInfo("contract data of {} over Flight on port {}, control over gRPC on port {}", ready.source,
          flight->port(), control.port);
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
