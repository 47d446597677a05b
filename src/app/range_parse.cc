#include <fmt/format.h>

#include <chrono>
#include <limits>
#include <optional>

#include "app/range.h"

namespace lake {
namespace {

constexpr std::int64_t kLastSequence = std::numeric_limits<std::uint32_t>::max();
constexpr std::int64_t kUnitMax = 1'000'000;  // M
constexpr std::int64_t kSecondsPerDay = 86'400;
constexpr std::string_view kForms =
    "write it like 53312000:53313000, 53.3M:, :latest, -1000: or 2024-09-01:2024-09-02";

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Reads one bound after the other out of the text of a range. A failed read leaves the place alone.
class BoundReader {
 public:
  explicit BoundReader(std::string_view text) : text_(text) {}

  bool at_end() const { return place_ == text_.size(); }
  bool Take(char c) {
    if (at_end() || text_[place_] != c) return false;
    ++place_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (text_.substr(place_, word.size()) != word) return false;
    place_ += word.size();
    return true;
  }

  // `as_last`: a whole day then means its last second.
  std::optional<RangeBound> Bound(bool as_last) {
    if (TakeWord("latest") || TakeWord("newest"))
      return RangeBound{RangeBound::Kind::kFromNewest, 1};
    if (std::optional<RangeBound> time = Time(as_last)) return time;
    RangeBound::Kind kind = RangeBound::Kind::kLedger;
    if (Take('-'))
      kind = RangeBound::Kind::kFromNewest;
    else if (as_last && Take('+'))
      kind = RangeBound::Kind::kCount;
    std::optional<std::int64_t> number = Number();
    if (!number) return std::nullopt;
    if (*number == 0)
      return kind == RangeBound::Kind::kLedger ? std::optional(RangeBound{}) : std::nullopt;
    return RangeBound{kind, *number};
  }

 private:
  // 53312000, 53,312,000, 53_312_000, 53.3M, 100k: exact, or nothing.
  std::optional<std::int64_t> Number() {
    std::int64_t value = 0;
    std::int64_t fraction_scale = 0;  // 0 = no point yet, else 10 to the number of digits after it
    bool any = false;
    for (; !at_end(); ++place_) {
      char c = text_[place_];
      if (IsDigit(c)) {
        value = value * 10 + (c - '0');
        if (fraction_scale > 0) fraction_scale *= 10;
        if (value > kLastSequence * kUnitMax || fraction_scale > kUnitMax) return std::nullopt;
        any = true;
      } else if (c == '.' && fraction_scale == 0 && any) {
        fraction_scale = 1;
      } else if ((c != ',' && c != '_') || !any || fraction_scale > 0) {
        break;
      }
    }
    std::int64_t unit = 1;
    if (Take('k') || Take('K'))
      unit = 1'000;
    else if (Take('m') || Take('M'))
      unit = kUnitMax;
    if (fraction_scale == 0) fraction_scale = 1;
    if (!any || fraction_scale > unit || value > kLastSequence * fraction_scale / unit) {
      return std::nullopt;
    }
    return value * unit / fraction_scale;  // exact: fraction_scale is a power of ten up to unit
  }

  std::optional<int> TwoDigits(std::size_t at) const {
    if (at + 2 > text_.size() || !IsDigit(text_[at]) || !IsDigit(text_[at + 1]))
      return std::nullopt;
    return (text_[at] - '0') * 10 + (text_[at + 1] - '0');
  }

  // 2024-09-01, 2024-09-01T12:30, 2024-09-01T12:30:05Z
  std::optional<RangeBound> Time(bool as_last) {
    std::optional<int> century = TwoDigits(place_), year = TwoDigits(place_ + 2);
    std::optional<int> month = TwoDigits(place_ + 5), day = TwoDigits(place_ + 8);
    if (!century || !year || !month || !day) return std::nullopt;
    if (text_[place_ + 4] != '-' || text_[place_ + 7] != '-') return std::nullopt;
    std::chrono::year_month_day date{std::chrono::year(*century * 100 + *year),
                                     std::chrono::month(static_cast<unsigned>(*month)),
                                     std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    std::int64_t midnight = std::chrono::sys_days(date).time_since_epoch().count() * kSecondsPerDay;
    std::size_t start = place_;
    place_ += 10;
    if (!Take('T'))
      return RangeBound{RangeBound::Kind::kTime, midnight + (as_last ? kSecondsPerDay - 1 : 0)};
    std::optional<int> hour = TwoDigits(place_), minute = TwoDigits(place_ + 3);
    bool clock = hour && minute && *hour < 24 && *minute < 60 && text_[place_ + 2] == ':';
    if (!clock) {
      place_ = start;
      return std::nullopt;
    }
    place_ += 5;
    std::int64_t seconds = *hour * 3600 + *minute * 60;
    if (std::optional<int> second = TwoDigits(place_ + 1);
        second && *second < 60 && text_[place_] == ':' &&
        (place_ + 3 == text_.size() || text_[place_ + 3] == ':' || text_[place_ + 3] == 'Z')) {
      seconds += *second;
      place_ += 3;
    }
    Take('Z');
    return RangeBound{RangeBound::Kind::kTime, midnight + seconds};
  }

  std::string_view text_;
  std::size_t place_ = 0;
};

Error NotARange(std::string_view text) {
  return {Code::kInvalidArgument, fmt::format("\"{}\" is no range of ledgers: {}", text, kForms)};
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// A single word: one ledger, one day, the newest ledger.
Result<RangeSpec> ParseSingle(std::string_view text) {
  BoundReader first_reader(text), last_reader(text);
  std::optional<RangeBound> first = first_reader.Bound(false), last = last_reader.Bound(true);
  bool whole = first && last && first_reader.at_end() && last_reader.at_end();
  if (!whole || first->kind == RangeBound::Kind::kOpen) return NotARange(text);
  if (first->kind == RangeBound::Kind::kFromNewest && text.front() == '-') {
    return Error{Code::kInvalidArgument,
                 fmt::format("\"{0}\" is one end of a range: write {0}: for the newest {1} ledgers",
                             text, first->value)};
  }
  if (first->kind == RangeBound::Kind::kTime && first->value == last->value) {
    return Error{Code::kInvalidArgument,
                 fmt::format("\"{0}\" is one instant: write {0}: for all from there on", text)};
  }
  return RangeSpec{*first, *last};
}

}  // namespace

Result<RangeSpec> ParseRange(std::string_view text) {
  text = Trim(text);
  if (text.empty()) return NotARange(text);
  BoundReader reader(text);
  RangeSpec spec;
  if (!reader.Take(':')) {
    std::optional<RangeBound> first = reader.Bound(false);
    if (first && reader.at_end()) return ParseSingle(text);
    if (!first || !reader.Take(':')) return NotARange(text);
    spec.first = *first;
  }
  if (reader.at_end()) return spec;
  std::optional<RangeBound> last = reader.Bound(true);
  if (!last || !reader.at_end()) return NotARange(text);
  spec.last = *last;
  return spec;
}

Result<RangeSpec> CombineRange(std::string_view range, std::string_view start,
                               std::string_view end) {
  if (!range.empty()) {
    if (!start.empty() || !end.empty()) {
      return Error{Code::kInvalidArgument, "give either a range or its start and end, not both"};
    }
    return ParseRange(range);
  }
  RangeSpec spec;
  if (!start.empty()) {
    Result<RangeSpec> alone = ParseRange(std::string(Trim(start)) + ":");
    TRY_ASSIGN(spec, alone.ok() ? std::move(alone) : ParseRange(start));
  }
  if (!end.empty()) {
    TRY_ASSIGN(RangeSpec ending, ParseRange(":" + std::string(Trim(end))));
    if (spec.last.kind != RangeBound::Kind::kOpen && ending.last.kind != RangeBound::Kind::kOpen) {
      return Error{
          Code::kInvalidArgument,
          fmt::format("the start \"{}\" already has an end; leave out the end \"{}\"", start, end)};
    }
    if (ending.last.kind != RangeBound::Kind::kOpen) spec.last = ending.last;
  }
  return spec;
}

}  // namespace lake
