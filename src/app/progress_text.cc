#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "app/progress.h"
#include "base/human.h"

namespace lake {
namespace {

constexpr std::size_t kBarColumnsMin = 10;
constexpr std::size_t kBarColumnsMax = 40;
constexpr std::string_view kGap = "   ";
constexpr std::size_t kPercentColumns = 8;  // space, bar, then "  71 %"
constexpr double kSecondsPerDay = 86'400;

// 88, 8.4, 520 k, 1.2 M: three digits at most after the first thousand.
std::string Short(double value) {
  constexpr double kThousand = 1'000;
  if (value >= 10 * kThousand * kThousand)
    return fmt::format("{:.0f} M", value / kThousand / kThousand);
  if (value >= kThousand * kThousand) return fmt::format("{:.1f} M", value / kThousand / kThousand);
  if (value >= 10 * kThousand) return fmt::format("{:.0f} k", value / kThousand);
  if (value >= 10) return FormatCount(static_cast<std::uint64_t>(value));
  return fmt::format("{:.1f}", value);
}

std::string TimeLeft(double seconds) {
  if (seconds >= 2 * kSecondsPerDay)
    return fmt::format("{:.0f} days left", seconds / kSecondsPerDay);
  auto whole = static_cast<std::uint64_t>(std::ceil(seconds));
  std::uint64_t hours = whole / 3600, minutes = whole / 60 % 60;
  if (hours > 0) return fmt::format("{}:{:02}:{:02} left", hours, minutes, whole % 60);
  return fmt::format("{}:{:02} left", minutes, whole % 60);
}

// The parts after the bar, the most important first.
std::vector<std::string> Parts(const ProgressView& view) {
  std::vector<std::string> parts;
  if (view.files_total > 0) {
    parts.push_back(FormatCount(view.done.files) + "/" + FormatCount(view.files_total, "file"));
  }
  const std::string done = view.ledgers_total == 0 ? "" : FormatCount(view.done.ledgers) + "/";
  const std::uint64_t last = view.ledgers_total == 0 ? view.done.ledgers : view.ledgers_total;
  parts.push_back(done + FormatCount(last, "ledger"));
  if (view.ledgers_rate > 0) parts.push_back(Short(view.ledgers_rate) + " ledgers/s");
  if (view.rows_rate > 0) parts.push_back(Short(view.rows_rate) + " rows/s");
  if (view.bytes_rate > 0)
    parts.push_back(
        fmt::format("{:.{}f} MB/s", view.bytes_rate / 1e6, view.bytes_rate < 1e7 ? 1 : 0));
  if (view.ledgers_total > view.done.ledgers && view.ledgers_rate > 0) {
    parts.push_back(
        TimeLeft(static_cast<double>(view.ledgers_total - view.done.ledgers) / view.ledgers_rate));
  }
  return parts;
}

bool HasEnd(const ProgressView& view) { return view.ledgers_total + view.files_total > 0; }

double Share(const ProgressView& view) {
  if (view.files_total > 0) {
    return std::min(1.0,
                    static_cast<double>(view.done.files) / static_cast<double>(view.files_total));
  }
  if (view.ledgers_total == 0) return 0;
  return std::min(1.0,
                  static_cast<double>(view.done.ledgers) / static_cast<double>(view.ledgers_total));
}

}  // namespace

std::string ProgressBar(const ProgressView& view, std::size_t columns, bool unicode) {
  bool has_bar = HasEnd(view);
  std::size_t taken = has_bar ? kBarColumnsMin + kPercentColumns : 0;
  std::string text;
  for (const std::string& part : Parts(view)) {
    std::size_t wanted = kGap.size() + part.size();
    if (taken + wanted > columns) break;
    taken += wanted;
    text.append(kGap).append(part);
  }
  if (!has_bar) return text;
  if (taken > columns) return "";
  std::size_t bar = std::min(kBarColumnsMax, kBarColumnsMin + columns - taken);
  auto full = static_cast<std::size_t>(Share(view) * static_cast<double>(bar));
  std::string line = " ";
  for (std::size_t i = 0; i < bar; ++i) {
    if (unicode) {
      line += i < full ? "█" : "░";
    } else {
      line += i < full ? '#' : '.';
    }
  }
  return line + fmt::format(" {:3} %", static_cast<int>(Share(view) * 100)) + text;
}

std::string ProgressSentence(const ProgressView& view) {
  std::string sentence;
  if (HasEnd(view)) sentence = fmt::format("{} %, ", static_cast<int>(Share(view) * 100));
  return sentence + fmt::format("{}", fmt::join(Parts(view), ", "));
}

std::string ProgressJson(const ProgressView& view) {
  std::string json = fmt::format("{{\"ledgers\":{},\"rows\":{},\"bytes\":{}", view.done.ledgers,
                                 view.done.rows, view.done.bytes);
  if (view.ledgers_total > 0) json += fmt::format(",\"ledgers_total\":{}", view.ledgers_total);
  if (view.files_total > 0) {
    json += fmt::format(",\"files\":{},\"files_total\":{}", view.done.files, view.files_total);
  }
  json += fmt::format(
      ",\"ledgers_per_second\":{:.1f},\"rows_per_second\":{:.1f},\"bytes_per_second\":{:.0f}",
      view.ledgers_rate, view.rows_rate, view.bytes_rate);
  if (view.ledgers_total > 0 && view.ledgers_rate > 0) {
    auto left =
        static_cast<double>(view.ledgers_total - std::min(view.ledgers_total, view.done.ledgers));
    json += fmt::format(",\"seconds_left\":{:.1f}", left / view.ledgers_rate);
  }
  return json + "}";
}

}  // namespace lake
