#include "view/one_view.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "hot/hot_tables.h"
#include "view/hot_table.h"
#include "view/view_sql.h"

namespace lake {
namespace {

constexpr std::size_t kRangesShown = 5;

// A table that the statements name, as it is in both stores.
struct Sides {
  const NamedTable* table;
  const LakeTable* cold = nullptr;  // null: the lake has no such table
  TableSpec spec;                   // with the columns that are shown
  Border border;
  bool of_hot = false;     // the hot buffer has rows that count, or alone has the table
  std::uint64_t rows = 0;  // there
};

class ViewMaker {
 public:
  ViewMaker(Connection& connection, HotSnapshot hot, const ColdSide& cold)
      : connection_(connection), hot_(std::move(hot)), cold_(cold) {}

  Result<OneView> Make(std::span<const NamedTable> tables) {
    TRY(CheckNetworks());
    std::string why = WhyNotHot();
    for (const NamedTable& table : tables) AddSides(table, why.empty());
    if (why.empty()) {
      TRY_ASSIGN(why, Count());
    }
    if (!why.empty()) return OnlyCold(why);
    for (const Sides& sides : sides_) TellOf(sides);
    TellOfHoles();
    return MakeViews();
  }

 private:
  Status CheckNetworks() const {
    if (!hot_.state() || cold_.network.empty() || hot_.state()->network == cold_.network) return {};
    return {Code::kInvalidArgument,
            fmt::format("the hot buffer has ledgers of {}, the lake has ledgers of {}",
                        hot_.state()->network, cold_.network)};
  }

  // "" when it can be used.
  std::string WhyNotHot() const {
    if (!hot_.state()) return "nothing was written to the hot buffer yet";
    if (!hot_.state()->whole()) {
      return "the hot buffer lost its rows in a crash of PostgreSQL, until its ingester begins "
             "anew";
    }
    if (!Chains(hot_.coverage(), cold_.coverage)) {
      return "the ledgers of the hot buffer do not continue the chain of those of the lake";
    }
    return {};
  }

  Result<OneView> OnlyCold(std::string_view why) {
    if (!cold_.there) return Error{Code::kNotFound, fmt::format("{}, and there is no lake", why)};
    for (Sides& sides : sides_) {
      sides.of_hot = false;
      sides.border = {};
      if (sides.cold != nullptr) TRY(connection_.Execute(CreateViewSql(Viewed(sides, {}))));
    }
    return OneView{{fmt::format("{}: this is the lake alone, {}", why, Completeness(nullptr))},
                   nullptr};
  }

  std::string Completeness(const TableSpec* spec) const {
    const LedgerSet& held =
        spec == nullptr ? cold_.coverage.HeldByAny() : cold_.coverage.Held(spec->name);
    if (held.empty()) return "which has no ledgers";
    return fmt::format("complete_through: {}", held.last());
  }

  void AddSides(const NamedTable& table, bool with_hot) {
    Sides sides{.table = &table, .spec = *table.spec, .border = {}};
    if (with_hot) sides.border = BorderOf(table.spec->name, hot_.coverage(), cold_.coverage);
    for (const LakeTable& held : cold_.tables) {
      if (held.spec.name != table.spec->name) continue;
      sides.cold = &held;
      sides.spec.columns = held.columns;
    }
    sides.of_hot = with_hot && FindHotTable(table.spec->name) != nullptr &&
                   (sides.cold == nullptr || !sides.border.hot.empty());
    sides_.push_back(std::move(sides));
  }

  // Counts the rows that come from the hot buffer; gives why it cannot be used, "" when it can.
  Result<std::string> Count() {
    std::vector<HotSnapshot::Half> halves;
    std::vector<Sides*> counted;
    for (Sides& sides : sides_) {
      if (!sides.of_hot || sides.border.hot.empty()) continue;
      halves.push_back({&sides.spec, &sides.border});
      counted.push_back(&sides);
    }
    TRY_ASSIGN(const std::vector<std::uint64_t> rows, hot_.CountRows(halves));
    TRY_ASSIGN(const bool whole, hot_.IsWhole());
    if (!whole) return std::string("the hot buffer began anew while it was read");
    for (std::size_t i = 0; i < counted.size(); ++i) {
      counted[i]->rows = rows[i];
      TRY(CheckCount(*counted[i]).Context(counted[i]->table->name));
    }
    return std::string();
  }

  Status CheckCount(const Sides& sides) {
    TRY_ASSIGN(const std::optional<std::uint64_t> recorded, hot_.RecordedRows(sides.spec));
    if (!recorded || *recorded == sides.rows) return {};
    return {Code::kDataLoss,
            fmt::format("the hot buffer has {} rows where {} were recorded; without --hot the lake "
                        "answers alone",
                        sides.rows, *recorded)};
  }

  Result<OneView> MakeViews() {
    const auto reader = std::make_shared<HotReader>(std::move(hot_));
    ForeignTables foreign;
    for (const Sides& sides : sides_) {
      if (!sides.of_hot) continue;
      foreign.push_back(std::make_shared<HotTableRows>(
          reader, *sides.table->spec, sides.spec.columns, sides.border.hot, sides.rows));
    }
    const bool any = !foreign.empty();
    if (any) {
      TRY(RegisterForeignScan(connection_, std::string(kHotRowsFunction), std::move(foreign)));
    }
    std::size_t place = 0;
    for (const Sides& sides : sides_) {
      if (!sides.of_hot && sides.cold == nullptr) continue;
      std::optional<std::size_t> hot;
      if (sides.of_hot) hot = place++;
      const ViewedTable viewed = Viewed(sides, hot);
      if (hot) TRY(connection_.Execute(CreateHotViewSql(viewed)));
      TRY(connection_.Execute(CreateViewSql(viewed)));
    }
    return OneView{std::move(notes_), any ? reader : nullptr, cold_.version};
  }

  ViewedTable Viewed(const Sides& sides, std::optional<std::size_t> hot) const {
    ViewedTable viewed{sides.table->name, sides.spec, sides.border, hot, sides.rows};
    if (sides.cold != nullptr) viewed.cold = ColdHalf{sides.cold->path, cold_.version};
    return viewed;
  }

  void TellOf(const Sides& sides) {
    const TableSpec& spec = *sides.table->spec;
    const LedgerSet& hot = sides.border.hot;
    if (hot.empty() && sides.cold != nullptr && !hot_.coverage().empty()) {
      notes_.push_back(fmt::format("{}: the hot buffer does not have it; {}", sides.table->name,
                                   Completeness(&spec)));
    }
    if (!hot.empty() && sides.cold == nullptr && cold_.there && !cold_.coverage.empty()) {
      notes_.push_back(fmt::format("{}: the lake does not have it; ledgers {} of the hot buffer",
                                   sides.table->name, LedgersText(hot, kRangesShown)));
    }
  }

  // Tables that lack the same ledgers are named together.
  void TellOfHoles() {
    std::map<std::string, std::string> tables;
    for (const Sides& sides : sides_) {
      if (sides.border.missing.empty()) continue;
      std::string& names = tables[LedgersText(sides.border.missing, kRangesShown)];
      names += (names.empty() ? "" : ", ") + sides.table->name;
    }
    for (const auto& [ledgers, names] : tables) {
      notes_.push_back(fmt::format("ledgers {} are neither in the lake nor in the hot buffer ({})",
                                   ledgers, names));
    }
    const auto& mark = hot_.state()->flushed_through;
    if (mark && !cold_.coverage.HeldByAny().Contains(*mark)) {
      notes_.push_back(
          fmt::format("ledgers through {} were moved from the hot buffer to a lake, "
                      "and this lake does not have ledger {}",
                      *mark, *mark));
    }
  }

  Connection& connection_;
  HotSnapshot hot_;
  const ColdSide& cold_;
  std::vector<Sides> sides_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<OneView> MakeOneView(Connection& connection, HotSnapshot hot, const ColdSide& cold,
                            std::span<const NamedTable> tables) {
  return ViewMaker(connection, std::move(hot), cold).Make(tables);
}

Error CauseOf(const OneView& view, Error error) {
  if (view.hot) {
    if (std::optional<Error> failure = view.hot->failure()) return *std::move(failure);
  }
  const std::string expired = fmt::format("No snapshot found at version {}", view.version);
  if (!error.message.ends_with(expired)) return error;
  return {
      Code::kUnavailable,
      fmt::format("the lake's snapshot {} has expired while it was read: ask again", view.version)};
}

}  // namespace lake
