// Where a Flight server of ours listens, with TLS and a token: what net/grpc_server.h is for gRPC.
//
//   TRY(ListenFlight(service, {.listen = ":8816", .access = access, .offer = "read rows"}));
//   ...
//   StopFlight(service, clock);
//
// A call without the token is answered UNAUTHENTICATED before the service sees it, Handshake too.
#pragma once

#include <arrow/flight/type_fwd.h>

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "base/server_access.h"

namespace lake {

struct FlightListenOptions {
  std::string listen;  // "host:port", ":port" for every address; port 0 = any free one
  ServerAccess access = {};
  std::string offer = "read everything";  // what clients may do, for CheckAccess
};

// Clients can connect when it returns. kInvalidArgument for half of the TLS pair, kUnavailable when
// the address cannot be had or the certificate makes no sense.
Status ListenFlight(arrow::flight::FlightServerBase& server, const FlightListenOptions& options);

// Ends calls that are running after a grace of two seconds, and waits for them. Streams that go on
// and on should be told before.
void StopFlight(arrow::flight::FlightServerBase& server, Clock& clock);

}  // namespace lake
