// The encoders behind EncodeBase64, apart so that tests and benchmarks can name each one. A vector
// encoder may only be called when the CPU has its instructions.
#pragma once

#include <string_view>

#include "base/bytes.h"

namespace lake::kernels {

inline constexpr std::string_view kBase64Alphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void EncodeBase64Scalar(char* out, Bytes bytes);
#if defined(__x86_64__)
void EncodeBase64Avx2(char* out, Bytes bytes);
void EncodeBase64Avx512(char* out, Bytes bytes);  // needs avx512vbmi and avx512bw
#endif

}  // namespace lake::kernels
