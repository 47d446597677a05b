#include "base/base64_kernels.h"

#include <array>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lake::kernels {
namespace {

// Two characters for each value of twelve bits.
constexpr std::array<std::array<char, 2>, 4096> MakePairs() {
  std::array<std::array<char, 2>, 4096> pairs{};
  for (std::size_t i = 0; i < 4096; ++i)
    pairs[i] = {kBase64Alphabet[i >> 6], kBase64Alphabet[i & 63]};
  return pairs;
}
constexpr auto kPairs = MakePairs();

}  // namespace

void EncodeBase64Scalar(char* out, Bytes bytes) {
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 3; left -= 3, in += 3, out += 4) {
    const std::uint32_t v = std::uint32_t{in[0]} << 16 | std::uint32_t{in[1]} << 8 | in[2];
    std::memcpy(out, kPairs[v >> 12].data(), 2);
    std::memcpy(out + 2, kPairs[v & 4095].data(), 2);
  }
  if (left == 0) return;
  const std::uint32_t v = std::uint32_t{in[0]} << 16 | (left == 2 ? std::uint32_t{in[1]} << 8 : 0);
  std::memcpy(out, kPairs[v >> 12].data(), 2);
  out[2] = left == 2 ? kBase64Alphabet[v >> 6 & 63] : '=';
  out[3] = '=';
}

#if defined(__x86_64__)

// After W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions"
// (2018): shuffle three bytes into each 32-bit lane, move the four 6-bit fields with two
// multiplications, then turn values into characters by adding an offset that depends on the value's
// class.
__attribute__((target("avx2"))) void EncodeBase64Avx2(char* out, Bytes bytes) {
  const __m256i spread =
      _mm256_broadcastsi128_si256(_mm_setr_epi8(1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10));
  const __m256i offsets = _mm256_broadcastsi128_si256(
      _mm_setr_epi8('a' - 26, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52, '0' - 52,
                    '0' - 52, '0' - 52, '0' - 52, '+' - 62, '/' - 63, 'A', 0, 0));
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  // 24 bytes are used of the 28 that the two loads touch.
  for (; left >= 28; left -= 24, in += 24, out += 32) {
    __m256i v = _mm256_castsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(in)));
    v = _mm256_inserti128_si256(v, _mm_loadu_si128(reinterpret_cast<const __m128i*>(in + 12)), 1);
    v = _mm256_shuffle_epi8(v, spread);
    const __m256i odd = _mm256_mulhi_epu16(_mm256_and_si256(v, _mm256_set1_epi32(0x0FC0FC00)),
                                           _mm256_set1_epi32(0x04000040));
    const __m256i even = _mm256_mullo_epi16(_mm256_and_si256(v, _mm256_set1_epi32(0x003F03F0)),
                                            _mm256_set1_epi32(0x01000010));
    v = _mm256_or_si256(odd, even);
    // The class: 13 for A-Z, 0 for a-z, 1..10 for digits, 11 and 12 for the last two.
    const __m256i upper = _mm256_cmpgt_epi8(_mm256_set1_epi8(26), v);
    const __m256i classes = _mm256_or_si256(_mm256_subs_epu8(v, _mm256_set1_epi8(51)),
                                            _mm256_and_si256(upper, _mm256_set1_epi8(13)));
    v = _mm256_add_epi8(v, _mm256_shuffle_epi8(offsets, classes));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), v);
  }
  EncodeBase64Scalar(out, {in, left});
}

// One byte permutation, one multishift that cuts all 64 fields of six bits, one permutation as the
// alphabet. The tail takes the same path under masks.
__attribute__((target("avx512f,avx512bw,avx512vbmi"))) void EncodeBase64Avx512(char* out,
                                                                               Bytes bytes) {
  alignas(64) static constexpr std::array<std::uint8_t, 64> kSpread = [] {
    std::array<std::uint8_t, 64> order{};
    for (std::uint8_t group = 0; group < 16; ++group) {
      const auto first = static_cast<std::uint8_t>(3 * group);
      order[4U * group] = static_cast<std::uint8_t>(first + 1);
      order[4U * group + 1] = first;
      order[4U * group + 2] = static_cast<std::uint8_t>(first + 2);
      order[4U * group + 3] = static_cast<std::uint8_t>(first + 1);
    }
    return order;
  }();
  const __m512i spread = _mm512_load_si512(kSpread.data());
  const __m512i alphabet = _mm512_loadu_si512(kBase64Alphabet.data());
  // Bit positions of the eight fields inside each 64-bit lane: 10, 4, 22, 16, 42, 36, 54, 48.
  const __m512i shifts = _mm512_set1_epi64(0x3036242A1016040A);
  const std::uint8_t* in = bytes.data();
  std::size_t left = bytes.size();
  const auto encode = [&](__m512i v) __attribute__((target("avx512f,avx512bw,avx512vbmi"))) {
    const __m512i fields = _mm512_multishift_epi64_epi8(shifts, _mm512_permutexvar_epi8(spread, v));
    return _mm512_permutexvar_epi8(fields, alphabet);
  };
  for (; left >= 64; left -= 48, in += 48, out += 64) {
    _mm512_storeu_si512(out, encode(_mm512_loadu_si512(in)));
  }
  while (left > 0) {
    const std::size_t take = left < 48 ? left : 48;
    const std::size_t size = (take * 8 + 5) / 6;
    const __mmask64 in_mask = ~__mmask64{0} >> (64 - take);
    const __mmask64 out_mask = ~__mmask64{0} >> (64 - size);
    _mm512_mask_storeu_epi8(out, out_mask, encode(_mm512_maskz_loadu_epi8(in_mask, in)));
    out += size;
    for (std::size_t i = size; i % 4 != 0; ++i) *out++ = '=';
    left -= take;
    in += take;
  }
}

#endif

}  // namespace lake::kernels
