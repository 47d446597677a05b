// A RawLedgerService that sends what a test tells it to, right or wrong: each call of
// StreamRawLedgers gives the messages of the script's next entry, then its status, or stays open.
// Built with the generated code as it is, so it is also a stock peer for our client.
#pragma once

#include <grpcpp/server.h>

#include <chrono>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
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
    // Given, from the ledger asked for on, until a call asks for what is behind it: on a busy
    // machine a client may leave before it has seen all of it.
    bool until_taken = false;
  };
  // The bytes of a ledger.
  using Content = std::function<std::string(std::uint32_t sequence)>;
  // After the last answer it is given again for every call to come. Without `content` ledgers are
  // so many bytes that mean nothing.
  explicit RogueLedgerServer(std::vector<Answer> answers, Content content = nullptr);
  RogueLedgerServer(const RogueLedgerServer&) = delete;
  ~RogueLedgerServer() override;

  int port() const { return port_; }
  // start_ledger of every call so far.
  std::vector<std::uint32_t> starts() const;
  // The longest that a client took from leaving one call to making the next.
  std::chrono::milliseconds longest_absence() const;

  grpc::Status StreamRawLedgers(grpc::ServerContext* context,
                                const raw_ledger_service::StreamLedgersRequest* request,
                                grpc::ServerWriter<raw_ledger_service::RawLedger>* out) override;

 private:
  Answer NextAnswer(std::uint32_t start);

  mutable std::mutex mutex_;
  std::deque<Answer> answers_;
  std::vector<std::uint32_t> starts_;
  std::optional<std::chrono::steady_clock::time_point> left_;
  std::chrono::milliseconds longest_absence_{0};
  const Content content_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lake::testing
