#include "sink/text_rows.h"

#include <fmt/format.h>

#include <chrono>
#include <iterator>

#include "base/json_text.h"

namespace lake {
namespace {

constexpr std::string_view kSrc = "_src";
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// Any value but text; both formats write these alike.
void AppendPlain(std::string& out, const ColumnBlock& column, std::size_t i) {
  switch (column.column().type) {
    case ColumnType::kBool:
      out += column.Bool(i) ? "true" : "false";
      return;
    case ColumnType::kTimestamp:
      AppendTime(out, column.Integer(i));
      return;
    default:
      fmt::format_to(std::back_inserter(out), "{}", column.Integer(i));
  }
}

void AppendCsvText(std::string& out, std::string_view text) {
  if (!text.empty() && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

}  // namespace

void AppendTime(std::string& out, std::int64_t micros) {
  using std::chrono::floor;
  const std::chrono::sys_time<std::chrono::microseconds> time{std::chrono::microseconds(micros)};
  const auto day = floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  fmt::format_to(std::back_inserter(out), "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}",
                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()), clock.hours().count(), clock.minutes().count(),
                 clock.seconds().count());
  const std::int64_t fraction = clock.subseconds().count() % kMicrosPerSecond;
  if (fraction != 0) fmt::format_to(std::back_inserter(out), ".{:06}", fraction);
  out += 'Z';
}

void AppendJsonRow(std::string& out, std::span<const ColumnBlock> columns, std::size_t i,
                   std::string_view src) {
  char separator = '{';
  for (const ColumnBlock& column : columns) {
    out += separator;
    separator = ',';
    AppendJsonString(out, column.column().name);
    out += ':';
    const ColumnType type = column.column().type;
    if (column.IsNull(i)) {
      out += "null";
    } else if (type == ColumnType::kText) {
      AppendJsonString(out, column.Text(i));
    } else if (type == ColumnType::kTimestamp) {
      out += '"';
      AppendTime(out, column.Integer(i));
      out += '"';
    } else {
      AppendPlain(out, column, i);
    }
  }
  if (!src.empty()) {
    out += ',';
    AppendJsonString(out, kSrc);
    out += ':';
    AppendJsonString(out, src);
  }
  out += "}\n";
}

void AppendCsvRow(std::string& out, std::span<const ColumnBlock> columns, std::size_t i,
                  std::string_view src) {
  bool first = true;
  for (const ColumnBlock& column : columns) {
    if (!first) out += ',';
    first = false;
    if (column.IsNull(i)) continue;
    if (column.column().type == ColumnType::kText) {
      AppendCsvText(out, column.Text(i));
    } else {
      AppendPlain(out, column, i);
    }
  }
  if (!src.empty()) {
    out += ',';
    AppendCsvText(out, src);
  }
  out += "\r\n";
}

void AppendCsvHeader(std::string& out, std::span<const ColumnSpec> columns, bool src) {
  bool first = true;
  for (const ColumnSpec& column : columns) {
    if (!first) out += ',';
    first = false;
    out += column.name;
  }
  if (src) fmt::format_to(std::back_inserter(out), ",{}", kSrc);
  out += "\r\n";
}

}  // namespace lake
