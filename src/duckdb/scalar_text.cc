#include "duckdb/scalar_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/check.h"
#include "base/hex.h"
#include "duckdb/query_result.h"

namespace lake {
namespace {

__extension__ using Int128 = __int128;
__extension__ using Uint128 = unsigned __int128;

template <class T>
T At(const void* values, std::size_t row) {
  return static_cast<const T*>(values)[row];
}

void AppendInt(std::string& out, Int128 value) {
  fmt::format_to(std::back_inserter(out), "{}", value);
}

Uint128 Join(std::uint64_t upper, std::uint64_t lower) { return Uint128{upper} << 64 | lower; }

// Any integer up to 128 bits signed; false for other types.
bool ReadInt(duckdb_type type, const void* values, std::size_t row, Int128& value) {
  switch (type) {
    case DUCKDB_TYPE_TINYINT:
      value = At<std::int8_t>(values, row);
      return true;
    case DUCKDB_TYPE_SMALLINT:
      value = At<std::int16_t>(values, row);
      return true;
    case DUCKDB_TYPE_INTEGER:
      value = At<std::int32_t>(values, row);
      return true;
    case DUCKDB_TYPE_BIGINT:
      value = At<std::int64_t>(values, row);
      return true;
    case DUCKDB_TYPE_UTINYINT:
      value = At<std::uint8_t>(values, row);
      return true;
    case DUCKDB_TYPE_USMALLINT:
      value = At<std::uint16_t>(values, row);
      return true;
    case DUCKDB_TYPE_UINTEGER:
      value = At<std::uint32_t>(values, row);
      return true;
    case DUCKDB_TYPE_UBIGINT:
      value = At<std::uint64_t>(values, row);
      return true;
    case DUCKDB_TYPE_HUGEINT: {
      auto huge = At<duckdb_hugeint>(values, row);
      value = static_cast<Int128>(Join(static_cast<std::uint64_t>(huge.upper), huge.lower));
      return true;
    }
    default:
      return false;
  }
}

// Shortest text that reads back as the same number; whole numbers keep a ".0" as sign of their
// type.
template <class Float>
void AppendFloat(std::string& out, Float value) {
  std::string text = fmt::format("{}", value);
  if (std::isfinite(value) && text.find_first_of(".e") == std::string::npos) text += ".0";
  out += text;
}

void AppendDate(std::string& out, std::int32_t days) {
  duckdb_date_struct date = duckdb_from_date({days});
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

void AppendTime(std::string& out, std::int64_t micros) {
  constexpr std::int64_t kSecond = 1'000'000;
  std::int64_t seconds = micros / kSecond;
  fmt::format_to(std::back_inserter(out), "{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60,
                 seconds % 60);
  if (micros % kSecond == 0) return;
  std::string fraction = fmt::format(".{:06}", micros % kSecond);
  fraction.erase(fraction.find_last_not_of('0') + 1);
  out += fraction;
}

void AppendTimestamp(std::string& out, std::int64_t micros) {
  constexpr std::int64_t kDay = 86'400'000'000;
  constexpr std::int64_t kInfinity = std::numeric_limits<std::int64_t>::max();
  if (micros == kInfinity || micros == -kInfinity) {
    out += micros > 0 ? "infinity" : "-infinity";
    return;
  }
  std::int64_t days = micros / kDay - (micros % kDay < 0 ? 1 : 0);
  AppendDate(out, static_cast<std::int32_t>(days));
  out += ' ';
  AppendTime(out, micros - days * kDay);
}

// An infinite timestamp of any unit stays infinite.
std::int64_t ToMicros(std::int64_t value, std::int64_t micros_per_unit) {
  constexpr std::int64_t kInfinity = std::numeric_limits<std::int64_t>::max();
  if (value > kInfinity / micros_per_unit) return kInfinity;
  return value < -kInfinity / micros_per_unit ? -kInfinity : value * micros_per_unit;
}

// 1 year 2 months 3 days 04:05:06
void AppendInterval(std::string& out, const duckdb_interval& interval) {
  std::string text;
  auto part = [&](std::int32_t count, const char* unit) {
    if (count == 0) return;
    text += fmt::format("{}{} {}{}", text.empty() ? "" : " ", count, unit,
                        count == 1 || count == -1 ? "" : "s");
  };
  part(interval.months / 12, "year");
  part(interval.months % 12, "month");
  part(interval.days, "day");
  if (interval.micros != 0 || text.empty()) {
    if (!text.empty()) text += ' ';
    if (interval.micros < 0) text += '-';
    AppendTime(text, interval.micros < 0 ? -interval.micros : interval.micros);
  }
  out += text;
}

void AppendUuid(std::string& out, const duckdb_hugeint& value) {
  // Stored with the top bit turned over, so that it sorts as text does.
  std::uint64_t upper = static_cast<std::uint64_t>(value.upper) ^ (std::uint64_t{1} << 63);
  std::string hex = fmt::format("{:016x}{:016x}", upper, value.lower);
  for (std::size_t place : {20u, 16u, 12u, 8u}) hex.insert(place, 1, '-');
  out += hex;
}

void AppendBlob(std::string& out, std::string_view bytes) {
  for (char c : bytes) {
    auto byte = static_cast<unsigned char>(c);
    bool plain = byte >= ' ' && byte < 0x7F && c != '\\' && c != '\'' && c != '"';
    plain ? out += c : out += fmt::format("\\x{:02X}", byte);
  }
}

bool AppendMoment(std::string& out, duckdb_type type, const void* values, std::size_t row) {
  switch (type) {
    case DUCKDB_TYPE_DATE:
      AppendDate(out, At<std::int32_t>(values, row));
      return true;
    case DUCKDB_TYPE_TIME:
      AppendTime(out, At<std::int64_t>(values, row));
      return true;
    case DUCKDB_TYPE_TIMESTAMP:
      AppendTimestamp(out, At<std::int64_t>(values, row));
      return true;
    case DUCKDB_TYPE_TIMESTAMP_TZ:
      AppendTimestamp(out, At<std::int64_t>(values, row));
      out += "+00";
      return true;
    case DUCKDB_TYPE_TIMESTAMP_S:
      AppendTimestamp(out, ToMicros(At<std::int64_t>(values, row), 1'000'000));
      return true;
    case DUCKDB_TYPE_TIMESTAMP_MS:
      AppendTimestamp(out, ToMicros(At<std::int64_t>(values, row), 1'000));
      return true;
    case DUCKDB_TYPE_TIMESTAMP_NS:
      AppendTimestamp(out, At<std::int64_t>(values, row) / 1'000);
      return true;
    case DUCKDB_TYPE_INTERVAL:
      AppendInterval(out, At<duckdb_interval>(values, row));
      return true;
    default:
      return false;
  }
}

}  // namespace

bool AppendScalar(std::string& out, duckdb_type type, const void* values, std::size_t row) {
  Int128 integer = 0;
  if (ReadInt(type, values, row, integer)) {
    AppendInt(out, integer);
    return true;
  }
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      out += At<bool>(values, row) ? "true" : "false";
      return true;
    case DUCKDB_TYPE_UHUGEINT: {
      auto huge = At<duckdb_uhugeint>(values, row);
      fmt::format_to(std::back_inserter(out), "{}", Join(huge.upper, huge.lower));
      return true;
    }
    case DUCKDB_TYPE_FLOAT:
      AppendFloat(out, At<float>(values, row));
      return true;
    case DUCKDB_TYPE_DOUBLE:
      AppendFloat(out, At<double>(values, row));
      return true;
    case DUCKDB_TYPE_UUID:
      AppendUuid(out, At<duckdb_hugeint>(values, row));
      return true;
    case DUCKDB_TYPE_BLOB:
      AppendBlob(out, TextOf(static_cast<const duckdb_string_t*>(values)[row]));
      return true;
    default:
      return AppendMoment(out, type, values, row);
  }
}

void AppendDecimal(std::string& out, duckdb_type type, const void* values, std::size_t row,
                   std::uint8_t scale) {
  Int128 unscaled = 0;
  CHECK(ReadInt(type, values, row, unscaled));
  std::string digits;
  AppendInt(digits, unscaled);
  std::size_t sign = digits.front() == '-' ? 1 : 0;
  if (scale > 0) {
    if (digits.size() - sign <= scale) digits.insert(sign, scale + 1 - (digits.size() - sign), '0');
    digits.insert(digits.size() - scale, 1, '.');
  }
  out += digits;
}

std::size_t EnumIndex(duckdb_type stored_as, const void* values, std::size_t row) {
  Int128 index = 0;
  CHECK(ReadInt(stored_as, values, row, index));
  return static_cast<std::size_t>(index);
}

}  // namespace lake
