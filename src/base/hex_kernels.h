// The encoders behind EncodeHex, apart so that tests and benchmarks can name each one. A vector
// encoder may only be called when the CPU has its instructions.
#pragma once

#include "base/bytes.h"

namespace lake::kernels {

void EncodeHexScalar(char* out, Bytes bytes);
#if defined(__x86_64__)
void EncodeHexSsse3(char* out, Bytes bytes);
void EncodeHexAvx2(char* out, Bytes bytes);
#endif

}  // namespace lake::kernels
