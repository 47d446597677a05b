// Serves contract data over Arrow Flight until it is stopped, with sessions over gRPC.
#include <fmt/format.h>

#include "app/access_setup.h"
#include "app/config.h"
#include "app/contracts_command.h"
#include "app/contracts_facts.h"
#include "app/contracts_sink.h"
#include "app/contracts_state.h"
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

// What the settings say before a source is asked.
struct Given {
  ServerAccess access;
  EntryFilter filter;
};

Result<Given> GivenBy(const Settings& settings) {
  Given given;
  TRY(ContractsSink::CheckSettings(settings));
  TRY_ASSIGN(given.access, AccessOf(settings));
  TRY_ASSIGN(given.filter, MakeFilter({.contract_ids = settings.filter_contract_ids,
                                       .asset_codes = settings.filter_asset_codes,
                                       .asset_issuers = settings.filter_asset_issuers,
                                       .include_deleted = settings.include_deleted}));
  return given;
}

class ContractsService {
 public:
  ContractsService(const Invocation& invocation, Given given, Ready ready, SourceFactory source,
                   ContractsState& state, HealthBoard& board)
      : invocation_(invocation),
        settings_(invocation.settings),
        given_(std::move(given)),
        ready_(std::move(ready)),
        state_(state),
        board_(board),
        source_(std::move(source)),
        sessions_(source_,
                  {.stream = ready_.stream,
                   .filter = given_.filter,
                   .batch_rows = BatchRows(),
                   .save = state.Saver()},
                  SystemClock()) {}

  Status Run() {
    TRY(state_.RestoreSessions(sessions_));
    TRY_ASSIGN(sink_, ContractsSink::Start(invocation_));
    TRY_ASSIGN(const auto flight, StartFlight());
    ControlService service(sessions_, given_.access.token);
    TRY_ASSIGN(GrpcListener control, ListenGrpc({.listen = settings_.control_listen,
                                                 .access = given_.access,
                                                 .offer = "start and stop sessions"},
                                                service));
    ReportPart(board_, "control", Health::kHealthy, fmt::format("port {}", control.port));
    LogInfo("contract data of {} over Flight on port {}, control over gRPC on port {}{}",
            ready_.source, flight->port(), control.port,
            given_.access.tls() ? ", both with TLS" : "");
    Follower follower(source_, {ready_.range, BatchRows()}, given_.filter, ready_.stream,
                      SystemClock(), state_.OwnBefore(ready_.range, NamesRange(settings_)));
    const Status followed = Follow(follower, *flight);
    board_.SetReady(false);
    flight->Stop();
    StopGrpc(*control.server);
    follower.Pause();
    if (const Status paused = sessions_.Pause(); !paused.ok())
      LogWarn("{}", paused.error().message);
    state_.Keep(follower, sessions_, board_);
    const Status stored = sink_ == nullptr ? Status() : sink_->Finish();
    const SessionStatus end = follower.status();
    LogInfo("stopped after {} with {}, the last was {}", FormatCount(end.ledgers, "ledger"),
            FormatCount(end.entries, "entry", "entries"), end.current_ledger);
    TRY(followed);
    return stored;
  }

 private:
  std::uint32_t BatchRows() const { return static_cast<std::uint32_t>(settings_.batch_rows); }

  Result<std::unique_ptr<ContractFlightServer>> StartFlight() {
    FlightServerOptions options{.listen = settings_.listen,
                                .access = given_.access,
                                .max_streams = settings_.serve_clients_max,
                                .stream = ready_.stream};
    options.batch.rows = settings_.batch_rows;
    TRY_ASSIGN(auto flight,
               ContractFlightServer::Start(source_, sessions_, options, SystemClock()));
    ReportPart(board_, "flight_server", Health::kHealthy, fmt::format("port {}", flight->port()));
    return flight;
  }

  Status Follow(Follower& follower, const ContractFlightServer& flight) {
    ContractsFacts facts(board_, follower, sessions_, flight);
    do {
      TRY(follower.Tend());
      facts.Update();
      state_.Keep(follower, sessions_, board_);
      if (sink_ != nullptr) TRY(sink_->Check(board_));
      board_.SetReady(true);
    } while (SystemClock().SleepFor(kFactsEveryMicros, invocation_.stop));
    return {};
  }

  const Invocation& invocation_;
  const Settings& settings_;
  const Given given_;
  const Ready ready_;
  ContractsState& state_;
  HealthBoard& board_;
  const SourceFactory source_;
  SessionList sessions_;
  std::unique_ptr<ContractsSink> sink_;  // may be null
};

}  // namespace

Status RunContracts(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(Given given, GivenBy(settings));
  HealthBoard board(settings.service_name, settings.environment);
  SourceStates states;
  ShowContractsMetrics();
  TRY_ASSIGN(const auto health, ServeHealth(settings, board));
  TRY_ASSIGN(Ready ready, AwaitSource(invocation, board));
  states.Attach(&board);
  TRY_ASSIGN(ContractsState state,
             ContractsState::Open(settings.contracts_state, ready.stream.network_id));
  const std::vector<std::string> specs = SourcesOf(settings, invocation.arguments);
  ContractsService service(
      invocation, std::move(given), std::move(ready),
      [&] { return OpenRunSources(settings, specs, &states, invocation.stop); }, state, board);
  return service.Run();
}

}  // namespace lake
