#include "serve/ledger_stream.h"

#include <utility>

#include "base/metrics.h"
#include "serve/serve_metrics.h"
#include "source/grpc_status.h"

namespace lake {

LedgerStream::LedgerStream(LedgerHub& hub, std::uint32_t first, std::atomic<std::uint32_t>& streams)
    : cursor_(hub, first), streams_(streams) {
  GaugeOf(MetricId::kServeClients).Add(1);
  StartSendInitialMetadata();  // tells the client at once that it is connected
  Advance();
}

void LedgerStream::Advance() {
  cursor_.Next([this](Result<ServedLedger> ledger) { Send(std::move(ledger)); });
}

void LedgerStream::Send(Result<ServedLedger> ledger) {
  if (!ledger.ok()) {
    CountServeFailure(ledger.error());
    Finish(ToGrpcStatus(ledger.error()));
    return;
  }
  sending_ = *std::move(ledger);
  CountServed("stream", sending_.message_bytes);
  StartWrite(&sending_.message);
}

void LedgerStream::OnWriteDone(bool ok) {
  sending_ = {};
  if (!ok) cursor_.Cancel();
  Advance();
}

void LedgerStream::OnCancel() {
  if (cursor_.Cancel()) Finish(ToGrpcStatus({Code::kCancelled, "the client is gone"}));
}

void LedgerStream::OnDone() {
  --streams_;
  GaugeOf(MetricId::kServeClients).Add(-1);
  delete this;
}

}  // namespace lake
