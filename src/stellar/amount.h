// Amounts and prices as text with exactly seven fraction digits (contract/tables.yaml `decimal7`).
//
// One unit of an asset is 10,000,000 stroops. All arithmetic is on integers, so no digit is ever
// lost: 922337203685.4775807 prints as such. Pure functions; text lives in the arena.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/arena.h"
#include "stellar/integer_text.h"

namespace lake {

std::string_view Decimal7(Arena& arena, std::int64_t stroops);
// Amounts of asset contract events, which have 128 bits.
std::string_view LongDecimal7(Arena& arena, Int128 stroops);

// n/d rounded to seven digits, halves away from zero. None when d is 0, which only operations that
// failed can say.
std::optional<std::string_view> PriceText(Arena& arena, std::int64_t n, std::int64_t d);

// The same price without rounding and unreduced: "N/D", and {"d":D,"n":N}.
std::string_view PriceFraction(Arena& arena, std::int32_t n, std::int32_t d);
std::string_view PriceJson(Arena& arena, std::int32_t n, std::int32_t d);

}  // namespace lake
