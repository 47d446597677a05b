// A value bound to a statement's parameter. Texts and bytes are views: they must live until the
// statement was sent.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/bytes.h"

namespace lake {

class PgValue {
 public:
  PgValue(std::nullptr_t) {}
  template <std::integral Number>
  requires(sizeof(Number) < 8 || std::signed_integral<Number>) PgValue(Number number) {
    if constexpr (std::same_as<Number, bool>) {
      value_ = number;
    } else {
      value_ = std::int64_t{number};
    }
  }
  PgValue(const char* text) : value_(std::string_view(text)) {}
  PgValue(std::string_view text) : value_(text) {}
  PgValue(const std::string& text) : value_(std::string_view(text)) {}
  PgValue(Bytes bytes) : value_(bytes) {}
  template <class T>
  PgValue(const std::optional<T>& value) {
    if (value) *this = PgValue(*value);
  }

  // NULL, boolean, bigint, text, bytea.
  using Variant = std::variant<std::monostate, bool, std::int64_t, std::string_view, Bytes>;
  const Variant& get() const { return value_; }

 private:
  Variant value_;
};

}  // namespace lake
