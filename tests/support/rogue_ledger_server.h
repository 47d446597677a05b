// A RawLedgerService that sends what a test tells it to, right or wrong: each call of
// StreamRawLedgers gives the messages of the script's next entry, then its status, or stays open.
// Built with the generated code as it is, so it is also a stock peer for our client.
#pragma once

#include <grpcpp/server.h>

#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "proto/raw_ledger_service.grpc.pb.h"

namespace lake::testing {

class RogueLedgerServer final : public raw_ledger_service::RawLedgerService::Service {
 public:
  struct Answer {
    std::vector<std::uint32_t> sequences;
    grpc::Status end;
    bool stay_open = false;  // after the messages, until the client leaves
    std::size_t ledger_bytes = 10;
  };
  // After the last answer it is given again for every call to come.
  explicit RogueLedgerServer(std::vector<Answer> answers);
  RogueLedgerServer(const RogueLedgerServer&) = delete;
  ~RogueLedgerServer() override;

  int port() const { return port_; }
  // start_ledger of every call so far.
  std::vector<std::uint32_t> starts() const;

  grpc::Status StreamRawLedgers(grpc::ServerContext* context,
                                const raw_ledger_service::StreamLedgersRequest* request,
                                grpc::ServerWriter<raw_ledger_service::RawLedger>* out) override;

 private:
  mutable std::mutex mutex_;
  std::deque<Answer> answers_;
  std::vector<std::uint32_t> starts_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lake::testing
