#include "base/char_set.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace lake {
namespace {

using Rows = std::array<std::uint8_t, 16>;
// The number of characters at the beginning of `text` that were looked at, or npos when one of them
// is not in the set.
using Scan = std::size_t (*)(const Rows& rows, std::string_view text);

std::size_t ScanNone(const Rows&, std::string_view) { return 0; }

#if defined(__x86_64__)
// Two lookups by the halves of a character: the row that its low half names, and the bit that its
// high half names. Both are nothing for a character beyond ASCII.
__attribute__((target("avx2"))) std::size_t ScanAvx2(const Rows& rows, std::string_view text) {
  constexpr std::size_t kBlock = 32;
  const __m256i row_of =
      _mm256_broadcastsi128_si256(_mm_loadu_si128(reinterpret_cast<const __m128i*>(rows.data())));
  const __m256i bit_of = _mm256_broadcastsi128_si256(
      _mm_setr_epi8(1, 2, 4, 8, 16, 32, 64, -128, 0, 0, 0, 0, 0, 0, 0, 0));
  const __m256i low_half = _mm256_set1_epi8(15);
  const __m256i zero = _mm256_setzero_si256();
  __m256i outside = zero;
  std::size_t at = 0;
  for (; at + kBlock <= text.size(); at += kBlock) {
    const __m256i c = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(text.data() + at));
    const __m256i row = _mm256_shuffle_epi8(row_of, c);
    const __m256i high = _mm256_and_si256(_mm256_srli_epi16(c, 4), low_half);
    const __m256i inside = _mm256_and_si256(row, _mm256_shuffle_epi8(bit_of, high));
    outside = _mm256_or_si256(outside, _mm256_cmpeq_epi8(inside, zero));
  }
  return _mm256_testz_si256(outside, outside) != 0 ? at : std::string_view::npos;
}
#endif

Scan ChooseScan() {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("avx2")) return ScanAvx2;
#endif
  return ScanNone;
}

}  // namespace

bool CharSet::HasAll(std::string_view text) const {
  static const Scan scan = ChooseScan();
  std::size_t at = scan(rows_, text);
  if (at == std::string_view::npos) return false;
  for (; at < text.size(); ++at) {
    if (!Has(text[at])) return false;
  }
  return true;
}

}  // namespace lake
