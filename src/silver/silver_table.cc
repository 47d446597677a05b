#include "silver/silver_table.h"

#include <fmt/format.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include "table/ddl.h"
#include "tables/all.h"

namespace lake {
namespace {

constexpr std::string_view kHeadBegin = "/*---\n", kHeadEnd = "---*/\n", kEnding = ".sql";

struct LedgerColumn {
  std::string_view name, type, doc, unit;
};
constexpr std::array kLedgerColumns = {
    LedgerColumn{"ledger_sequence", "BIGINT", "Ledger of the row.", "ledgers"},
    LedgerColumn{"closed_at", "TIMESTAMP", "When that ledger closed, UTC.", ""},
    LedgerColumn{"ledger_range", "BIGINT",
                 "First ledger of the ten thousand it is in; files are grouped by it.", "ledgers"}};

Status Wrong(std::string_view what) { return {Code::kInvalidArgument, std::string(what)}; }

Result<SilverKind> KindOf(std::string_view text) {
  if (text == "row") return SilverKind::kRow;
  if (text == "state") return SilverKind::kState;
  if (text == "agg") return SilverKind::kAgg;
  if (text == "view") return SilverKind::kView;
  if (text == "law") return SilverKind::kLaw;
  return Wrong(fmt::format("its folder is {}, not row, state, agg, view or law", text));
}

std::vector<std::string> ListOf(const YAML::Node& node) {
  if (!node) return {};
  if (node.IsScalar()) return {node.as<std::string>()};
  return node.as<std::vector<std::string>>();
}

std::string TextOf(const YAML::Node& node) { return node ? node.as<std::string>() : std::string(); }

// Columns of a table of bronze, all or those that are named.
Status Include(const YAML::Node& node, SilverTable& table) {
  const auto name = node["include"].as<std::string>();
  const Table* const bronze = FindTable(name);
  if (bronze == nullptr) return Wrong(fmt::format("include: there is no table {}", name));
  const std::vector<std::string> wanted = ListOf(node["columns"]);
  const bool nullable = node["nullable"] && node["nullable"].as<bool>();
  std::size_t found = 0;
  for (const ColumnSpec& column : bronze->spec->columns) {
    if (!wanted.empty() && std::ranges::find(wanted, column.name) == wanted.end()) continue;
    ++found;
    table.columns.push_back({.name = std::string(column.name),
                             .type = std::string(SqlTypeName(column.type, SqlDialect::kDuckDb)),
                             .doc = std::string(column.doc),
                             .unit = std::string(column.unit),
                             .nullable = nullable || column.nullable});
  }
  if (found == 0 || (!wanted.empty() && found != wanted.size())) {
    return Wrong(fmt::format("include: {} lacks a column that is named", name));
  }
  return {};
}

Status AddColumn(const YAML::Node& node, SilverTable& table) {
  if (node["use"]) {
    if (TextOf(node["use"]) != "ledger") return Wrong("use: only `ledger` is known");
    for (const LedgerColumn& column : kLedgerColumns) {
      table.columns.push_back({.name = std::string(column.name),
                               .type = std::string(column.type),
                               .doc = std::string(column.doc),
                               .unit = std::string(column.unit)});
    }
    return {};
  }
  if (node["include"]) return Include(node, table);
  SilverColumn column{.name = TextOf(node["name"]),
                      .type = TextOf(node["type"]),
                      .doc = TextOf(node["doc"]),
                      .unit = TextOf(node["unit"]),
                      .nullable = node["nullable"] && node["nullable"].as<bool>()};
  if (column.name.empty() || column.type.empty()) return Wrong("a column lacks name or type");
  if (column.doc.empty() || column.doc.back() != '.') {
    return Wrong(fmt::format("{}: its doc is no sentence", column.name));
  }
  if (const YAML::Node merge = node["merge"]; merge && merge.IsScalar()) {
    column.merge.rule = TextOf(merge);
  } else if (merge && merge.IsMap()) {
    column.merge = {.rule = merge.begin()->first.as<std::string>(),
                    .by = ListOf(merge.begin()->second)};
  }
  table.columns.push_back(std::move(column));
  return {};
}

Status CheckTable(const SilverTable& table) {
  for (const SilverColumn& column : table.columns) {
    const auto same = std::ranges::count(table.columns, column.name, &SilverColumn::name);
    if (same > 1) return Wrong(fmt::format("column {} is declared twice", column.name));
  }
  for (const std::string& column : table.key) {
    if (table.Find(column) == nullptr) {
      return Wrong(fmt::format("key column {} is not declared", column));
    }
  }
  const bool stored = table.kind != SilverKind::kView && table.kind != SilverKind::kLaw;
  if (stored && table.key.empty()) return Wrong("it has no key");
  if (stored && table.columns.empty()) return Wrong("it has no columns");
  if (table.doc.empty() || table.doc.back() != '.') return Wrong("its doc is no sentence");
  if (table.select.empty()) return Wrong("it has no SELECT");
  return {};
}

Status ReadHead(const YAML::Node& head, SilverTable& table) {
  table.doc = TextOf(head["doc"]);
  table.grain = TextOf(head["grain"]);
  table.key = ListOf(head["key"]);
  table.inputs = ListOf(head["inputs"]);
  table.previous = ListOf(head["previous"]);
  table.ends = ListOf(head["ends"]);
  table.carried = ListOf(head["carried"]);
  table.weak = TextOf(head["weak"]);
  table.on_change = TextOf(head["versions"]) == "on_change";
  table.severity = TextOf(head["severity"]);
  table.when = TextOf(head["when"]);
  for (const YAML::Node& column : head["columns"]) TRY(AddColumn(column, table));
  return {};
}

Status Parse(std::string_view text, SilverTable& table) {
  const std::size_t end = text.find(kHeadEnd);
  if (!text.starts_with(kHeadBegin) || end == std::string_view::npos) {
    return Wrong("it does not begin with a head between /*--- and ---*/");
  }
  table.select = text.substr(end + kHeadEnd.size());
  while (!table.select.empty() && (table.select.back() == '\n' || table.select.back() == ';')) {
    table.select.pop_back();
  }
  try {
    TRY(ReadHead(YAML::Load(std::string(text.substr(kHeadBegin.size(), end - kHeadBegin.size()))),
                 table));
  } catch (const std::exception& error) {
    return Wrong(fmt::format("its head is not read: {}", error.what()));
  }
  return CheckTable(table);
}

}  // namespace

std::string_view ChangedState(std::string_view input) {
  constexpr std::string_view kChanges = "_changes";
  return input.ends_with(kChanges) ? input.substr(0, input.size() - kChanges.size())
                                   : std::string_view();
}

bool SilverTable::ReadsChanges() const {
  return std::ranges::any_of(inputs,
                             [](const std::string& input) { return !ChangedState(input).empty(); });
}

const SilverColumn* SilverTable::Find(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &SilverColumn::name);
  return found == columns.end() ? nullptr : &*found;
}

Result<SilverTable> ParseSilverTable(std::string_view file, std::string_view text) {
  const std::size_t slash = file.find('/');
  std::string_view name = file.substr(slash == std::string_view::npos ? 0 : slash + 1);
  if (name.ends_with(kEnding)) name.remove_suffix(kEnding.size());
  SilverTable table{.name = std::string(name), .kind = SilverKind::kRow, .doc = {}};
  auto kind = KindOf(file.substr(0, slash));
  if (!kind.ok()) return std::move(kind).status().Context(file);
  table.kind = *kind;
  TRY(Parse(text, table).Context(file));
  return table;
}

}  // namespace lake
