#include "tables/claim_predicate.h"

#include <fmt/format.h>

#include <array>

#include "stellar/integer_text.h"

namespace lake {
namespace {

constexpr std::int64_t kSecondsPerDay = 86'400;

struct Date {
  std::int64_t year;
  std::int64_t month;
  std::int64_t day;
};

// The proleptic Gregorian date of a day number (0 = 1970-01-01), for any day an int64 of seconds
// can name: eras of 400 years, years that begin in March.
Date DateOf(std::int64_t day_number) {
  constexpr std::int64_t kDaysPerEra = 146'097;
  constexpr std::int64_t kEpochShift = 719'468;  // days from 0000-03-01 to 1970-01-01
  const std::int64_t shifted = day_number + kEpochShift;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - (kDaysPerEra - 1)) / kDaysPerEra;
  const std::int64_t day_of_era = shifted - era * kDaysPerEra;
  const std::int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t month_from_march = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
  const std::int64_t month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
  return {year_of_era + era * 400 + (month <= 2 ? 1 : 0), month, day};
}

// ISO 8601; years behind 9999 have a plus in front.
void WriteInstant(JsonWriter& json, std::int64_t unix_seconds) {
  std::int64_t days = unix_seconds / kSecondsPerDay;
  std::int64_t second = unix_seconds % kSecondsPerDay;
  if (second < 0) {
    second += kSecondsPerDay;
    --days;
  }
  const Date date = DateOf(days);
  std::array<char, 64> text;
  const auto end = fmt::format_to_n(
      text.data(), text.size(), "{}{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z",
      date.year > 9999 ? "+" : (date.year < 0 ? "-" : ""), date.year < 0 ? -date.year : date.year,
      date.month, date.day, second / 3600, second / 60 % 60, second % 60);
  json.Plain({text.data(), end.size});
}

void WriteInteger(JsonWriter& json, std::int64_t value) {
  std::array<char, kMaxInt64Text> digits;
  json.Plain({digits.data(), WriteInt64(digits.data(), value)});
}

void WriteAll(JsonWriter& json, xdr::Array<xdr::ClaimPredicate> predicates) {
  json.OpenArray();
  for (const xdr::ClaimPredicate predicate : predicates) WriteClaimPredicate(json, predicate);
  json.CloseArray();
}

}  // namespace

void WriteClaimPredicate(JsonWriter& json, xdr::ClaimPredicate predicate) {
  using Type = xdr::ClaimPredicateType;
  json.OpenObject();
  switch (predicate.type()) {
    case Type::CLAIM_PREDICATE_UNCONDITIONAL:
      json.Key("unconditional").Bool(true);
      break;
    case Type::CLAIM_PREDICATE_AND:
      WriteAll(json.Key("and"), predicate.andPredicates());
      break;
    case Type::CLAIM_PREDICATE_OR:
      WriteAll(json.Key("or"), predicate.orPredicates());
      break;
    case Type::CLAIM_PREDICATE_NOT:
      json.Key("not");
      if (const auto inner = predicate.notPredicate()) {
        WriteClaimPredicate(json, *inner);
      } else {
        json.Null();
      }
      break;
    case Type::CLAIM_PREDICATE_BEFORE_ABSOLUTE_TIME:
      WriteInstant(json.Key("abs_before"), predicate.absBefore());
      WriteInteger(json.Key("abs_before_epoch"), predicate.absBefore());
      break;
    case Type::CLAIM_PREDICATE_BEFORE_RELATIVE_TIME:
      WriteInteger(json.Key("rel_before"), predicate.relBefore());
      break;
  }
  json.CloseObject();
}

}  // namespace lake
