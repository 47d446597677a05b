#include "contracts/control_service.h"

#include <fmt/format.h>

#include "contracts/session_metrics.h"
#include "net/grpc_status.h"
#include "net/grpc_token.h"

namespace lake {
namespace {

namespace v1 = contractdata::v1;

std::vector<std::string> Texts(const google::protobuf::RepeatedPtrField<std::string>& from) {
  return {from.begin(), from.end()};
}

// What went well or did not, as these messages say it.
template <class Response>
grpc::Status Answer(const Status& status, std::string_view well, Response& response) {
  response.set_success(status.ok());
  response.set_message(status.ok() ? std::string(well) : status.error().message);
  return grpc::Status::OK;
}

Result<SessionPlan> PlanOf(const v1::StartProcessingRequest& request) {
  const auto none_if_0 = [](std::uint32_t ledger) {
    return ledger == 0 ? std::nullopt : std::optional(ledger);
  };
  if (request.end_ledger() != 0 && request.end_ledger() < request.start_ledger()) {
    return Error{Code::kInvalidArgument, "end_ledger is before start_ledger"};
  }
  if (request.end_ledger() != 0 && request.start_ledger() == 0) {
    return Error{Code::kInvalidArgument, "an end_ledger needs a start_ledger"};
  }
  return SessionPlan{{none_if_0(request.start_ledger()), none_if_0(request.end_ledger())},
                     request.batch_size()};
}

ProcessTotals TotalsOf(const SessionStatus& status) {
  return {.entries = status.entries,
          .skipped = status.skipped,
          .batches = status.batches,
          .bytes = status.bytes,
          .ledgers_per_second = LedgersPerSecond(status),
          .updated_seconds = status.updated_micros / 1'000'000};
}

void SetMetrics(const ProcessTotals& totals, v1::GetMetricsResponse& response) {
  response.set_contracts_processed(totals.entries);
  response.set_entries_skipped(totals.skipped);
  response.set_batches_created(totals.batches);
  response.set_bytes_processed(totals.bytes);
  response.set_processing_rate(totals.ledgers_per_second);
  response.set_last_update_time(totals.updated_seconds);
}

}  // namespace

grpc::Status ControlService::StartProcessing(grpc::ServerContext* context,
                                             const v1::StartProcessingRequest* request,
                                             v1::StartProcessingResponse* response) {
  if (grpc::Status admitted = CheckToken(token_, *context); !admitted.ok()) return admitted;
  const Result<SessionPlan> plan = PlanOf(*request);
  if (!plan.ok()) return Answer(plan.status(), "", *response);
  Result<std::string> id = sessions_.Start(*plan);
  if (id.ok()) response->set_session_id(*id);
  return Answer(id.status(), "started", *response);
}

grpc::Status ControlService::StopProcessing(grpc::ServerContext* context,
                                            const v1::StopProcessingRequest* request,
                                            v1::StopProcessingResponse* response) {
  if (grpc::Status admitted = CheckToken(token_, *context); !admitted.ok()) return admitted;
  return Answer(sessions_.Stop(request->session_id()), "stopping", *response);
}

grpc::Status ControlService::GetStatus(grpc::ServerContext* context,
                                       const v1::GetStatusRequest* request,
                                       v1::GetStatusResponse* response) {
  if (grpc::Status admitted = CheckToken(token_, *context); !admitted.ok()) return admitted;
  const auto session = sessions_.Find(request->session_id());
  if (!session.ok()) return ToGrpcStatus(session.error());
  const SessionStatus status = (*session)->status();
  response->set_status(static_cast<v1::GetStatusResponse::Status>(status.state));
  response->set_current_ledger(status.current_ledger);
  response->set_target_ledger((*session)->plan().range.last.value_or(0));
  response->set_entries_processed(status.entries);
  response->set_error_message(status.error);
  return grpc::Status::OK;
}

grpc::Status ControlService::ConfigureFilters(grpc::ServerContext* context,
                                              const v1::ConfigureFiltersRequest* request,
                                              v1::ConfigureFiltersResponse* response) {
  if (grpc::Status admitted = CheckToken(token_, *context); !admitted.ok()) return admitted;
  Result<EntryFilter> filter = MakeFilter({.contract_ids = Texts(request->contract_ids()),
                                           .asset_codes = Texts(request->asset_codes()),
                                           .asset_issuers = Texts(request->asset_issuers()),
                                           .include_deleted = request->include_deleted()});
  Status status = filter.status();
  if (filter.ok()) status = sessions_.SetFilter(*std::move(filter));
  return Answer(status, "what begins from now on is filtered so", *response);
}

grpc::Status ControlService::GetMetrics(grpc::ServerContext* context,
                                        const v1::GetMetricsRequest* request,
                                        v1::GetMetricsResponse* response) {
  if (grpc::Status admitted = CheckToken(token_, *context); !admitted.ok()) return admitted;
  if (request->session_id().empty()) {
    SetMetrics(ProcessedSoFar(), *response);
    return grpc::Status::OK;
  }
  const auto session = sessions_.Find(request->session_id());
  if (!session.ok()) return ToGrpcStatus(session.error());
  SetMetrics(TotalsOf((*session)->status()), *response);
  return grpc::Status::OK;
}

}  // namespace lake
