// contractdata.v1.ControlService over the sessions. What a caller asks wrongly is answered with
// success = false and a message; GetStatus and GetMetrics of an unknown session with NOT_FOUND.
// Thread-safe; the sessions outlive it.
#pragma once

#include "base/bearer_token.h"
#include "contracts/session_list.h"
#include "proto/contract_data_service.grpc.pb.h"

namespace lake {

class ControlService final : public contractdata::v1::ControlService::Service {
 public:
  // Calls have to show `token`; "" = everybody may call.
  explicit ControlService(SessionList& sessions, std::string_view token = {})
      : sessions_(sessions), token_(token) {}

  grpc::Status StartProcessing(grpc::ServerContext* context,
                               const contractdata::v1::StartProcessingRequest* request,
                               contractdata::v1::StartProcessingResponse* response) override;
  grpc::Status StopProcessing(grpc::ServerContext* context,
                              const contractdata::v1::StopProcessingRequest* request,
                              contractdata::v1::StopProcessingResponse* response) override;
  grpc::Status GetStatus(grpc::ServerContext* context,
                         const contractdata::v1::GetStatusRequest* request,
                         contractdata::v1::GetStatusResponse* response) override;
  grpc::Status ConfigureFilters(grpc::ServerContext* context,
                                const contractdata::v1::ConfigureFiltersRequest* request,
                                contractdata::v1::ConfigureFiltersResponse* response) override;
  grpc::Status GetMetrics(grpc::ServerContext* context,
                          const contractdata::v1::GetMetricsRequest* request,
                          contractdata::v1::GetMetricsResponse* response) override;

 private:
  SessionList& sessions_;
  const BearerToken token_;
};

}  // namespace lake
