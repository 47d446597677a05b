#include "base/char_set.h"

#include <algorithm>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lake {
namespace {

using Rows = std::array<std::uint8_t, 16>;
using Scan = bool (*)(const CharSet& set, const Rows& rows, std::string_view text);

bool HasAllOneByOne(const CharSet& set, const Rows&, std::string_view text) {
  return std::ranges::all_of(text, [&set](char c) { return set.Has(c); });
}

#if defined(__x86_64__)
// Two lookups by the halves of a character: the row that its low half names, and the bit that its
// high half names. Both are nothing for a character beyond ASCII.
struct Tables {
  __m256i row_of, bit_of;
};

__attribute__((target("avx2"))) inline __m256i Outside(const Tables& tables, __m256i c) {
  const __m256i row = _mm256_shuffle_epi8(tables.row_of, c);
  const __m256i high = _mm256_and_si256(_mm256_srli_epi16(c, 4), _mm256_set1_epi8(15));
  const __m256i inside = _mm256_and_si256(row, _mm256_shuffle_epi8(tables.bit_of, high));
  return _mm256_cmpeq_epi8(inside, _mm256_setzero_si256());
}

template <class Piece>
__attribute__((target("avx2"))) inline Piece Load(const char* at) {
  Piece piece;
  std::memcpy(&piece, at, sizeof piece);
  return piece;
}

// The last piece overlaps the one before it, so that no character is left over.
__attribute__((target("avx2"))) bool HasAllAvx2(const CharSet& set, const Rows& rows,
                                                std::string_view text) {
  constexpr std::size_t kBlock = 32;
  const Tables tables{
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(rows.data()))),
      _mm256_broadcastsi128_si256(
          _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0))};
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  __m256i outside;
  if (text.size() >= kBlock) {
    outside = Outside(tables, Load<__m256i>(end - kBlock));
    for (const char* at = begin; at + kBlock < end; at += kBlock) {
      outside = _mm256_or_si256(outside, Outside(tables, Load<__m256i>(at)));
    }
  } else if (text.size() >= kBlock / 2) {
    outside = Outside(tables,
                      _mm256_set_m128i(Load<__m128i>(begin), Load<__m128i>(end - sizeof(__m128i))));
  } else if (text.size() >= kBlock / 4) {
    const __m128i both =
        _mm_set_epi64x(Load<long long>(begin), Load<long long>(end - sizeof(long long)));
    outside = Outside(tables, _mm256_broadcastsi128_si256(both));
  } else {
    return HasAllOneByOne(set, rows, text);
  }
  return _mm256_testz_si256(outside, outside) != 0;
}
#endif

Scan ChooseScan() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return HasAllAvx2;
#endif
  return HasAllOneByOne;
}

}  // namespace

bool CharSet::HasAll(std::string_view text) const {
  static const Scan scan = ChooseScan();
  return scan(*this, rows_, text);
}

}  // namespace lake
