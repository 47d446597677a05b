#include "silver/silver_merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/check.h"
#include "silver/silver_batch.h"
#include "silver/silver_ddl.h"
#include "silver/state_words.h"
#include "table/sql_text.h"

namespace lake {
namespace {

class Merge {
 public:
  Merge(Connection& connection, const MergePlace& place, std::span<const SilverTable> tables)
      : connection_(connection), place_(place), tables_(tables) {}

  Result<std::vector<SilverRows>> Run() {
    for (const SilverTable& table : tables_) {
      if (table.kind == SilverKind::kState && Concerns(table)) TRY(Join(table).Context(table.name));
    }
    for (const SilverTable& table : tables_) {
      if (table.ReadsChanges()) TRY(Correct(table).Context(table.name));
    }
    return std::move(rows_);
  }

 private:
  // A state that nothing is known of has nothing to join, but those who read its changes want them.
  bool Concerns(const SilverTable& state) const {
    if (place_.filled.contains(OpenTable(state))) return true;
    if (place_.filled.contains(DeltaTable(state))) return true;
    return std::ranges::any_of(tables_, [&](const SilverTable& table) {
      return std::ranges::find(table.inputs, state.name, ChangedState) != table.inputs.end();
    });
  }

  Status Join(const SilverTable& state) {
    TRY_ASSIGN(SqlWords words, StateWords(state, place_.schema));
    words.words["left"] = std::to_string(place_.left);
    words.words["right"] = std::to_string(place_.right);
    words.words["right_members"] = fmt::format("{}", fmt::join(place_.right_members, ", "));
    words.words["left_complete"] = place_.left_complete ? "TRUE" : "FALSE";
    words.words["commit"] = std::to_string(place_.commit);
    constexpr std::array kSteps = {"merge_right",    "merge_left",   "merge_first",
                                   "merge_absorbed", "merge_merged", "merge_corrections",
                                   "merge_revised",  "merge_closed", "merge_opened"};
    for (const char* step : kSteps) {
      TRY_ASSIGN(const std::string sql, FillEngine(step, words));
      TRY(connection_.Execute(sql).Context(step));
    }
    for (const StoredTable& stored : StateTables(state)) {
      if (stored.by == WrittenBy::kBatch || stored.by == WrittenBy::kFold) continue;
      rows_.push_back({.stored = stored, .from = stored.from});
    }
    return {};
  }

  // What the table would have said of the corrected events, less what it did say.
  Status Correct(const SilverTable& table) {
    CHECK(table.kind == SilverKind::kAgg);
    TRY(MakeInputs(table, "*", ""));
    TRY(EvaluateTable(connection_, table));
    TRY(MakeInputs(table,
                   "* REPLACE (FALSE AS previous_known, CASE WHEN FALSE THEN previous END AS "
                   "previous)",
                   "WHERE NOT ended"));
    std::string columns;
    for (const SilverColumn& column : table.columns) {
      const bool is_key = std::ranges::find(table.key, column.name) != table.key.end();
      CHECK(is_key || column.merge.rule.starts_with("sum"));
      columns += fmt::format("{}{}{}", columns.empty() ? "" : ", ", is_key ? "" : "-",
                             QuoteIdentifier(column.name));
    }
    TRY(connection_.Execute(fmt::format("INSERT INTO temp.main.{} SELECT {} FROM (\n{}\n)",
                                        QuoteIdentifier(table.name), columns, table.select)));
    const LedgerSpan border{place_.border, place_.border};
    for (const StoredTable& stored : StoredTablesOf(table)) {
      rows_.push_back({.stored = stored, .from = stored.from, .beside = PartColumnsOf(border)});
    }
    return {};
  }

  // The corrected events as changes; of everything else nothing.
  Status MakeInputs(const SilverTable& table, std::string_view columns, std::string_view where) {
    for (const std::string& input : table.inputs) {
      const std::string name = QuoteIdentifier(input);
      std::string made;
      if (const std::string_view state = ChangedState(input); !state.empty()) {
        made = fmt::format("AS SELECT {} FROM temp.main.{} {}", columns,
                           QuoteIdentifier(fmt::format("{}_corrections", state)), where);
      } else {
        const auto of = std::ranges::find(tables_, input, &SilverTable::name);
        CHECK(of != tables_.end());
        made = fmt::format("({})", ColumnDefinitions(StoredTablesOf(*of).front()));
      }
      TRY(connection_.Execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} {}", name, made))
              .Context(input));
    }
    return {};
  }

  Connection& connection_;
  const MergePlace& place_;
  const std::span<const SilverTable> tables_;
  std::vector<SilverRows> rows_;
};

}  // namespace

Result<std::vector<SilverRows>> EvaluateMerge(Connection& connection, const MergePlace& place,
                                              std::span<const SilverTable> tables) {
  return Merge(connection, place, tables).Run();
}

}  // namespace lake
