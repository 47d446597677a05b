// Which tables a run writes, with which columns and under which names: --tables, --exclude,
// --columns and the YAML's enable_* and tables.<x>.table_name.
//
// A narrowed table is a copy of the registry's declaration; its extractor is the same.
// Key columns, the ledger sequence and the partition column always stay. Immutable once made; the
// TableSet points into it.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "tables/batch.h"

namespace lake {

struct TableChoice {
  std::vector<std::string> tables;   // names and groups; empty = bronze
  std::vector<std::string> exclude;  // names, groups, columns, or <table>.<column>
  std::vector<std::string> columns;  // columns to keep, as in exclude; empty = all
  std::map<std::string, std::string>
      names;  // table name or short name (transactions) → name in the store
};

// Names in the store, by the table's own name, where they differ.
using StoredNames = std::map<std::string, std::string, std::less<>>;

inline std::string_view StoredName(const StoredNames& names, const TableSpec& spec) {
  const auto found = names.find(spec.name);
  return found == names.end() ? spec.name : std::string_view(found->second);
}

class SelectedTables {
 public:
  SelectedTables() = default;
  SelectedTables(const SelectedTables&) = delete;
  SelectedTables& operator=(const SelectedTables&) = delete;
  // kInvalidArgument names what is unknown, or cannot be left out, or says that nothing is left.
  static Result<std::unique_ptr<SelectedTables>> Make(const TableChoice& choice);

  const TableSet& set() const { return set_; }
  const StoredNames& stored_names() const { return stored_names_; }

 private:
  struct Copy {
    TableSpec spec;
    std::vector<ColumnSpec> columns;
    Table table;
  };
  Status Narrow(const TableChoice& choice);
  Status Rename(const TableChoice& choice);

  TableSet set_;
  std::deque<Copy> copies_;
  StoredNames stored_names_;
};

}  // namespace lake
