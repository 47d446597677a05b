#include "flight/flight_listener.h"

#include <arrow/flight/server.h>
#include <arrow/flight/server_middleware.h>
#include <fmt/format.h>

#include <chrono>
#include <memory>

#include "base/bearer_token.h"

namespace lake {
namespace {

namespace flight = arrow::flight;

// How long streams get to end by themselves when the server stops.
constexpr std::int64_t kStopGraceMicros = 2'000'000;

class TokenCheck final : public flight::ServerMiddlewareFactory {
 public:
  explicit TokenCheck(std::string_view token) : token_(token) {}

  arrow::Status StartCall(const flight::CallInfo&, const flight::ServerCallContext& context,
                          std::shared_ptr<flight::ServerMiddleware>*) override {
    const auto shown = context.incoming_headers().find("authorization");
    if (shown != context.incoming_headers().end() && token_.Accepts(shown->second)) {
      return arrow::Status::OK();
    }
    return flight::MakeFlightError(flight::FlightStatusCode::Unauthenticated,
                                   std::string(kTokenWanted));
  }

 private:
  const BearerToken token_;
};

std::string LocationOf(const FlightListenOptions& options) {
  return fmt::format("{}://{}{}", options.access.tls() ? "grpc+tls" : "grpc",
                     options.listen.starts_with(':') ? "0.0.0.0" : "", options.listen);
}

arrow::Status Init(flight::FlightServerBase& server, const FlightListenOptions& options) {
  ARROW_ASSIGN_OR_RAISE(const auto at, flight::Location::Parse(LocationOf(options)));
  flight::FlightServerOptions flight_options(at);
  const ServerAccess& access = options.access;
  if (access.tls()) flight_options.tls_certificates = {{access.tls_certificate, access.tls_key}};
  if (!access.token.empty()) {
    flight_options.middleware.emplace_back("token", std::make_shared<TokenCheck>(access.token));
  }
  return server.Init(flight_options);
}

// Flight's moments are of a clock that only base/clock names.
template <class Moment>
arrow::Status ShutDownBy(flight::FlightServerBase& server,
                         arrow::Status (flight::FlightServerBase::*shut_down)(const Moment*),
                         std::int64_t unix_micros) {
  const Moment deadline{std::chrono::microseconds(unix_micros)};
  return (server.*shut_down)(&deadline);
}

}  // namespace

Status ListenFlight(flight::FlightServerBase& server, const FlightListenOptions& options) {
  TRY(CheckAccess(options.access, options.listen, options.offer));
  const arrow::Status listening = Init(server, options);
  if (listening.ok()) return {};
  return {Code::kUnavailable,
          fmt::format("cannot listen on {}: {}", options.listen, listening.message())};
}

void StopFlight(flight::FlightServerBase& server, Clock& clock) {
  ARROW_UNUSED(
      ShutDownBy(server, &flight::FlightServerBase::Shutdown, clock.Now() + kStopGraceMicros));
  ARROW_UNUSED(server.Wait());
}

}  // namespace lake
