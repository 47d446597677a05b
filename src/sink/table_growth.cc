#include "sink/table_growth.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "table/dataset_name.h"
#include "table/ddl.h"
#include "table/sql_text.h"
#include "tables/all.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

const ColumnSpec* Find(std::span<const ColumnSpec> columns, std::string_view name) {
  const auto found = std::ranges::find(columns, name, &ColumnSpec::name);
  return found == columns.end() ? nullptr : &*found;
}

// One table of the lake.
class Growth {
 public:
  Growth(const TableSpec& spec, const DdlOptions& ddl, std::vector<LakeColumn> have)
      : spec_(spec), ddl_(ddl), have_(std::move(have)) {}

  // A data table, of which the lake knows the columns up to a minor version.
  Status PlanData(int known_version) {
    TRY(CheckChoice(known_version));
    for (const ColumnSpec& column : spec_.columns) {
      if (!Has(column)) TRY(Add(column));
    }
    TRY(CheckColumns());
    DropNotNulls();
    return {};
  }

  // A metadata table has all its columns, those of later versions at its end.
  Status PlanMeta() {
    for (const LakeColumn& column : have_) {
      if (Find(spec_.columns, column.name) == nullptr) {
        return {Code::kInvalidArgument, Unknown(column.name)};
      }
    }
    for (std::size_t i = have_.size(); i < spec_.columns.size(); ++i) TRY(Add(spec_.columns[i]));
    TRY(CheckColumns());
    DropNotNulls();
    return {};
  }

  std::vector<TableChange> Take() { return std::move(changes_); }

 private:
  bool Has(const ColumnSpec& column) const {
    return std::ranges::find(have_, column.name, &LakeColumn::name) != have_.end();
  }

  static std::string Unknown(std::string_view columns) {
    return fmt::format(
        "the lake has {}, which this version does not know: write with the newer version that "
        "added it",
        columns);
  }

  // A run that leaves out other columns than the lake does is refused, and so is a lake that a
  // newer version has widened.
  Status CheckChoice(int known_version) const {
    std::vector<std::string_view> lacks, left_out, unknown;
    for (const ColumnSpec& column : spec_.columns) {
      if (column.since <= known_version && !Has(column)) lacks.push_back(column.name);
    }
    for (const LakeColumn& column : have_) {
      if (Find(spec_.columns, column.name) != nullptr) continue;
      const bool known = Find(WholeSpec(spec_).columns, column.name) != nullptr;
      (known ? left_out : unknown).push_back(column.name);
    }
    if (!unknown.empty() && lacks.empty()) {
      return {Code::kInvalidArgument, Unknown(fmt::format("{}", fmt::join(unknown, ", ")))};
    }
    left_out.insert(left_out.end(), unknown.begin(), unknown.end());
    if (lacks.empty() && left_out.empty()) return {};
    std::string text = "the lake was made with other columns:";
    if (!lacks.empty()) text += fmt::format(" it lacks {};", fmt::join(lacks, ", "));
    if (!left_out.empty()) text += fmt::format(" it also has {};", fmt::join(left_out, ", "));
    return {Code::kInvalidArgument,
            text + " give the same --columns and --exclude again, or another lake"};
  }

  Status Add(const ColumnSpec& column) {
    if (!column.nullable) {
      return {
          Code::kInvalidArgument,
          fmt::format("the lake lacks column {}, which cannot be added to rows that are there: it "
                      "must not be NULL",
                      column.name)};
    }
    const std::string_view type = SqlTypeName(column.type, SqlDialect::kDuckDb);
    have_.push_back({std::string(column.name), std::string(type), true});
    changes_.push_back({&spec_, column.name, AddColumnSql(spec_, column, ddl_),
                        fmt::format("add column {} {}", column.name, type),
                        fmt::format("ALTER TABLE {} DROP COLUMN {}", DdlTableName(spec_, ddl_),
                                    QuoteIdentifier(column.name))});
    return {};
  }

  // With those that will be added: the same columns, in the same order, of the same types.
  Status CheckColumns() const {
    for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
      const ColumnSpec& column = spec_.columns[i];
      const std::string_view type = SqlTypeName(column.type, SqlDialect::kDuckDb);
      if (have_[i].name == column.name && have_[i].type == type) continue;
      return {Code::kInvalidArgument,
              fmt::format("column {} is {} {} in the lake instead of {} {}", i + 1, have_[i].name,
                          have_[i].type, column.name, type)};
    }
    return {};
  }

  // Columns that had no NULLs in older versions may have them now: a number that the type cannot
  // hold.
  void DropNotNulls() {
    for (std::size_t i = 0; i < spec_.columns.size(); ++i) {
      if (have_[i].nullable || !spec_.columns[i].nullable) continue;
      const std::string alter =
          fmt::format("ALTER TABLE {} ALTER COLUMN {} ", DdlTableName(spec_, ddl_),
                      QuoteIdentifier(have_[i].name));
      changes_.push_back({&spec_, "", alter + "DROP NOT NULL",
                          fmt::format("column {} may be NULL", have_[i].name),
                          alter + "SET NOT NULL"});
    }
  }

  const TableSpec& spec_;
  const DdlOptions& ddl_;
  std::vector<LakeColumn> have_;
  std::vector<TableChange> changes_;
};

}  // namespace

Result<std::vector<TableChange>> PlanGrowth(const LakeShape& shape, const std::string& schema,
                                            const DuckLakeSinkOptions& options) {
  std::vector<TableChange> out;
  const auto plan = [&](const TableSpec& spec, std::string_view name, auto how) -> Status {
    const auto have = shape.tables.find(name);
    if (have == shape.tables.end()) return {};
    const DdlOptions ddl{.parent = schema, .table_name = name, .if_not_exists = false};
    Growth growth(spec, ddl, have->second);
    if (Status planned = how(growth); !planned.ok()) {
      return std::move(planned).Context(fmt::format("table {}", name));
    }
    std::ranges::move(growth.Take(), std::back_inserter(out));
    return {};
  };
  for (const TableSpec* spec : kMetaTables) {
    TRY(plan(*spec, spec->name, [](Growth& growth) { return growth.PlanMeta(); }));
  }
  for (const Table* table : options.tables) {
    const auto known = shape.datasets.find(DatasetName(*table->spec));
    const int version = known == shape.datasets.end() ? 0 : known->second.minor_version;
    TRY(plan(*table->spec, LakeTableName(options, *table->spec),
             [version](Growth& growth) { return growth.PlanData(version); }));
  }
  return out;
}

}  // namespace lake
