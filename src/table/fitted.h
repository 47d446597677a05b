// How a number of a ledger becomes a value of a column that may be too narrow for it: uint32 in an
// INTEGER, uint64 in a BIGINT. A number that does not fit is NULL and counted, and a quality check
// fails; it is never cut off (decision D28). Plain values, safe from any thread.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <optional>
#include <type_traits>

#include "base/check.h"

namespace lake {

// A column's member of a Row: a value, nothing, or a number that T cannot hold.
template <class T>
class Fitted {
 public:
  constexpr Fitted() = default;  // nothing: there is no number

  // Any integer, also one of 128 bits.
  template <class Number>
  requires requires(Number n) { n >> 1; }
  constexpr Fitted(Number number) : state_(Holds(number) ? State::kValue : State::kTooLarge) {
    if (has_value()) value_ = static_cast<T>(number);
  }
  template <class Number>
  constexpr Fitted(const std::optional<Number>& number) {
    if (number) *this = Fitted(*number);
  }

  constexpr bool has_value() const { return state_ == State::kValue; }
  constexpr bool too_large() const { return state_ == State::kTooLarge; }  // or too small
  constexpr T operator*() const { return value_; }                         // requires has_value()

 private:
  enum class State : std::uint8_t { kNothing, kValue, kTooLarge };

  template <class Number>
  static constexpr bool Holds(Number number) {
    __extension__ using Wide = __int128;
    static_assert(sizeof(Number) < sizeof(Wide) || Number(-1) < Number(0));
    return Wide{number} >= Wide{std::numeric_limits<T>::min()} &&
           Wide{number} <= Wide{std::numeric_limits<T>::max()};
  }

  T value_ = 0;
  State state_ = State::kNothing;
};

// A number that fits wherever it comes from: a count of things that stand in a ledger's bytes, an
// enum's value.
template <std::integral Number>
constexpr std::int32_t Exactly(Number number) {
  const Fitted<std::int32_t> fitted(number);
  CHECK(fitted.has_value());
  return *fitted;
}
template <class Enum>
requires std::is_enum_v<Enum>
constexpr std::int32_t Exactly(Enum value) {
  return Exactly(static_cast<std::underlying_type_t<Enum>>(value));
}

}  // namespace lake
