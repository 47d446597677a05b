#include "hot/schema_change.h"

#include <fmt/format.h>

#include <algorithm>

#include "table/sql_text.h"

namespace lake {
namespace {

// Statements of one table. What is done last is undone first.
class TableChange {
 public:
  TableChange(const HotTable& table, SchemaChange& out)
      : table_(table), wanted_(WantedShape(table)), name_(HotTablePath(table)), out_(out) {}

  void Create() {
    Add(CreateTableSql(*table_.spec, HotDdlOptions(table_)), "DROP TABLE " + name_);
    for (const IndexSql& index : CreateIndexSql(*table_.spec, HotDdlOptions(table_)))
      out_.up.push_back(index.sql);
  }

  void Alter(const TableShape& have) {
    AlterColumns(have);
    AlterKey(have);
    if (have.fillfactor != wanted_.fillfactor)
      Add(FillfactorSql(wanted_.fillfactor), FillfactorSql(have.fillfactor));
    AlterIndexes(have);
  }

 private:
  void Add(std::string up, std::string down) {
    out_.up.push_back(std::move(up));
    out_.down.insert(out_.down.begin(), std::move(down));
  }
  void Alter(const std::string& up, const std::string& down) {
    Add(fmt::format("ALTER TABLE {} {}", name_, up), fmt::format("ALTER TABLE {} {}", name_, down));
  }

  static std::string ColumnSql(const ColumnShape& column) {
    return fmt::format("ADD COLUMN {} {}{}", QuoteIdentifier(column.name), column.type,
                       column.not_null ? " NOT NULL" : "");
  }
  static std::string DropColumnSql(const ColumnShape& column) {
    return "DROP COLUMN " + QuoteIdentifier(column.name);
  }
  static const ColumnShape* Find(const TableShape& shape, const std::string& name) {
    const auto found = std::ranges::find(shape.columns, name, &ColumnShape::name);
    return found == shape.columns.end() ? nullptr : &*found;
  }

  void AlterColumns(const TableShape& have) {
    for (const ColumnShape& column : have.columns) {
      if (Find(wanted_, column.name) == nullptr) Alter(DropColumnSql(column), ColumnSql(column));
    }
    for (const ColumnShape& column : wanted_.columns) {
      const ColumnShape* old = Find(have, column.name);
      if (old == nullptr) {
        Alter(ColumnSql(column), DropColumnSql(column));
      } else {
        AlterColumn(*old, column);
      }
    }
  }

  void AlterColumn(const ColumnShape& old, const ColumnShape& column) {
    const std::string start = fmt::format("ALTER COLUMN {} ", QuoteIdentifier(column.name));
    if (old.type != column.type) Alter(start + "TYPE " + column.type, start + "TYPE " + old.type);
    if (old.not_null == column.not_null) return;
    const std::string set = start + "SET NOT NULL";
    const std::string drop = start + "DROP NOT NULL";
    column.not_null ? Alter(set, drop) : Alter(drop, set);
  }

  static std::string AddKeySql(const TableShape& shape) {
    return fmt::format("ADD CONSTRAINT {} PRIMARY KEY ({})",
                       QuoteIdentifier(shape.primary_key_name), List(shape.primary_key));
  }
  static std::string DropKeySql(const TableShape& shape) {
    return "DROP CONSTRAINT " + QuoteIdentifier(shape.primary_key_name);
  }
  void AlterKey(const TableShape& have) {
    if (have.primary_key == wanted_.primary_key) return;
    if (!have.primary_key.empty()) Alter(DropKeySql(have), AddKeySql(have));
    if (!wanted_.primary_key.empty()) Alter(AddKeySql(wanted_), DropKeySql(wanted_));
  }

  std::string FillfactorSql(int fillfactor) const {
    return fillfactor == 0 ? fmt::format("ALTER TABLE {} RESET (fillfactor)", name_)
                           : fmt::format("ALTER TABLE {} SET (fillfactor = {})", name_, fillfactor);
  }

  std::string CreateIndex(const IndexShape& index) const {
    return fmt::format("CREATE INDEX {} ON {} ({})", QuoteIdentifier(index.name), name_,
                       List(index.columns));
  }
  std::string DropIndex(const IndexShape& index) const {
    return "DROP INDEX " + QualifiedName({table_.schema, index.name});
  }
  void AlterIndexes(const TableShape& have) {
    for (const IndexShape& index : wanted_.indexes) {
      const auto old = std::ranges::find(have.indexes, index.name, &IndexShape::name);
      if (old != have.indexes.end() && *old == index) continue;
      if (old != have.indexes.end()) Add(DropIndex(*old), CreateIndex(*old));
      Add(CreateIndex(index), DropIndex(index));
    }
  }

  static std::string List(const std::vector<std::string>& names) {
    std::string out;
    for (const std::string& name : names) {
      if (!out.empty()) out += ", ";
      out += QuoteIdentifier(name);
    }
    return out;
  }

  const HotTable& table_;
  const TableShape wanted_;
  const std::string name_;
  SchemaChange& out_;
};

}  // namespace

SchemaChange ChangeToRegistry(const SchemaShape& have, std::span<const HotTable> wanted) {
  SchemaChange change;
  for (const HotTable& table : wanted) {
    TableChange of_table(table, change);
    const auto found = have.find({std::string(table.schema), std::string(table.spec->name)});
    if (found == have.end()) {
      of_table.Create();
    } else {
      of_table.Alter(found->second);
    }
  }
  return change;
}

std::string MigrationText(std::span<const std::string> statements) {
  std::string text;
  for (const std::string& statement : statements) {
    if (!text.empty()) text += '\n';
    text += statement + ";\n";
  }
  return text;
}

}  // namespace lake
