// How a view reads one value: scalars by value, everything else by a pointer into the encoded
// bytes.
//
// All of this assumes VALIDATED bytes (xdr/check.h): nothing here checks bounds again. RFC 4506
// encoding: big-endian, 4-byte alignment, lengths as uint32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <type_traits>

#include "base/bytes.h"
#include "xdr/cursor.h"

namespace lake::xdr {

inline constexpr std::size_t Padded(std::size_t size) { return (size + 3) & ~std::size_t{3}; }

// A fixed-length opaque value, such as a Hash.
template <std::size_t N>
class Fixed {
 public:
  explicit Fixed(const std::uint8_t* p) : p_(p) {}
  static constexpr std::size_t size() { return N; }
  const std::uint8_t* data() const { return p_; }
  Bytes bytes() const { return {p_, N}; }
  friend bool operator==(Fixed a, Fixed b) { return std::memcmp(a.p_, b.p_, N) == 0; }

 private:
  const std::uint8_t* p_;
};

// Generated classes and enums.
template <class T>
struct Codec {
  static constexpr std::size_t FixedSize() {
    if constexpr (std::is_enum_v<T>) {
      return 4;
    } else {
      return T::kFixedSize;
    }
  }
  static T Read(const std::uint8_t* p) {
    if constexpr (std::is_enum_v<T>) {
      return static_cast<T>(LoadU32(p));
    } else {
      return T(p);
    }
  }
  static const std::uint8_t* End(const std::uint8_t* p) {
    if constexpr (FixedSize() != 0) {
      return p + FixedSize();
    } else {
      return T::End(p);
    }
  }
};

template <class T, std::size_t Size>
struct ScalarCodec {
  static constexpr std::size_t FixedSize() { return Size; }
  static T Read(const std::uint8_t* p) {
    if constexpr (Size == 4) {
      return static_cast<T>(LoadU32(p));
    } else {
      return static_cast<T>(LoadU64(p));
    }
  }
  static const std::uint8_t* End(const std::uint8_t* p) { return p + Size; }
};
template <>
struct Codec<std::int32_t> : ScalarCodec<std::int32_t, 4> {};
template <>
struct Codec<std::uint32_t> : ScalarCodec<std::uint32_t, 4> {};
template <>
struct Codec<bool> : ScalarCodec<bool, 4> {};
template <>
struct Codec<std::int64_t> : ScalarCodec<std::int64_t, 8> {};
template <>
struct Codec<std::uint64_t> : ScalarCodec<std::uint64_t, 8> {};

template <std::size_t N>
struct Codec<Fixed<N>> {
  static constexpr std::size_t FixedSize() { return Padded(N); }
  static Fixed<N> Read(const std::uint8_t* p) { return Fixed<N>(p); }
  static const std::uint8_t* End(const std::uint8_t* p) { return p + Padded(N); }
};

// Variable-length opaque and string.
template <>
struct Codec<Bytes> {
  static constexpr std::size_t FixedSize() { return 0; }
  static Bytes Read(const std::uint8_t* p) { return {p + 4, LoadU32(p)}; }
  static const std::uint8_t* End(const std::uint8_t* p) { return p + 4 + Padded(LoadU32(p)); }
};

}  // namespace lake::xdr
