// Validation of whole values: after Check has returned true for a value, its views may be read
// freely.
#pragma once

#include "xdr/cursor.h"
#include "xdr/views.h"

namespace lake::xdr {

template <class T>
bool CheckEnum(Cursor& c) {
  std::uint32_t value;
  if (!c.U32(value)) return false;
  return IsKnown(static_cast<T>(value)) || c.UnknownEnum(value);
}

template <class T>
bool CheckValue(Cursor& c);

template <class T>
bool CheckOptional(Cursor& c) {
  const std::uint8_t* present = c.at();
  if (!c.Enter() || !c.Bool()) return false;
  if (LoadU32(present) == 1 && !CheckValue<T>(c)) return false;
  c.Leave();
  return true;
}

template <class T>
bool CheckArray(Cursor& c, std::uint32_t max, std::size_t element_size_min) {
  std::uint32_t count;
  if (!c.Enter() || !c.Count(max, element_size_min, count)) return false;
  for (; count > 0; --count) {
    if (!CheckValue<T>(c)) return false;
  }
  c.Leave();
  return true;
}

template <class T>
bool CheckFixedArray(Cursor& c, std::size_t count) {
  if (!c.Enter()) return false;
  for (; count > 0; --count) {
    if (!CheckValue<T>(c)) return false;
  }
  c.Leave();
  return true;
}

namespace check_detail {
template <class T>
struct Checker {
  static bool Check(Cursor& c) {
    if constexpr (std::is_enum_v<T>) {
      return CheckEnum<T>(c);
    } else if constexpr (std::is_same_v<T, bool>) {
      return c.Bool();
    } else if constexpr (std::is_arithmetic_v<T>) {
      return c.Skip(sizeof(T));
    } else {
      return T::Check(c);
    }
  }
};
template <>
struct Checker<Bytes> {
  static bool Check(Cursor& c) { return c.Blob(0xFFFFFFFFu); }
};
template <std::size_t N>
struct Checker<Fixed<N>> {
  static bool Check(Cursor& c) { return c.PaddedOpaque(N); }
};
template <class T>
struct Checker<Array<T>> {
  static bool Check(Cursor& c) { return CheckArray<T>(c, 0xFFFFFFFFu, 4); }
};
template <class T>
struct Checker<Optional<T>> {
  static bool Check(Cursor& c) { return CheckOptional<T>(c); }
};
}  // namespace check_detail

template <class T>
bool CheckValue(Cursor& c) {
  return check_detail::Checker<T>::Check(c);
}

// The view of one value that is exactly these bytes, or kDataLoss with the offset.
template <class T>
Result<T> Decode(Bytes bytes) {
  Cursor c(bytes);
  if (!CheckValue<T>(c)) return c.error();
  TRY(c.ExpectEnd());
  return Codec<T>::Read(bytes.data());
}

}  // namespace lake::xdr
