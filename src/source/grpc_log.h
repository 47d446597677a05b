// gRPC's own log lines as debug lines of ours: it reports as errors what we report, once and in our
// words, as a Status.
#pragma once

namespace lake {

// Thread-safe; the first call counts.
void SendGrpcLogToOurs();

}  // namespace lake
