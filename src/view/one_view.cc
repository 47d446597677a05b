#include "view/one_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "duckdb/table_appender.h"
#include "hot/hot_tables.h"
#include "postgres/copy_out.h"
#include "table/ddl.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kTemp = "temp";
constexpr std::string_view kMain = "main";
constexpr std::size_t kRangesShown = 5;

// A table that the statements name, as it is in both stores.
struct Sides {
  const NamedTable* table;
  const LakeTable* cold = nullptr;  // null: the lake has no such table
  std::span<const ColumnSpec> columns;
  Border border;
  bool loaded = false;
  std::string hot_name() const { return "hot_" + table->name; }
};

std::string ColumnNames(std::span<const ColumnSpec> columns) {
  std::string out;
  for (const ColumnSpec& column : columns) {
    out += (out.empty() ? "" : ", ") + QuoteIdentifier(column.name);
  }
  return out;
}

Status CopyRow(const PgCopyOut& rows, std::span<const ColumnSpec> columns, TableAppender& to) {
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (rows.IsNull(i)) {
      to.SetNull(i);
    } else if (columns[i].type == ColumnType::kText) {
      TRY(to.SetText(i, rows.Text(i)).Context(columns[i].name));
    } else {
      const bool instant = columns[i].type == ColumnType::kTimestamp;
      TRY_ASSIGN(const std::int64_t value, instant ? rows.Instant(i) : rows.Int(i));
      TRY(to.SetInt(i, value).Context(columns[i].name));
    }
  }
  return to.EndRow();
}

class OneView {
 public:
  OneView(Connection& connection, HotSnapshot& hot, const ColdSide& cold)
      : connection_(connection), hot_(hot), cold_(cold) {}

  Status Make(std::span<const NamedTable> tables) {
    TRY(CheckNetworks());
    if (const std::string why = WhyNotHot(); !why.empty()) return OnlyCold(why);
    for (const NamedTable& table : tables) AddSides(table);
    for (Sides& sides : sides_) {
      if (NeedsView(sides)) TRY(Load(sides).Context(sides.table->name));
    }
    TRY_ASSIGN(const bool whole, hot_.IsWhole());
    if (!whole) {
      for (const Sides& sides : sides_) TRY(Drop(sides));
      return OnlyCold("the hot buffer began anew while it was read");
    }
    for (const Sides& sides : sides_) {
      if (sides.loaded) TRY(connection_.Execute(ViewSql(sides)));
      TellOf(sides);
    }
    TellOfHoles();
    return {};
  }

  std::vector<std::string> TakeNotes() { return std::move(notes_); }

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

  Status OnlyCold(std::string_view why) {
    notes_.push_back(fmt::format("{}: this is the lake alone, {}", why, Completeness(nullptr)));
    return {};
  }

  std::string Completeness(const TableSpec* spec) const {
    const LedgerSet& held =
        spec == nullptr ? cold_.coverage.HeldByAny() : cold_.coverage.Held(spec->name);
    if (held.empty()) return "which has no ledgers";
    return fmt::format("complete_through: {}", held.last());
  }

  void AddSides(const NamedTable& table) {
    Sides sides{.table = &table,
                .columns = table.spec->columns,
                .border = BorderOf(table.spec->name, hot_.coverage(), cold_.coverage)};
    for (const LakeTable& held : cold_.tables) {
      if (held.spec.name != table.spec->name) continue;
      sides.cold = &held;
      sides.columns = held.columns;
    }
    sides_.push_back(std::move(sides));
  }

  static bool NeedsView(const Sides& sides) {
    if (FindHotTable(sides.table->spec->name) == nullptr) return false;
    return sides.cold == nullptr || !sides.border.hot.empty();
  }

  Status Load(Sides& sides) {
    TRY(CreateHotTable(sides));
    sides.loaded = true;
    if (sides.border.hot.empty()) return {};
    const TableSpec& spec = *sides.table->spec;
    TRY_ASSIGN(const std::uint64_t rows, CopyRows(sides));
    TRY_ASSIGN(const std::optional<std::uint64_t> recorded, hot_.RecordedRows(spec));
    if (!recorded || *recorded == rows) return {};
    return {Code::kDataLoss,
            fmt::format("the hot buffer has {} rows where {} were recorded; without --hot the lake "
                        "answers alone",
                        rows, *recorded)};
  }

  Status CreateHotTable(const Sides& sides) {
    TableSpec spec = *sides.table->spec;
    spec.columns = sides.columns;
    const std::string parent = QualifiedName({kTemp, kMain});
    const std::string name = sides.hot_name();
    return connection_.Execute(CreateTableSql(
        spec, {.parent = parent, .table_name = name, .if_not_exists = false, .temporary = true}));
  }

  Result<std::uint64_t> CopyRows(const Sides& sides) {
    std::vector<ColumnType> types;
    for (const ColumnSpec& column : sides.columns) types.push_back(column.type);
    TRY_ASSIGN(PgCopyOut rows, PgCopyOut::Start(hot_.connection(),
                                                HotSnapshot::RowsSql(*sides.table->spec,
                                                                     sides.columns, sides.border),
                                                types.size()));
    TRY_ASSIGN(TableAppender to,
               TableAppender::Open(
                   connection_, {.catalog = std::string(kTemp), .name = sides.hot_name()}, types));
    std::uint64_t count = 0;
    while (true) {
      TRY_ASSIGN(const bool more, rows.Next());
      if (!more) break;
      TRY(CopyRow(rows, sides.columns, to));
      ++count;
    }
    TRY(to.Close());
    return count;
  }

  Status Drop(const Sides& sides) {
    if (!sides.loaded) return {};
    return connection_.Execute("DROP TABLE " + QualifiedName({kTemp, kMain, sides.hot_name()}));
  }

  static std::string ViewSql(const Sides& sides) {
    const std::string names = ColumnNames(sides.columns);
    std::string sql = fmt::format("CREATE TEMP VIEW {} AS ", QuoteIdentifier(sides.table->name));
    if (sides.cold != nullptr) {
      sql += fmt::format("SELECT {} FROM {} WHERE {} UNION ALL ", names, sides.cold->path,
                         ColdCondition(*sides.table->spec, sides.border));
    }
    return sql +
           fmt::format("SELECT {} FROM {}", names, QualifiedName({kTemp, kMain, sides.hot_name()}));
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
  HotSnapshot& hot_;
  const ColdSide& cold_;
  std::vector<Sides> sides_;
  std::vector<std::string> notes_;
};

}  // namespace

Result<std::vector<std::string>> MakeOneView(Connection& connection, HotSnapshot& hot,
                                             const ColdSide& cold,
                                             std::span<const NamedTable> tables) {
  OneView view(connection, hot, cold);
  TRY(view.Make(tables));
  return view.TakeNotes();
}

}  // namespace lake
