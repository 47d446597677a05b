#include "serve/ledger_stream.h"

#include <utility>

#include "base/metrics.h"
#include "base/unseen_order.h"
#include "net/grpc_status.h"
#include "serve/serve_metrics.h"

namespace lake {
namespace {

// What gRPC gathers, at most, from writes that need not go out at once.
constexpr std::uint64_t kBufferedBytes = 64 << 10;

}  // namespace

LedgerStream::LedgerStream(LedgerHub& hub, std::uint32_t first, std::atomic<std::uint32_t>& streams,
                           std::string peer)
    : cursor_(hub, first), streams_(streams), peer_(std::move(peer)) {
  GaugeOf(MetricId::kServeClients).Add(1);
  HandOver(this);
  StartSendInitialMetadata();  // tells the client at once that it is connected
  Advance();
}

void LedgerStream::Advance() {
  cursor_.Next([this](Result<ServedLedger> ledger) { Send(std::move(ledger)); });
}

void LedgerStream::Send(Result<ServedLedger> ledger) {
  if (!ledger.ok()) {
    NoteFailedCall(peer_, ledger.error(), begun_);
    HandOver(this);
    Finish(ToGrpcStatus(ledger.error()));
    return;
  }
  sending_ = *std::move(ledger);
  begun_ = true;
  CountServed("stream", sending_.message_bytes);
  grpc::WriteOptions options;
  // Small ledgers share a system call when another one follows at once. Not large ones: gRPC would
  // ask for the next while it still holds the end of this.
  if (sending_.message_bytes < kBufferedBytes && cursor_.HasNext()) options.set_buffer_hint();
  HandOver(this);
  StartWrite(&sending_.message, options);
}

void LedgerStream::OnWriteDone(bool ok) {
  const TakenOver order(this);
  sending_ = {};
  if (!ok) cursor_.Cancel();
  Advance();
}

void LedgerStream::OnCancel() {
  const TakenOver order(this);
  if (cursor_.Cancel()) Finish(ToGrpcStatus({Code::kCancelled, "the client is gone"}));
}

void LedgerStream::OnDone() {
  const TakenOver order(this);
  --streams_;
  GaugeOf(MetricId::kServeClients).Add(-1);
  delete this;
}

}  // namespace lake
