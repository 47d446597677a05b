// The data plane: contract data over Arrow Flight. ListFlights, GetFlightInfo and GetSchema say
// what there is, DoGet gives it for a ticket (ticket.h); everything else is answered UNIMPLEMENTED.
//
// Start returns once clients can connect. Stop ends every stream with UNAVAILABLE, which clients
// survive by asking from their last ledger on; the destructor calls it. Thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/server_access.h"
#include "contracts/batch_limits.h"
#include "contracts/session_list.h"

namespace lake {

struct FlightServerOptions {
  std::string listen = ":8816";  // "host:port", ":port" for every address; port 0 = any free one
  ServerAccess access = {};
  std::uint32_t max_streams = 64;  // clients that read at once; each has threads and a source
  EntryStreamOptions stream = {};
  BatchLimits batch = {};
};

class ContractFlightServer {
 public:
  // Sessions, which say what the live stream is and how tickets without a filter are filtered, and
  // clock outlive it. Errors are those of ListenFlight.
  static Result<std::unique_ptr<ContractFlightServer>> Start(SourceFactory source,
                                                             const SessionList& sessions,
                                                             const FlightServerOptions& options,
                                                             Clock& clock);
  ~ContractFlightServer();

  int port() const;
  // Clients that read now.
  std::uint32_t streams() const;
  void Stop();

 private:
  class Service;
  explicit ContractFlightServer(std::unique_ptr<Service> service);

  const std::unique_ptr<Service> service_;
};

}  // namespace lake
