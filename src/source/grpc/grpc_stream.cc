#include "source/grpc/grpc_stream.h"

#include <string>
#include <utility>

#include "base/check.h"
#include "base/clock.h"
#include "base/unseen_order.h"
#include "net/grpc_channel.h"
#include "net/grpc_status.h"
#include "proto/raw_ledger_service.pb.h"

namespace lake {
namespace {

constexpr const char* kMethod = "/raw_ledger_service.RawLedgerService/StreamRawLedgers";

grpc::ByteBuffer EncodeRequest(std::uint32_t start_ledger) {
  raw_ledger_service::StreamLedgersRequest request;
  request.set_start_ledger(start_ledger);
  const grpc::Slice slice(request.SerializeAsString());
  return {&slice, 1};
}

}  // namespace

GrpcStream::GrpcStream(std::shared_ptr<grpc::Channel> channel, std::uint32_t start_ledger,
                       const NetworkOptions& options, std::uint64_t prefetch_bytes)
    : prefetch_bytes_(prefetch_bytes),
      stub_(std::move(channel)),
      request_(EncodeRequest(start_ledger)) {
  AddGrpcToken(context_, options);
  stub_.PrepareBidiStreamingCall(&context_, kMethod, {}, this);
  AddHold();  // reads are started outside of gRPC's callbacks, too
  HandOver(this);
  StartWriteLast(&request_, {});
  StartRead(&reading_);
  StartCall();
}

GrpcStream::~GrpcStream() {
  Cancel();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_.has_value(); });
}

Result<std::optional<grpc::ByteBuffer>> GrpcStream::Next(std::chrono::milliseconds timeout) {
  std::unique_lock lock(mutex_);
  const auto ready = [this] { return cancelled_ || ended_ || !messages_.empty(); };
  if (timeout.count() == 0) {
    changed_.wait(lock, ready);
  } else if (!SystemClock().WaitFor(changed_, lock, timeout.count() * 1'000, {}, ready)) {
    return std::optional<grpc::ByteBuffer>();
  }
  if (cancelled_) return Error{Code::kCancelled, "stopped"};
  if (messages_.empty()) {
    if (ended_->ok()) return Error{Code::kUnavailable, "the server ended an endless stream"};
    return FromGrpcStatus(*ended_);
  }
  grpc::ByteBuffer message = std::move(messages_.front());
  messages_.pop_front();
  queued_bytes_ -= message.Length();
  if (paused_ && queued_bytes_ < prefetch_bytes_) {
    paused_ = false;
    lock.unlock();
    HandOver(this);
    StartRead(&reading_);
  }
  return std::optional(std::move(message));
}

void GrpcStream::Cancel() {
  bool release = false;
  {
    const std::lock_guard lock(mutex_);
    cancelled_ = true;
    release = std::exchange(paused_, false);
    changed_.notify_all();
  }
  context_.TryCancel();
  if (release) RemoveHold();
}

void GrpcStream::OnReadDone(bool ok) {
  const TakenOver order(this);
  bool read_on = false;
  if (ok) {
    const std::lock_guard lock(mutex_);
    queued_bytes_ += reading_.Length();
    messages_.push_back(std::move(reading_));
    reading_.Clear();
    read_on = cancelled_ || queued_bytes_ < prefetch_bytes_;
    paused_ = !read_on;
    changed_.notify_all();
  }
  if (read_on) {
    HandOver(this);
    StartRead(&reading_);
  } else if (!ok) {
    RemoveHold();
  }
}

void GrpcStream::OnDone(const grpc::Status& status) {
  const TakenOver order(this);
  const std::lock_guard lock(mutex_);
  ended_ = status;
  changed_.notify_all();
}

}  // namespace lake
