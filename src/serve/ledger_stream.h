// One client of StreamRawLedgers. Deletes itself when gRPC is done with it.
//
// Either a ledger is being written or one is waited for, never both; each has exactly one callback,
// and the one that sees the end calls Finish. OnCancel may come at any moment beside them: it ends
// a wait, or lets the next wait end at once.
#pragma once

#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <cstdint>
#include <string>

#include "serve/ledger_hub.h"

namespace lake {

class LedgerStream final : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // `streams` is counted down at the end. `peer` is the client's address.
  LedgerStream(LedgerHub& hub, std::uint32_t first, std::atomic<std::uint32_t>& streams,
               std::string peer);

  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  void Advance();
  void Send(Result<ServedLedger> ledger);

  LedgerCursor cursor_;
  std::atomic<std::uint32_t>& streams_;
  const std::string peer_;
  bool begun_ = false;  // a ledger was sent
  ServedLedger sending_;
};

}  // namespace lake
