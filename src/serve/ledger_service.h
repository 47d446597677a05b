// raw_ledger_service.RawLedgerService over a LedgerHub: admission (token, number of clients), then
// one reactor per stream that has at most one ledger on its way to the client (of small ones as
// many as gRPC sends at once), so a slow client holds one ledger and slows nobody. Thread-safe; the
// hub and the range reader outlive it.
#pragma once

#include <atomic>
#include <cstdint>
#include <string_view>

#include "base/bearer_token.h"
#include "proto/raw_ledger_service.grpc.pb.h"
#include "serve/ledger_hub.h"
#include "serve/range_reader.h"

namespace lake {

using RawLedgerServiceBase =
    raw_ledger_service::RawLedgerService::WithRawCallbackMethod_StreamRawLedgers<
        raw_ledger_service::RawLedgerService::WithRawCallbackMethod_GetLedgerRange<
            raw_ledger_service::RawLedgerService::Service>>;

class LedgerService final : public RawLedgerServiceBase {
 public:
  // "" as token: everybody may read.
  LedgerService(LedgerHub& hub, RangeReader& ranges, std::string_view token,
                std::uint32_t max_streams);

  grpc::ServerWriteReactor<grpc::ByteBuffer>* StreamRawLedgers(
      grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) override;
  grpc::ServerUnaryReactor* GetLedgerRange(grpc::CallbackServerContext* context,
                                           const grpc::ByteBuffer* request,
                                           grpc::ByteBuffer* response) override;

  std::uint32_t streams() const { return streams_.load(std::memory_order_relaxed); }

 private:
  LedgerHub& hub_;
  RangeReader& ranges_;
  const BearerToken token_;
  const std::uint32_t max_streams_;
  std::atomic<std::uint32_t> streams_ = 0;
};

}  // namespace lake
