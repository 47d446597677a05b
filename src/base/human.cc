#include "base/human.h"

#include <fmt/core.h>

#include <array>
#include <charconv>
#include <cmath>

namespace lake {
namespace {

struct SizeUnit {
  std::string_view name;  // lower case
  double bytes;
};
constexpr std::array kSizeUnits = {
    SizeUnit{"", 1},       SizeUnit{"b", 1},        SizeUnit{"k", 0x1p10}, SizeUnit{"kib", 0x1p10},
    SizeUnit{"m", 0x1p20}, SizeUnit{"mib", 0x1p20}, SizeUnit{"g", 0x1p30}, SizeUnit{"gib", 0x1p30},
    SizeUnit{"t", 0x1p40}, SizeUnit{"tib", 0x1p40}, SizeUnit{"kb", 1e3},   SizeUnit{"mb", 1e6},
    SizeUnit{"gb", 1e9},   SizeUnit{"tb", 1e12},
};

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

std::string FormatDuration(std::int64_t micros) {
  if (micros < 0) return "-" + FormatDuration(-micros);
  if (micros < 1'000) return fmt::format("{} µs", micros);
  if (micros < 1'000'000) return fmt::format("{} ms", micros / 1'000);
  // Rounded up to a minute, 59.96 s would print as "60.0 s".
  if (micros < 59'950'000) return fmt::format("{:.1f} s", static_cast<double>(micros) / 1e6);
  const std::int64_t seconds = (micros + 500'000) / 1'000'000;
  const std::int64_t minutes = seconds / 60;
  if (minutes < 60) return fmt::format("{}m {:02}s", minutes, seconds % 60);
  if (minutes < 24 * 60) return fmt::format("{}h {:02}m", minutes / 60, minutes % 60);
  return fmt::format("{}d {:02}h", minutes / (24 * 60), minutes / 60 % 24);
}

Result<std::uint64_t> ParseByteSize(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [next, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc() || std::signbit(value)) return BadByteSize(text);
  std::string_view rest(next, static_cast<std::size_t>(end - next));
  if (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  std::string unit(rest);
  for (char& c : unit) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  for (const SizeUnit& known : kSizeUnits) {
    if (known.name != unit) continue;
    const double bytes = std::floor(value * known.bytes);
    if (!(bytes < 0x1p63)) return BadByteSize(text);
    return static_cast<std::uint64_t>(bytes);
  }
  return BadByteSize(text);
}

}  // namespace lake
