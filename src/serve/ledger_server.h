// serve-ledgers: any source of ledgers as a gRPC RawLedgerService, with reflection and the standard
// health service, until it is stopped.
//
// Start returns once clients can connect. Stop ends every stream with UNAVAILABLE, which clients
// survive by asking another time; it is called by the destructor and may be called from any thread.
#pragma once

#include <grpcpp/server.h>

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "base/server_access.h"
#include "serve/ledger_hub.h"
#include "serve/ledger_service.h"
#include "serve/range_reader.h"
#include "serve/tip_probe.h"

namespace lake {

struct LedgerServerOptions {
  std::string listen = ":50053";  // "host:port", ":port" for every address; port 0 = any free one
  ServerAccess access = {};
  LedgerHubOptions hub = {};
  RangeReaderOptions ranges = {};
  std::uint32_t max_streams = 512;
  std::uint32_t keepalive_ms = 10'000;  // a client that is gone is noticed in twice this
  Clock* clock = nullptr;               // null = SystemClock()
};

class LedgerServer {
 public:
  static Result<std::unique_ptr<LedgerServer>> Start(SourceFactory source,
                                                     const LedgerServerOptions& options);
  ~LedgerServer();

  // The port it listens on.
  int port() const { return port_; }
  const LedgerHub& hub() const { return hub_; }
  const LedgerService& service() const { return service_; }
  // What the gRPC health service says of it.
  void SetHealthy(bool healthy);
  void Stop();

 private:
  LedgerServer(SourceFactory source, const LedgerServerOptions& options);
  Status Listen(const LedgerServerOptions& options);

  Clock& clock_;
  LedgerHub hub_;
  TipProbe tip_;
  RangeReader ranges_;
  LedgerService service_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace lake
