#include "silver/state_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "silver/embedded_tables.h"
#include "silver/silver_meta.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kEngineFolder = "engine/";

SilverColumn Nullable(SilverColumn column, std::string_view prefix = "") {
  column.name = fmt::format("{}{}", prefix, column.name);
  column.nullable = true;
  return column;
}

SilverColumn Own(std::string name, std::string type, std::string doc, bool nullable = true) {
  return {.name = std::move(name),
          .type = std::move(type),
          .doc = std::move(doc),
          .nullable = nullable};
}

bool Has(const std::vector<std::string>& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

// The declared columns that are named, may be NULL and begin with a prefix.
void Append(std::vector<SilverColumn>& out, const SilverTable& state,
            const std::vector<std::string>& names, std::string_view prefix = "") {
  for (const std::string& name : names) {
    if (const SilverColumn* column = state.Find(name)) out.push_back(Nullable(*column, prefix));
  }
}

// Keys, then what a version says; of an end only the key is known.
std::vector<SilverColumn> KeysAndFields(const SilverTable& state) {
  std::vector<SilverColumn> columns;
  for (const SilverColumn& column : state.columns) {
    if (Has(state.ends, column.name)) continue;
    columns.push_back(Has(state.key, column.name) ? column : Nullable(column));
  }
  return columns;
}

StoredTable Closed(const SilverTable& state) {
  std::vector<SilverColumn> columns = KeysAndFields(state);
  Append(columns, state, state.ends);
  columns.push_back(
      Own("valid_from_ledger", "BIGINT", "Ledger after which the version holds.", false));
  columns.push_back(Own("valid_from", "TIMESTAMP", "When that ledger closed, UTC.", false));
  columns.push_back(Own("valid_to_ledger", "BIGINT", "Ledger that ended the version.", false));
  columns.push_back(Own("valid_to", "TIMESTAMP", "When that ledger closed, UTC.", false));
  columns.push_back(Own("change", "VARCHAR", "How the version began.", false));
  columns.push_back(Own("end_reason", "VARCHAR", "What ended it.", false));
  columns.push_back(
      Own("begins_life", "BOOLEAN", "Whether the key did not exist before; NULL when unknown."));
  Append(columns, state, state.previous, "previous_");
  columns.push_back(Own("segment_id", "BIGINT", "Segment that the version is of.", false));
  std::vector<std::string> order = state.key;
  order.emplace_back("valid_from_ledger");
  return {.name = ClosedTable(state),
          .columns = std::move(columns),
          .by = WrittenBy::kBatchAndMerge,
          .from = state.name + "_closed",
          .order = std::move(order)};
}

StoredTable Revised(const SilverTable& state) {
  StoredTable table = Closed(state);
  table.name = RevisedTable(state);
  table.by = WrittenBy::kMerge;
  table.from = state.name + "_revised";
  table.columns.push_back(Own("dropped", "BOOLEAN", "Whether it is no version after all.", false));
  table.columns.push_back(Own(
      "commit_no", "BIGINT", "Commit that wrote it; of a version's rows the newest holds.", false));
  return table;
}

StoredTable Open(const SilverTable& state, std::string name, WrittenBy by) {
  std::vector<SilverColumn> columns = KeysAndFields(state);
  columns.push_back(Own("ended", "BOOLEAN", "Whether the key has ended there.", false));
  columns.push_back(Own("end_reason", "VARCHAR", "What ended it."));
  columns.push_back(
      Own("valid_from_ledger", "BIGINT", "Ledger of the version, or of the end.", false));
  columns.push_back(Own("valid_from", "TIMESTAMP", "When that ledger closed, UTC.", false));
  columns.push_back(Own("change", "VARCHAR", "How the version began; NULL of an end."));
  columns.push_back(
      Own("begins_life", "BOOLEAN", "Whether the key did not exist before; NULL when unknown."));
  Append(columns, state, state.previous, "previous_");
  columns.push_back(
      Own("life_from_ledger", "BIGINT", "Ledger since which the key exists; NULL when unknown."));
  columns.push_back(
      Own("first_ledger", "BIGINT", "Ledger of the key's first event in the segment.", false));
  columns.push_back(Own("first_closed_at", "TIMESTAMP", "When that ledger closed, UTC.", false));
  columns.push_back(
      Own("first_end_reason", "VARCHAR", "What that event does to a version before it.", false));
  Append(columns, state, state.ends, "first_");
  columns.push_back(Own("segment_id", "BIGINT", "Segment that the row is of.", false));
  columns.push_back(
      Own("commit_no", "BIGINT", "Commit that wrote it; of a key's rows the newest holds.", false));
  return {.name = std::move(name),
          .columns = std::move(columns),
          .by = by,
          .from = state.name + "_opened",
          .order = state.key};
}

void AddLists(const SilverTable& state, SqlWords& words) {
  std::vector<std::string> fields, values, columns;
  for (const SilverColumn& column : state.columns) {
    columns.push_back(column.name);
    if (Has(state.key, column.name) || Has(state.ends, column.name)) continue;
    fields.push_back(column.name);
    if (!Has(state.carried, column.name)) values.push_back(column.name);
  }
  words.lists = {{"keys", state.key},        {"ends", state.ends},
                 {"carried", state.carried}, {"previous", state.previous},
                 {"columns", columns},       {"fields", fields},
                 {"values", values}};
}

void AddColumnWords(const SilverTable& state, SqlWords& words) {
  for (const SilverColumn& column : state.columns) {
    const std::string& name = column.name;
    words.words["type_" + name] = column.type;
    words.words["shown_" + name] =
        Has(state.carried, name) ? fmt::format("known_{0} AS {0}", name) : name;
    words.words["stored_" + name] =
        Has(state.ends, name) ? fmt::format("NULL::{} AS {}", column.type, name) : name;
  }
}

}  // namespace

std::string ClosedTable(const SilverTable& state) { return state.name + "_history_closed_v1"; }
std::string RevisedTable(const SilverTable& state) { return state.name + "_history_revised_v1"; }
std::string OpenTable(const SilverTable& state) { return state.name + "_open_v1"; }
std::string DeltaTable(const SilverTable& state) { return state.name + "_open_delta_v1"; }

std::vector<StoredTable> StateTables(const SilverTable& state) {
  return {Closed(state), Revised(state), Open(state, OpenTable(state), WrittenBy::kFold),
          Open(state, DeltaTable(state), WrittenBy::kBatchAndMerge)};
}

Result<std::string> FillEngine(std::string_view name, const SqlWords& with) {
  const std::string file = fmt::format("{}{}.sql", kEngineFolder, name);
  const auto files = EmbeddedSilverFiles();
  const auto found = std::ranges::find(files, file, &EmbeddedFile::name);
  if (found == files.end()) return {Code::kInternal, fmt::format("there is no {}", file)};
  auto filled = FillTemplate(found->text, with);
  if (!filled.ok()) return std::move(filled).status().Context(file);
  return filled;
}

Result<SqlWords> StateWords(const SilverTable& state, std::string_view schema) {
  const auto in_schema = [schema](std::string_view table) {
    return fmt::format("{}.{}", schema, QuoteIdentifier(table));
  };
  SqlWords words;
  AddLists(state, words);
  AddColumnWords(state, words);
  words.words["state"] = state.name;
  words.words["closed"] = in_schema(ClosedTable(state));
  words.words["revised"] = in_schema(RevisedTable(state));
  words.words["open"] = in_schema(OpenTable(state));
  words.words["delta"] = in_schema(DeltaTable(state));
  words.words["roots"] = in_schema(kRootsView);
  words.words["segments"] = in_schema(kSilverSegments.name);
  words.words["weak"] = state.weak.empty() ? "FALSE" : state.weak;
  words.words["on_change"] = state.on_change ? "TRUE" : "FALSE";
  words.words["drops_tombstones"] = state.carried.empty() ? "TRUE" : "FALSE";
  words.words["select"] = state.select;
  TRY_ASSIGN(const std::string recorded, FillEngine("recorded", words));
  words.words["history"] = "(" + recorded + ")";
  TRY_ASSIGN(words.words["summary"], FillEngine("summary", words));
  TRY_ASSIGN(words.words["versions"], FillEngine("versions", words));
  TRY_ASSIGN(words.words["counted"],
             FillEngine(state.on_change ? "counted_on_change" : "counted_on_ledger", words));
  return words;
}

Result<NamedView> RootsView(std::string_view schema) {
  SqlWords words;
  words.words["segments"] = fmt::format("{}.{}", schema, QuoteIdentifier(kSilverSegments.name));
  TRY_ASSIGN(std::string select, FillEngine("roots", words));
  return NamedView{std::string(kRootsView), std::move(select)};
}

Result<std::vector<NamedView>> StateViews(const SilverTable& state, std::string_view schema) {
  TRY_ASSIGN(SqlWords words, StateWords(state, schema));
  words.words["only"] = "TRUE";
  TRY_ASSIGN(words.words["lives"], FillEngine("lives", words));
  TRY_ASSIGN(std::string history, FillEngine("history", words));
  TRY_ASSIGN(std::string current, FillEngine("current", words));
  return std::vector<NamedView>{{state.name + "_history_v1", std::move(history)},
                                {state.name + "_current_v1", std::move(current)}};
}

}  // namespace lake
