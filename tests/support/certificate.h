// A certificate for servers on the loopback that nobody but its own file vouches for.
#pragma once

#include "support/temp_folder.h"

namespace lake::testing {

// Writes cert.pem and key.pem, readable by everybody, for 127.0.0.1 and localhost. Aborts the test
// program when openssl cannot.
void WriteCertificate(const TempFolder& folder);

}  // namespace lake::testing
