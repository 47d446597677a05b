// One call of StreamRawLedgers: messages as they come, read ahead up to a bound so that the network
// and the reader work at the same time. What the messages say is the caller's to check.
//
// One thread calls Next; Cancel may come from any. The destructor ends the call and waits for gRPC
// to let go of it.
#pragma once

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>

#include "base/result.h"
#include "net/network_options.h"

namespace lake {

class GrpcStream final : private grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  GrpcStream(std::shared_ptr<grpc::Channel> channel, std::uint32_t start_ledger,
             const NetworkOptions& options, std::uint64_t prefetch_bytes);
  ~GrpcStream() override;
  GrpcStream(const GrpcStream&) = delete;
  GrpcStream& operator=(const GrpcStream&) = delete;

  // The next message; nullopt when none came in `timeout` (0 = wait for ever). After the last
  // message the error that ended the stream; an end without an error is kUnavailable, too, because
  // the stream is an endless one.
  Result<std::optional<grpc::ByteBuffer>> Next(std::chrono::milliseconds timeout);
  // Next gives kCancelled from now on.
  void Cancel();

 private:
  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

  const std::uint64_t prefetch_bytes_;
  grpc::ClientContext context_;
  grpc::GenericStub stub_;
  grpc::ByteBuffer request_;
  grpc::ByteBuffer reading_;  // gRPC's while a read is under way

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<grpc::ByteBuffer> messages_;
  std::uint64_t queued_bytes_ = 0;
  bool paused_ = false;  // no read is under way: the queue is full; a hold keeps the call open
  bool cancelled_ = false;
  std::optional<grpc::Status> ended_;
};

}  // namespace lake
