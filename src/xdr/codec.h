// How a view reads one value: scalars by value, everything else by a pointer into the encoded
// bytes.
//
// All of this assumes VALIDATED bytes (xdr/check.h): nothing here checks bounds again. RFC 4506
// encoding: big-endian, 4-byte alignment, lengths as uint32.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>
#include <type_traits>

#include "base/bytes.h"
#include "base/check.h"
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

// A variable-length array. operator[] is O(1) only for elements of fixed size; iterating walks.
template <class T>
class Array {
 public:
  explicit Array(const std::uint8_t* p) : p_(p) {}

  class Iterator {
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    Iterator(const std::uint8_t* p, std::uint32_t left) : p_(p), left_(left) {}
    T operator*() const { return Codec<T>::Read(p_); }
    Iterator& operator++() {
      p_ = Codec<T>::End(p_);
      --left_;
      return *this;
    }
    void operator++(int) { ++*this; }
    const std::uint8_t* at() const { return p_; }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.left_ == b.left_; }

   private:
    const std::uint8_t* p_;
    std::uint32_t left_;
  };

  std::uint32_t size() const { return LoadU32(p_); }
  bool empty() const { return size() == 0; }
  Iterator begin() const { return {p_ + 4, size()}; }
  Iterator end() const { return {nullptr, 0}; }
  T operator[](std::uint32_t i) const;
  const std::uint8_t* at() const { return p_; }
  Bytes encoding() const;

 private:
  const std::uint8_t* p_;
};

template <class T>
struct Codec<Array<T>> {
  static constexpr std::size_t FixedSize() { return 0; }
  static Array<T> Read(const std::uint8_t* p) { return Array<T>(p); }
  static const std::uint8_t* End(const std::uint8_t* p) {
    std::uint32_t count = LoadU32(p);
    p += 4;
    if constexpr (Codec<T>::FixedSize() != 0) {
      return p + count * Codec<T>::FixedSize();
    } else {
      for (; count > 0; --count) p = Codec<T>::End(p);
      return p;
    }
  }
};

template <class T>
T Array<T>::operator[](std::uint32_t i) const {
  CHECK(i < size());
  const std::uint8_t* p = p_ + 4;
  if constexpr (Codec<T>::FixedSize() != 0) {
    p += i * Codec<T>::FixedSize();
  } else {
    for (; i > 0; --i) p = Codec<T>::End(p);
  }
  return Codec<T>::Read(p);
}

template <class T>
Bytes Array<T>::encoding() const {
  return {p_, Codec<Array<T>>::End(p_)};
}

template <class T, std::size_t N>
class FixedArray {
 public:
  explicit FixedArray(const std::uint8_t* p) : p_(p) {}
  static constexpr std::size_t size() { return N; }
  T operator[](std::size_t i) const {
    CHECK(i < N);
    const std::uint8_t* p = p_;
    for (; i > 0; --i) p = Codec<T>::End(p);
    return Codec<T>::Read(p);
  }

 private:
  const std::uint8_t* p_;
};
template <class T, std::size_t N>
struct Codec<FixedArray<T, N>> {
  static constexpr std::size_t FixedSize() { return N * Codec<T>::FixedSize(); }
  static FixedArray<T, N> Read(const std::uint8_t* p) { return FixedArray<T, N>(p); }
  static const std::uint8_t* End(const std::uint8_t* p) {
    for (std::size_t i = 0; i < N; ++i) p = Codec<T>::End(p);
    return p;
  }
};

// An optional value (XDR `T*`).
template <class T>
class Optional {
 public:
  explicit Optional(const std::uint8_t* p) : p_(p) {}
  explicit operator bool() const { return LoadU32(p_) != 0; }
  T operator*() const {
    CHECK(LoadU32(p_) != 0);
    return Codec<T>::Read(p_ + 4);
  }
  const std::uint8_t* at() const { return p_; }

 private:
  const std::uint8_t* p_;
};
template <class T>
struct Codec<Optional<T>> {
  static constexpr std::size_t FixedSize() { return 0; }
  static Optional<T> Read(const std::uint8_t* p) { return Optional<T>(p); }
  static const std::uint8_t* End(const std::uint8_t* p) {
    return LoadU32(p) != 0 ? Codec<T>::End(p + 4) : p + 4;
  }
};

}  // namespace lake::xdr
