#include "base/human.h"

#include <fmt/core.h>

#include <array>
#include <charconv>

namespace lake {
namespace {

struct SizeUnit {
  std::string_view name;  // lower case
  std::uint64_t bytes;
};
constexpr std::uint64_t kK = 1'000, kM = kK * kK, kG = kM * kK, kT = kG * kK;
constexpr SizeUnit kSizeUnits[] = {
    {"", 1},           {"b", 1},
    {"k", 1ULL << 10}, {"kib", 1ULL << 10},
    {"m", 1ULL << 20}, {"mib", 1ULL << 20},
    {"g", 1ULL << 30}, {"gib", 1ULL << 30},
    {"t", 1ULL << 40}, {"tib", 1ULL << 40},
    {"kb", kK},        {"mb", kM},
    {"gb", kG},        {"tb", kT},
};
// Sizes meet signed 64-bit numbers in databases and file systems.
constexpr std::uint64_t kSizeMax = INT64_MAX;

const SizeUnit* FindSizeUnit(std::string_view name) {
  std::string lower(name);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const SizeUnit& unit : kSizeUnits) {
    if (unit.name == lower) return &unit;
  }
  return nullptr;
}

Error BadByteSize(std::string_view text) {
  return {Code::kInvalidArgument,
          fmt::format("'{}' is not a size: write 4096, 256MiB or 1.5GB", text)};
}

}  // namespace

std::string FormatCount(std::uint64_t count) {
  std::string text = std::to_string(count);
  for (std::size_t i = text.size(); i > 3;) {
    i -= 3;
    text.insert(i, 1, ',');
  }
  return text;
}

std::string FormatCount(std::uint64_t count, std::string_view noun, std::string_view plural) {
  const std::string number = FormatCount(count);
  if (count == 1) return fmt::format("{} {}", number, noun);
  return plural.empty() ? fmt::format("{} {}s", number, noun)
                        : fmt::format("{} {}", number, plural);
}

std::string FormatBytes(std::uint64_t bytes) {
  if (bytes < 1024) return fmt::format("{} B", bytes);
  constexpr std::array kUnits = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  // 999.5 and more would print as four digits.
  while (value >= 999.5 && unit + 1 < kUnits.size()) {
    value /= 1024;
    ++unit;
  }
  const int decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0;
  return fmt::format("{:.{}f} {}", value, decimals, kUnits[unit]);
}

std::string FormatDuration(std::int64_t signed_micros) {
  const char* sign = signed_micros < 0 ? "-" : "";
  auto micros = static_cast<std::uint64_t>(signed_micros);
  if (signed_micros < 0) micros = 0 - micros;
  if (micros < 1'000) return fmt::format("{}{} µs", sign, micros);
  if (micros < 1'000'000) return fmt::format("{}{} ms", sign, micros / 1'000);
  // Rounded up to a minute, 59.96 s would print as "60.0 s".
  if (micros < 59'950'000) {
    return fmt::format("{}{:.1f} s", sign, static_cast<double>(micros) / 1e6);
  }
  const std::uint64_t seconds = (micros + 500'000) / 1'000'000;
  const std::uint64_t minutes = seconds / 60;
  const std::uint64_t hours = minutes / 60;
  if (hours == 0) return fmt::format("{}{}m {:02}s", sign, minutes, seconds % 60);
  if (hours < 24) return fmt::format("{}{}h {:02}m", sign, hours, minutes % 60);
  return fmt::format("{}{}d {:02}h", sign, hours / 24, hours % 24);
}

Result<std::uint64_t> ParseByteSize(std::string_view text) {
  const char* const end = text.data() + text.size();
  std::uint64_t whole = 0;
  const auto digits = std::from_chars(text.data(), end, whole);
  if (digits.ec != std::errc()) return BadByteSize(text);
  const char* next = digits.ptr;
  double fraction = 0;
  if (next != end && *next == '.') {
    const auto read = std::from_chars(next, end, fraction, std::chars_format::fixed);
    if (read.ec != std::errc()) return BadByteSize(text);
    next = read.ptr;
  }
  std::string_view rest(next, static_cast<std::size_t>(end - next));
  if (rest.starts_with(' ')) rest.remove_prefix(1);
  const SizeUnit* unit = FindSizeUnit(rest);
  std::uint64_t bytes = 0;
  if (unit == nullptr || __builtin_mul_overflow(whole, unit->bytes, &bytes)) {
    return BadByteSize(text);
  }
  const auto part = static_cast<std::uint64_t>(fraction * static_cast<double>(unit->bytes));
  if (bytes > kSizeMax || part > kSizeMax - bytes) return BadByteSize(text);
  return bytes + part;
}

Result<std::int64_t> ParseDuration(std::string_view text) {
  constexpr std::int64_t kSecondMs = 1'000;
  constexpr std::int64_t kDayMs = 24 * 3600 * kSecondMs;
  constexpr std::int64_t kMax = 100 * 366 * kDayMs;
  const Error bad{Code::kInvalidArgument,
                  fmt::format("'{}' is not a time: write 7d, 12h, 30m or 90s", text)};
  std::uint32_t count = 0;
  const char* const end = text.data() + text.size();
  const auto digits = std::from_chars(text.data(), end, count);
  if (digits.ec != std::errc()) return bad;
  const std::string_view unit(digits.ptr, static_cast<std::size_t>(end - digits.ptr));
  std::int64_t each = 0;
  if (unit == "d") each = kDayMs;
  if (unit == "h") each = 3600 * kSecondMs;
  if (unit == "m") each = 60 * kSecondMs;
  if (unit == "s") each = kSecondMs;
  if (each == 0 && (count != 0 || !unit.empty())) return bad;
  const std::int64_t total = each * count;
  return total > kMax ? Result<std::int64_t>(bad) : Result<std::int64_t>(total);
}

}  // namespace lake
