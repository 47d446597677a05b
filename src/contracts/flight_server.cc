#include "contracts/flight_server.h"

#include <arrow/flight/server.h>
#include <arrow/type.h>
#include <fmt/format.h>

#include <atomic>
#include <stop_token>
#include <utility>
#include <vector>

#include "contracts/flight_stream.h"
#include "contracts/ticket.h"
#include "flight/flight_listener.h"
#include "flight/flight_status.h"

namespace lake {
namespace {

namespace flight = arrow::flight;

flight::FlightDescriptor LiveDescriptor() {
  return flight::FlightDescriptor::Path({"contract", "data"});
}

arrow::Result<flight::FlightInfo> InfoOfTicket(const flight::FlightDescriptor& descriptor,
                                               std::string_view ticket) {
  flight::FlightEndpoint here;  // without a location: where the question was asked
  here.ticket.ticket = ticket;
  constexpr std::int64_t kUnknown = -1;
  return flight::FlightInfo::Make(*ContractSchema(), descriptor, {here}, kUnknown, kUnknown,
                                  /*ordered=*/true);
}

// The path, or a ticket as command.
arrow::Result<flight::FlightInfo> InfoOf(const flight::FlightDescriptor& descriptor) {
  if (descriptor == LiveDescriptor()) return InfoOfTicket(descriptor, kLiveTicket);
  if (descriptor.type != flight::FlightDescriptor::CMD) {
    return arrow::Status::KeyError("there is one flight here: the path contract, data");
  }
  if (const auto wish = ParseTicket(descriptor.cmd); !wish.ok()) return ToFlight(wish.error());
  return InfoOfTicket(descriptor, descriptor.cmd);
}

arrow::Status NotHere(std::string_view call) {
  return arrow::Status::NotImplemented(call, ": contract data is read with DoGet, nothing else");
}

}  // namespace

class ContractFlightServer::Service final : public flight::FlightServerBase {
 public:
  using Call = flight::ServerCallContext;

  Service(SourceFactory source, const SessionList& sessions, const FlightServerOptions& options,
          Clock& clock)
      : source_(std::move(source)), sessions_(sessions), options_(options), clock_(clock) {}

  Status Listen() {
    return ListenFlight(
        *this,
        {.listen = options_.listen, .access = options_.access, .offer = "read contract data"});
  }

  void Stop() {
    if (stop_.stop_requested()) return;
    stop_.request_stop();
    StopFlight(*this, clock_);
  }

  std::uint32_t streams() const { return streams_.load(std::memory_order_relaxed); }

  arrow::Status ListFlights(const Call&, const flight::Criteria*,
                            std::unique_ptr<flight::FlightListing>* listings) override {
    ARROW_ASSIGN_OR_RAISE(flight::FlightInfo info, InfoOf(LiveDescriptor()));
    *listings =
        std::make_unique<flight::SimpleFlightListing>(std::vector<flight::FlightInfo>{info});
    return arrow::Status::OK();
  }

  arrow::Status GetFlightInfo(const Call&, const flight::FlightDescriptor& descriptor,
                              std::unique_ptr<flight::FlightInfo>* info) override {
    ARROW_ASSIGN_OR_RAISE(flight::FlightInfo made, InfoOf(descriptor));
    *info = std::make_unique<flight::FlightInfo>(std::move(made));
    return arrow::Status::OK();
  }

  arrow::Status GetSchema(const Call&, const flight::FlightDescriptor& descriptor,
                          std::unique_ptr<flight::SchemaResult>* schema) override {
    ARROW_RETURN_NOT_OK(InfoOf(descriptor));
    return flight::SchemaResult::Make(*ContractSchema()).Value(schema);
  }

  arrow::Status DoGet(const Call& call, const flight::Ticket& ticket,
                      std::unique_ptr<flight::FlightDataStream>* stream) override {
    Result<StreamWish> wish = ParseTicket(ticket.ticket);
    if (!wish.ok()) return ToFlight(wish.error());
    if (++streams_ > options_.max_streams) {
      --streams_;
      return ToFlight({Code::kUnavailable,
                       fmt::format("{} clients are reading already", options_.max_streams)});
    }
    const SessionPlan plan = wish->range ? SessionPlan{*wish->range} : sessions_.live();
    BatchLimits limits = options_.batch;
    if (plan.batch_rows != 0) limits.rows = plan.batch_rows;
    auto entries = std::make_unique<EntryStream>(
        source_, plan.range, wish->filter.value_or(sessions_.filter()), options_.stream, clock_);
    const Status started = entries->Start();
    *stream = std::make_unique<FlightStream>(std::move(entries), limits, clock_, call,
                                             stop_.get_token(), streams_);
    return started.ok() ? arrow::Status::OK() : ToFlight(started.error());
  }

  arrow::Status PollFlightInfo(const Call&, const flight::FlightDescriptor&,
                               std::unique_ptr<flight::PollInfo>*) override {
    return NotHere("PollFlightInfo");
  }
  arrow::Status DoPut(const Call&, std::unique_ptr<flight::FlightMessageReader>,
                      std::unique_ptr<flight::FlightMetadataWriter>) override {
    return NotHere("DoPut");
  }
  arrow::Status DoExchange(const Call&, std::unique_ptr<flight::FlightMessageReader>,
                           std::unique_ptr<flight::FlightMessageWriter>) override {
    return NotHere("DoExchange");
  }
  arrow::Status DoAction(const Call&, const flight::Action&,
                         std::unique_ptr<flight::ResultStream>*) override {
    return NotHere("DoAction");
  }
  arrow::Status ListActions(const Call&, std::vector<flight::ActionType>*) override {
    return NotHere("ListActions");
  }

 private:
  const SourceFactory source_;
  const SessionList& sessions_;
  const FlightServerOptions options_;
  Clock& clock_;
  std::stop_source stop_;
  std::atomic<std::uint32_t> streams_ = 0;
};

ContractFlightServer::ContractFlightServer(std::unique_ptr<Service> service)
    : service_(std::move(service)) {}

ContractFlightServer::~ContractFlightServer() { Stop(); }

Result<std::unique_ptr<ContractFlightServer>> ContractFlightServer::Start(
    SourceFactory source, const SessionList& sessions, const FlightServerOptions& options,
    Clock& clock) {
  auto service = std::make_unique<Service>(std::move(source), sessions, options, clock);
  TRY(service->Listen());
  return std::unique_ptr<ContractFlightServer>(new ContractFlightServer(std::move(service)));
}

int ContractFlightServer::port() const { return service_->port(); }
std::uint32_t ContractFlightServer::streams() const { return service_->streams(); }
void ContractFlightServer::Stop() { service_->Stop(); }

}  // namespace lake
