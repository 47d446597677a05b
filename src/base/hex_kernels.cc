#include "base/hex_kernels.h"

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lake::kernels {
namespace {

constexpr std::array<std::array<char, 2>, 256> MakePairs() {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::array<std::array<char, 2>, 256> pairs{};
  for (std::size_t i = 0; i < 256; ++i) pairs[i] = {kDigits[i >> 4], kDigits[i & 15]};
  return pairs;
}
constexpr auto kPairs = MakePairs();

}  // namespace

void EncodeHexScalar(char* out, Bytes bytes) {
  for (std::uint8_t byte : bytes) {
    std::memcpy(out, kPairs[byte].data(), 2);
    out += 2;
  }
}

#if defined(__x86_64__)

// Each byte's two halves are interleaved, then pshufb looks up sixteen digits at once.
__attribute__((target("ssse3"))) void EncodeHexSsse3(char* out, Bytes bytes) {
  const __m128i digits =
      _mm_setr_epi8('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f');
  const __m128i low_half = _mm_set1_epi8(15);
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 16; left -= 16, in += 16, out += 32) {
    const __m128i v = _mm_loadu_si128(reinterpret_cast<const __m128i*>(in));
    const __m128i high = _mm_shuffle_epi8(digits, _mm_and_si128(_mm_srli_epi16(v, 4), low_half));
    const __m128i low = _mm_shuffle_epi8(digits, _mm_and_si128(v, low_half));
    auto* to = reinterpret_cast<__m128i*>(out);
    _mm_storeu_si128(to, _mm_unpacklo_epi8(high, low));
    _mm_storeu_si128(to + 1, _mm_unpackhi_epi8(high, low));
  }
  EncodeHexScalar(out, {in, left});
}

__attribute__((target("avx2"))) void EncodeHexAvx2(char* out, Bytes bytes) {
  const __m256i digits = _mm256_broadcastsi128_si256(_mm_setr_epi8(
      '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'));
  const __m256i low_half = _mm256_set1_epi8(15);
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 32; left -= 32, in += 32, out += 64) {
    const __m256i v = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(in));
    const __m256i high =
        _mm256_shuffle_epi8(digits, _mm256_and_si256(_mm256_srli_epi16(v, 4), low_half));
    const __m256i low = _mm256_shuffle_epi8(digits, _mm256_and_si256(v, low_half));
    const __m256i first = _mm256_unpacklo_epi8(high, low);  // bytes 0-7 and 16-23
    const __m256i second = _mm256_unpackhi_epi8(high, low);
    auto* to = reinterpret_cast<__m256i*>(out);
    _mm256_storeu_si256(to, _mm256_permute2x128_si256(first, second, 0x20));
    _mm256_storeu_si256(to + 1, _mm256_permute2x128_si256(first, second, 0x31));
  }
  EncodeHexScalar(out, {in, left});
}

#endif

}  // namespace lake::kernels
