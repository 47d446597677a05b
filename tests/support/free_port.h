// A port of the loopback for a server that a test starts.
#pragma once

namespace lake::testing {

// Free now, and kept for the server until this process ends: another test that asks in this way
// gets another port (the network namespace knows who has which), and no client's own end of a
// connection gets it, because it lies below the range from which the system takes those.
// Thread-safe.
int FreePort();

}  // namespace lake::testing
