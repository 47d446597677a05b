// The calls of Flight that Flight SQL uses; all others are answered UNIMPLEMENTED. For .cc files
// only: Flight's headers are large. See flight_sql_server.h.
#pragma once

#include <arrow/flight/server.h>

#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "flight_sql/flight_sql_server.h"
#include "flight_sql/sql_call.h"
#include "flight_sql/sql_commands.h"
#include "flight_sql/sql_totals.h"

namespace lake {

class FlightSqlService final : public arrow::flight::FlightServerBase {
 public:
  using Call = arrow::flight::ServerCallContext;
  using Descriptor = arrow::flight::FlightDescriptor;

  FlightSqlService(const FlightSqlOptions& options, Clock& clock);

  // See FlightSqlServer.
  Status Check(const std::stop_token& stop);
  // Calls that run end soon from then on.
  void RequestStop() { stop_.request_stop(); }
  WorkerPool& workers() { return workers_; }
  const SqlTotals& totals() const { return totals_; }

  arrow::Status GetFlightInfo(const Call& call, const Descriptor& descriptor,
                              std::unique_ptr<arrow::flight::FlightInfo>* info) override;
  arrow::Status GetSchema(const Call& call, const Descriptor& descriptor,
                          std::unique_ptr<arrow::flight::SchemaResult>* schema) override;
  arrow::Status DoGet(const Call& call, const arrow::flight::Ticket& ticket,
                      std::unique_ptr<arrow::flight::FlightDataStream>* stream) override;
  arrow::Status DoPut(const Call& call, std::unique_ptr<arrow::flight::FlightMessageReader> reader,
                      std::unique_ptr<arrow::flight::FlightMetadataWriter> writer) override;
  arrow::Status DoAction(const Call& call, const arrow::flight::Action& action,
                         std::unique_ptr<arrow::flight::ResultStream>* results) override;
  arrow::Status ListActions(const Call& call,
                            std::vector<arrow::flight::ActionType>* actions) override;
  arrow::Status ListFlights(const Call& call, const arrow::flight::Criteria* criteria,
                            std::unique_ptr<arrow::flight::FlightListing>* listings) override;

 private:
  // Encapsulated IPC messages.
  struct Description {
    std::string schema;
    std::string parameters;
  };
  // What is asked for, and the ticket that gives it.
  struct Wish {
    std::string schema;  // encapsulated IPC message
    std::string ticket;
  };
  Result<Wish> WishOf(const Call& call, const Descriptor& descriptor);
  Result<Description> Describe(const Call& call, const std::string& query);
  Result<std::unique_ptr<SqlCall>> Ask(const Call& call, const SqlQuestion& question);
  Result<std::unique_ptr<arrow::flight::FlightDataStream>> StreamOf(const Call& call,
                                                                    const std::string& ticket);
  Result<std::string> Act(const Call& call, const arrow::flight::Action& action);
  Result<std::string> Prepare(const Call& call, const std::string& body);
  Result<std::string> Bind(arrow::flight::FlightMessageReader& reader);

  const FlightSqlOptions options_;
  Clock& clock_;
  WorkerPool workers_;
  SqlTotals totals_;
  std::stop_source stop_;
};

}  // namespace lake
