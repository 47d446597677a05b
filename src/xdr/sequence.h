// Views of values that hold others: arrays of variable and fixed length, and optional values.
//
// As in xdr/codec.h, the bytes are VALIDATED: only an index of the caller's own is checked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "base/check.h"
#include "xdr/codec.h"

namespace lake::xdr {

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
