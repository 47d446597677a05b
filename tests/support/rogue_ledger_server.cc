#include "support/rogue_ledger_server.h"

#include <grpcpp/server_builder.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <utility>

#include "base/check.h"
#include "net/grpc_channel.h"

namespace lake::testing {
namespace {

std::chrono::milliseconds Since(std::chrono::steady_clock::time_point then) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() -
                                                               then);
}

}  // namespace

RogueLedgerServer::RogueLedgerServer(std::vector<Answer> answers, Content content)
    : answers_(answers.begin(), answers.end()), content_(std::move(content)) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  builder.RegisterService(this);
  server_ = builder.BuildAndStart();
  CHECK(server_ != nullptr);
}

RogueLedgerServer::~RogueLedgerServer() {
  server_->Shutdown(GrpcDeadline(0));
  server_->Wait();
}

std::vector<std::uint32_t> RogueLedgerServer::starts() const {
  const std::lock_guard lock(mutex_);
  return starts_;
}

std::chrono::milliseconds RogueLedgerServer::longest_absence() const {
  const std::lock_guard lock(mutex_);
  return longest_absence_;
}

RogueLedgerServer::Answer RogueLedgerServer::NextAnswer(std::uint32_t start) {
  while (answers_.size() > 1 && answers_.front().until_taken &&
         answers_.front().sequences.back() < start) {
    answers_.pop_front();
  }
  Answer answer = answers_.front();
  if (answers_.size() > 1 && !answer.until_taken) answers_.pop_front();
  return answer;
}

grpc::Status RogueLedgerServer::StreamRawLedgers(
    grpc::ServerContext* context, const raw_ledger_service::StreamLedgersRequest* request,
    grpc::ServerWriter<raw_ledger_service::RawLedger>* out) {
  Answer answer;
  {
    const std::lock_guard lock(mutex_);
    starts_.push_back(request->start_ledger());
    if (left_) longest_absence_ = std::max(longest_absence_, Since(*left_));
    answer = NextAnswer(request->start_ledger());
  }
  for (const std::uint32_t sequence : answer.sequences) {
    if (answer.until_taken && sequence < request->start_ledger()) continue;
    raw_ledger_service::RawLedger ledger;
    ledger.set_sequence(sequence);
    ledger.set_ledger_close_meta_xdr(content_ ? content_(sequence)
                                              : std::string(answer.ledger_bytes, 'x'));
    if (!out->Write(ledger)) break;
  }
  while (answer.stay_open && !context->IsCancelled()) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  const std::lock_guard lock(mutex_);
  left_ = std::chrono::steady_clock::now();
  return answer.end;
}

}  // namespace lake::testing
