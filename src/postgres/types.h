// How PostgreSQL's binary protocol writes values: type numbers and the origin of its timestamps
// (pg_type.dat, timestamp.h of PostgreSQL). Internal to postgres/.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>

namespace lake::pg {

using Oid = unsigned int;

inline constexpr Oid kBool = 16;
inline constexpr Oid kBytea = 17;
inline constexpr Oid kName = 19;
inline constexpr Oid kInt8 = 20;
inline constexpr Oid kInt2 = 21;
inline constexpr Oid kInt4 = 23;
inline constexpr Oid kText = 25;
inline constexpr Oid kOid = 26;
inline constexpr Oid kJson = 114;
inline constexpr Oid kVarchar = 1043;
inline constexpr Oid kTimestamp = 1114;
inline constexpr Oid kTimestampTz = 1184;

// Microseconds from 1970 to 2000, where PostgreSQL begins to count.
inline constexpr std::int64_t kEpochMicros = 946'684'800'000'000;
// The instants it can hold, in its own count: 4713 BC to 294276.
inline constexpr std::int64_t kInstantMin = -211'813'488'000'000'000;
inline constexpr std::int64_t kInstantEnd = 9'223'371'331'200'000'000;

template <class Number>
inline Number ToNetworkOrder(Number number) {
  static_assert(std::endian::native == std::endian::little);
  if constexpr (sizeof number == 8) {
    return static_cast<Number>(__builtin_bswap64(static_cast<std::uint64_t>(number)));
  } else if constexpr (sizeof number == 4) {
    return static_cast<Number>(__builtin_bswap32(static_cast<std::uint32_t>(number)));
  } else {
    static_assert(sizeof number == 2);
    return static_cast<Number>(__builtin_bswap16(static_cast<std::uint16_t>(number)));
  }
}

template <class Number>
inline Number Load(const char* from) {
  Number number;
  std::memcpy(&number, from, sizeof number);
  return ToNetworkOrder(number);
}

template <class Number>
inline char* Store(char* to, Number number) {
  number = ToNetworkOrder(number);
  std::memcpy(to, &number, sizeof number);
  return to + sizeof number;
}

}  // namespace lake::pg
