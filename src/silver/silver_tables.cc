#include "silver/silver_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>

#include "base/check.h"
#include "silver/embedded_tables.h"
#include "silver/silver_meta.h"
#include "tables/all.h"

namespace lake {
namespace {

// What of a state others read: what happened to it, and its views.
constexpr std::string_view kOfStates[] = {"_changes", "_current_v1", "_history_v1"};
// The ledger before the batch, as a table of one row.
constexpr std::string_view kPreviousLedger = "previous_ledger";

// Depth first.
class Ordering {
 public:
  explicit Ordering(std::vector<SilverTable> tables)
      : tables_(std::move(tables)), seen_(tables_.size(), Seen::kNever) {}

  Result<std::vector<SilverTable>> Run() {
    for (std::size_t i = 0; i < tables_.size(); ++i) TRY(Visit(i));
    std::vector<SilverTable> ordered;
    for (const std::size_t i : order_) ordered.push_back(std::move(tables_[i]));
    return ordered;
  }

 private:
  enum class Seen : std::uint8_t { kNever, kBegun, kDone };

  Status Visit(std::size_t at) {
    if (seen_[at] == Seen::kDone) return {};
    if (seen_[at] == Seen::kBegun) {
      return {Code::kInvalidArgument, fmt::format("{} reads itself", tables_[at].name)};
    }
    seen_[at] = Seen::kBegun;
    for (const std::string& input : tables_[at].inputs) {
      TRY(VisitInput(input).Context(tables_[at].name));
    }
    seen_[at] = Seen::kDone;
    order_.push_back(at);
    return {};
  }

  Status VisitInput(std::string_view input) {
    if (input == kPreviousLedger || input == kSilverSegments.name) return {};
    if (FindTable(input) != nullptr) return {};
    auto found = std::ranges::find(tables_, input, &SilverTable::name);
    for (const std::string_view ending : kOfStates) {
      if (found != tables_.end() || !input.ends_with(ending)) continue;
      const std::string_view state = input.substr(0, input.size() - ending.size());
      found = std::ranges::find(tables_, state, &SilverTable::name);
    }
    if (found == tables_.end()) {
      return {Code::kInvalidArgument, fmt::format("input {} is no table", input)};
    }
    return Visit(static_cast<std::size_t>(found - tables_.begin()));
  }

  std::vector<SilverTable> tables_;
  std::vector<Seen> seen_;
  std::vector<std::size_t> order_;
};

std::vector<SilverTable> ReadAll() {
  std::vector<SilverTable> tables;
  for (const EmbeddedFile& file : EmbeddedSilverFiles()) {
    // Templates (state_words.h) and silver_questions.h.
    if (file.name.starts_with("engine/") || file.name.starts_with("question/")) continue;
    Result<SilverTable> table = ParseSilverTable(file.name, file.text);
    CHECK(table.ok());
    tables.push_back(std::move(*table));
  }
  Result<std::vector<SilverTable>> ordered = InOrder(std::move(tables));
  CHECK(ordered.ok());
  return std::move(*ordered);
}

}  // namespace

Result<std::vector<SilverTable>> InOrder(std::vector<SilverTable> tables) {
  return Ordering(std::move(tables)).Run();
}

std::span<const SilverTable> SilverTables() {
  static const std::vector<SilverTable> kTables = ReadAll();
  return kTables;
}

const SilverTable* FindSilverTable(std::string_view name) {
  const auto tables = SilverTables();
  const auto found = std::ranges::find(tables, name, &SilverTable::name);
  return found == tables.end() ? nullptr : &*found;
}

}  // namespace lake
