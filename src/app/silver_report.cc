#include "app/silver_report.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/ledgers_json.h"
#include "base/human.h"

namespace lake {
namespace {

constexpr std::size_t kRangesShown = 10;

std::string SetText(const LedgerSet& set) {
  if (set.empty()) return "none";
  return fmt::format("{}   {}", FormatCount(set.count(), "ledger"), LedgersText(set, kRangesShown));
}

}  // namespace

std::string SilverStatusText(const SilverStatus& status) {
  const auto through = status.complete_through();
  return fmt::format(
      "bronze            {}\nsilver            {}\nnot taken yet     {}\n"
      "complete through  {}\n",
      SetText(status.bronze), SetText(status.silver), SetText(status.missing()),
      through ? FormatCount(*through) : "nothing yet");
}

std::string SilverStatusJson(const SilverStatus& status) {
  const auto through = status.complete_through();
  nlohmann::json segments = nlohmann::json::array();
  for (const SilverSegment& segment : status.segments) {
    segments.push_back({{"id", segment.id},
                        {"first", segment.span.first},
                        {"last", segment.span.last},
                        {"root", segment.root}});
  }
  const nlohmann::json json = {
      {"bronze", LedgersJson(status.bronze)},
      {"silver", LedgersJson(status.silver)},
      {"missing", LedgersJson(status.missing())},
      {"missing_ledgers", status.missing().count()},
      {"complete_through", through ? nlohmann::json(*through) : nlohmann::json(nullptr)},
      {"segments", std::move(segments)}};
  return json.dump() + "\n";
}

}  // namespace lake
