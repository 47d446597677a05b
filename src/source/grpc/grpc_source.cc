#include "source/grpc/grpc_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>

#include "base/clock.h"
#include "base/metrics.h"
#include "net/attempt_gate.h"
#include "net/grpc_channel.h"
#include "net/grpc_status.h"
#include "proto/raw_ledger_service.grpc.pb.h"
#include "source/grpc/grpc_stream.h"
#include "source/grpc/grpc_wire.h"
#include "source/source_observer.h"
#include "source/stop_switch.h"

namespace lake {
namespace {

// Messages read ahead of the reader: enough to bridge a burst, whoever prefetches more after us.
constexpr std::uint64_t kPrefetchBytesMax = std::uint64_t{64} << 20;

class GrpcSource final : public LedgerSource {
 public:
  GrpcSource(std::string name, GrpcAddress address, const SourceOptions& options)
      : name_(std::move(name)),
        address_(std::move(address)),
        options_(options),
        clock_(options.clock == nullptr ? SystemClock() : *options.clock),
        gate_(name_, options_.network, clock_, TellObserver(options.observer, name_)),
        objects_(CounterOf(MetricId::kSourceObjects, {name_})),
        bytes_(CounterOf(MetricId::kSourceBytes, {name_})),
        reconnects_(CounterOf(MetricId::kSourceReconnects, {name_})) {}

  std::string Describe() const override { return name_; }
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override;

 private:
  class CallInProgress;
  Status OpenStream();
  void CloseStream();
  bool LivedLong() const;
  Result<RawLedger> ReadExpected();

  const std::string name_;
  const GrpcAddress address_;
  const SourceOptions options_;
  Clock& clock_;
  AttemptGate gate_;
  Counter& objects_;
  Counter& bytes_;
  Counter& reconnects_;
  bool connected_once_ = false;
  LedgerRange range_;
  std::uint64_t next_ = 0;  // wider than a sequence: it may be one above the last of all
  std::int64_t opened_at_micros_ = 0;
  StopSwitch stop_;
  std::mutex mutex_;  // for what Stop cancels from another thread
  BufferPool pool_{kPrefetchBytesMax};
  std::unique_ptr<GrpcStream> stream_;
  grpc::ClientContext* call_ = nullptr;  // of Extent, while it waits
};

// Lets Stop end a call that waits.
class GrpcSource::CallInProgress {
 public:
  CallInProgress(GrpcSource& source, grpc::ClientContext& context) : source_(source) {
    const std::lock_guard lock(source_.mutex_);
    source_.call_ = &context;
    if (source_.stop_.stop_requested()) context.TryCancel();
  }
  ~CallInProgress() {
    const std::lock_guard lock(source_.mutex_);
    source_.call_ = nullptr;
  }

 private:
  GrpcSource& source_;
};

Result<SourceExtent> GrpcSource::Extent() {
  TRY_ASSIGN(const auto channel, OpenGrpcChannel(address_, options_.network));
  const auto stub = raw_ledger_service::RawLedgerService::NewStub(channel);
  grpc::ClientContext context;
  const CallInProgress call(*this, context);
  AddGrpcToken(context, options_.network);
  context.set_deadline(GrpcDeadline(options_.network.connect_timeout_ms));
  raw_ledger_service::GetLedgerRangeRequest request;
  request.set_start_ledger(1);  // an empty range: only the newest ledger is wanted
  request.set_end_ledger(1);
  raw_ledger_service::GetLedgerRangeResponse response;
  const grpc::Status status = stub->GetLedgerRange(&context, request, &response);
  SourceExtent extent;
  // Not every RawLedgerService has this call; one that says so is alive.
  if (status.error_code() == grpc::StatusCode::UNIMPLEMENTED ||
      status.error_code() == grpc::StatusCode::INVALID_ARGUMENT) {
    return extent;
  }
  if (!status.ok()) {
    Error error = FromGrpcStatus(status);
    return Error{error.code, fmt::format("{}: {}", name_, error.message)};
  }
  if (response.latest_ledger() != 0) extent.ledgers.Add(1, response.latest_ledger());
  return extent;
}

Status GrpcSource::Seek(LedgerRange range) {
  stop_.Arm();
  if (range.first == 0) return {Code::kInvalidArgument, name_ + ": the first ledger is 1"};
  CloseStream();
  range_ = range;
  next_ = range.first;
  gate_.Reset();
  connected_once_ = false;
  return {};
}

Result<std::optional<RawLedger>> GrpcSource::Next() {
  if (range_.last && next_ > *range_.last) {
    CloseStream();
    return std::optional<RawLedger>();
  }
  for (;;) {
    if (stream_ == nullptr) TRY(OpenStream());
    Result<RawLedger> ledger = ReadExpected();
    if (ledger.ok()) {
      gate_.Succeeded();
      ++next_;
      return std::optional(*std::move(ledger));
    }
    CloseStream();
    if (stop_.stop_requested()) return Error{Code::kCancelled, name_ + ": stopped"};
    if (LivedLong()) gate_.Reset();
    TRY(gate_.Failed(ledger.error()));
  }
}

void GrpcSource::Stop() {
  stop_.request_stop();
  const std::lock_guard lock(mutex_);
  if (stream_ != nullptr) stream_->Cancel();
  if (call_ != nullptr) call_->TryCancel();
}

Status GrpcSource::OpenStream() {
  TRY(gate_.BeforeAttempt(stop_.get_token()));
  opened_at_micros_ = clock_.MonotonicMicros();
  if (std::exchange(connected_once_, true)) reconnects_.Add();
  TRY_ASSIGN(auto channel, OpenGrpcChannel(address_, options_.network));
  auto stream = std::make_unique<GrpcStream>(std::move(channel), static_cast<std::uint32_t>(next_),
                                             options_.network,
                                             std::min(options_.prefetch_bytes, kPrefetchBytesMax));
  const std::lock_guard lock(mutex_);
  stream_ = std::move(stream);
  if (stop_.stop_requested()) stream_->Cancel();
  return {};
}

void GrpcSource::CloseStream() {
  std::unique_ptr<GrpcStream> closing;
  const std::lock_guard lock(mutex_);
  closing = std::move(stream_);
}

// A connection that worked for a while and then broke in silence is no failure in a row: servers
// hang up when nothing happens, some of them because of our pings.
bool GrpcSource::LivedLong() const {
  const std::int64_t lived_micros = clock_.MonotonicMicros() - opened_at_micros_;
  return lived_micros > std::int64_t{options_.network.connect_timeout_ms} * 2000;
}

// The next ledger when it is the expected one; anything else is an error that names it.
Result<RawLedger> GrpcSource::ReadExpected() {
  const std::string where = fmt::format("ledger {}", next_);
  const std::chrono::milliseconds stall(options_.network.stall_timeout_ms);
  TRY_ASSIGN(std::optional<grpc::ByteBuffer> message, stream_->Next(stall).Context(where));
  if (!message) {
    return Error{Code::kUnavailable,
                 fmt::format("{}: did not come for {} s", where, stall.count() / 1000)};
  }
  objects_.Add();
  bytes_.Add(static_cast<double>(message->Length()));
  TRY_ASSIGN(RawLedger ledger, TakeRawLedger(*message, pool_).Context(where));
  if (ledger.sequence != next_) {
    return Error{Code::kDataLoss,
                 fmt::format("{}: the server sent ledger {} in its place", where, ledger.sequence)};
  }
  ledger.origin = fmt::format("{} ledger {}", name_, ledger.sequence);
  return ledger;
}

}  // namespace

Result<std::unique_ptr<LedgerSource>> OpenGrpcSource(std::string_view spec,
                                                     const SourceOptions& options) {
  TRY_ASSIGN(GrpcAddress address, ParseGrpcAddress(spec));
  std::string name = fmt::format("{}://{}", address.tls ? "grpcs" : "grpc", address.authority);
  return std::unique_ptr<LedgerSource>(
      std::make_unique<GrpcSource>(std::move(name), std::move(address), options));
}

}  // namespace lake
