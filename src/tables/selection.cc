#include "tables/selection.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/nearest.h"
#include "tables/all.h"

namespace lake {
namespace {

bool Names(std::string_view pattern, const TableSpec& spec, const ColumnSpec& column) {
  if (pattern == column.name) return true;
  return pattern.size() == spec.name.size() + 1 + column.name.size() &&
         pattern.substr(0, spec.name.size()) == spec.name && pattern[spec.name.size()] == '.' &&
         pattern.substr(spec.name.size() + 1) == column.name;
}

bool AnyNames(const std::vector<std::string>& patterns, const TableSpec& spec,
              const ColumnSpec& column) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return Names(pattern, spec, column); });
}

bool MustStay(const TableSpec& spec, const ColumnSpec& column) {
  return column.key || column.name == spec.sequence_column || column.name == spec.partition_column;
}

bool IsColumnOf(std::string_view pattern, const TableSet& set) {
  return std::any_of(set.begin(), set.end(), [pattern](const Table* table) {
    const auto& columns = table->spec->columns;
    return std::any_of(columns.begin(), columns.end(), [&](const ColumnSpec& column) {
      return Names(pattern, *table->spec, column);
    });
  });
}

// Whether all columns that `pattern` names stay whatever is wished.
bool NamesOnlyWhatStays(std::string_view pattern, const TableSet& set) {
  for (const Table* table : set) {
    for (const ColumnSpec& column : table->spec->columns) {
      const bool named = Names(pattern, *table->spec, column);
      if (named && !MustStay(*table->spec, column)) return false;
    }
  }
  return IsColumnOf(pattern, set);
}

Error Unknown(std::string_view what, std::string_view name, const TableSet& set) {
  std::vector<std::string_view> known;
  for (const Table* table : set) {
    known.push_back(table->spec->name);
    for (const ColumnSpec& column : table->spec->columns) known.push_back(column.name);
  }
  return {Code::kInvalidArgument,
          fmt::format("{}: nothing is called '{}'{}", what, name, DidYouMean(name, known))};
}

// The tables that the names of `exclude` which are tables or groups stand for.
TableSet ExcludedTables(const std::vector<std::string>& exclude) {
  TableSet excluded;
  for (const std::string& name : exclude) {
    Result<TableSet> tables = SelectTables(std::span(&name, 1));
    if (tables.ok()) excluded.insert(excluded.end(), tables->begin(), tables->end());
  }
  return excluded;
}

}  // namespace

Result<std::unique_ptr<SelectedTables>> SelectedTables::Make(const TableChoice& choice) {
  auto selected = std::make_unique<SelectedTables>();
  TRY_ASSIGN(selected->set_, SelectTables(choice.tables));
  for (const std::string& name : choice.exclude) {
    if (!IsColumnOf(name, selected->set_) && !SelectTables(std::span(&name, 1)).ok()) {
      return Unknown("exclude", name, selected->set_);
    }
    if (NamesOnlyWhatStays(name, selected->set_)) {
      return Error{Code::kInvalidArgument,
                   fmt::format("exclude: '{}' is part of a key, the ledger or the partition, which "
                               "always stay; leave it out of exclude",
                               name)};
    }
  }
  const TableSet excluded = ExcludedTables(choice.exclude);
  std::erase_if(selected->set_, [&excluded](const Table* table) {
    return std::find(excluded.begin(), excluded.end(), table) != excluded.end();
  });
  if (selected->set_.empty()) return Error{Code::kInvalidArgument, "no table is left to write"};
  TRY(selected->Narrow(choice));
  TRY(selected->Rename(choice));
  return selected;
}

Status SelectedTables::Narrow(const TableChoice& choice) {
  for (const std::string& name : choice.columns) {
    if (!IsColumnOf(name, set_)) return Unknown("columns", name, set_);
  }
  for (std::size_t i = 0; i < set_.size(); ++i) {
    const TableSpec spec = *set_[i]->spec;
    std::vector<ColumnSpec> kept;
    for (const ColumnSpec& column : spec.columns) {
      const bool wanted = (choice.columns.empty() || AnyNames(choice.columns, spec, column)) &&
                          !AnyNames(choice.exclude, spec, column);
      if (wanted || MustStay(spec, column)) kept.push_back(column);
    }
    if (kept.size() == spec.columns.size()) continue;
    Copy& copy = copies_.emplace_back(Copy{spec, std::move(kept), *set_[i]});
    copy.spec.columns = copy.columns;
    copy.table.spec = &copy.spec;
    set_[i] = &copy.table;
  }
  return {};
}

Status SelectedTables::Rename(const TableChoice& choice) {
  for (const auto& [key, stored_name] : choice.names) {
    if (stored_name.empty()) continue;
    bool found = false;
    for (const Table* table : set_) {
      const TableSpec& spec = *table->spec;
      const bool balances = key == "balances" && spec.subject == "native_balances";
      if (spec.name != key && spec.subject != key && !balances) continue;
      stored_names_[std::string(spec.name)] = stored_name;
      found = true;
    }
    if (!found) return Unknown("tables", key, set_);
  }
  std::set<std::string_view> used;
  for (const Table* table : set_) {
    const std::string_view name = StoredName(stored_names_, *table->spec);
    if (!used.insert(name).second) {
      return {Code::kInvalidArgument, fmt::format("two tables would both be stored as {}", name)};
    }
  }
  return {};
}

}  // namespace lake
