#include "flight_sql/flight_sql_server.h"

#include <utility>

#include "flight/flight_listener.h"
#include "flight_sql/flight_sql_service.h"

namespace lake {

class FlightSqlServer::Service {
 public:
  Service(const FlightSqlOptions& options, Clock& clock) : service(options, clock), clock_(clock) {}

  void Stop() {
    if (std::exchange(stopped_, true)) return;
    service.RequestStop();
    StopFlight(service, clock_);
    service.workers().EndResting();
  }

  FlightSqlService service;

 private:
  Clock& clock_;
  bool stopped_ = false;
};

FlightSqlServer::FlightSqlServer(std::unique_ptr<Service> service) : service_(std::move(service)) {}

FlightSqlServer::~FlightSqlServer() { Stop(); }

Result<std::unique_ptr<FlightSqlServer>> FlightSqlServer::Start(const FlightSqlOptions& options,
                                                                Clock& clock) {
  SilenceProtobuf();
  auto service = std::make_unique<Service>(options, clock);
  TRY(ListenFlight(
      service->service,
      {.listen = options.listen, .access = options.access, .offer = "ask everything of the lake"}));
  return std::unique_ptr<FlightSqlServer>(new FlightSqlServer(std::move(service)));
}

Status FlightSqlServer::Check(const std::stop_token& stop) { return service_->service.Check(stop); }

int FlightSqlServer::port() const { return service_->service.port(); }

void FlightSqlServer::Tend() { service_->service.workers().Tend(); }

void FlightSqlServer::Stop() { service_->Stop(); }

FlightSqlTotals FlightSqlServer::totals() const {
  const SqlTotals& counted = service_->service.totals();
  return {.statements = counted.statements(),
          .failures = counted.failures(),
          .batches = counted.batches(),
          .bytes = counted.bytes(),
          .running = service_->service.workers().busy()};
}

}  // namespace lake
