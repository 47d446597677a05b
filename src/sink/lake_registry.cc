#include "sink/lake_registry.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/arena.h"
#include "lineage/dataset_rows.h"
#include "sink/lake_shape.h"
#include "sink/table_growth.h"
#include "table/dataset_name.h"
#include "table/ddl.h"
#include "table/sql_text.h"
#include "tables/meta_tables.h"

namespace lake {
namespace {

std::string EraCondition(const Era& era) {
  return fmt::format("era_id = {} AND network = {} AND version_label = {}",
                     QuoteLiteral(era.era_id), QuoteLiteral(era.network),
                     QuoteLiteral(era.version_label));
}

std::string NumberSql(const std::optional<std::int32_t>& number) {
  return number ? std::to_string(*number) : "NULL";
}

// A table's columns, where those of a condition get other values: pairs of name and value. Columns
// that the table is about to get (`added`) have none for the others.
std::string SelectWith(const Lake& lake, const TableSpec& spec, std::string_view condition,
                       const std::map<std::string_view, std::string>& values,
                       const std::set<std::string_view>& added = {}) {
  std::string columns;
  for (const ColumnSpec& column : spec.columns) {
    if (!columns.empty()) columns += ", ";
    const std::string name = QuoteIdentifier(column.name);
    const auto value = values.find(column.name);
    const std::string before = added.contains(column.name) ? "NULL" : name;
    columns += value == values.end() && before == name
                   ? name
                   : fmt::format("CAST(CASE WHEN {} THEN {} ELSE {} END AS {}) AS {}", condition,
                                 value == values.end() ? before : value->second, before,
                                 SqlTypeName(column.type, SqlDialect::kDuckDb), name);
  }
  return fmt::format("SELECT {} FROM {}", columns, lake.Table(spec.name));
}

struct Texts {
  Arena arena;
  RowBuffer datasets{sizeof(DatasetRow)};
  RowBuffer changes{sizeof(ChangeRow)};
  RowBuffer schemas{sizeof(SchemaRow)};
};

class Registration {
 public:
  Registration(Connection& connection, const Lake& lake, const DuckLakeSinkOptions& options)
      : connection_(connection),
        lake_(lake),
        options_(options),
        now_{options.writer.clock->Now()} {}

  Status Make(bool is_new, LakeChange& change) {
    TRY_ASSIGN(shape_, ReadShape(connection_, lake_));
    TRY(ReadKnown());
    auto growth = PlanGrowth(shape_, lake_.Schema(), options_);
    if (!growth.ok()) return change.Refuse(std::move(growth).status());
    // A lake of a version that noted no schemas has the table only now.
    if (!is_new && schemas_.empty()) AddTable(kMetaSchemas, kMetaSchemas.name);
    for (TableChange& done : *growth) {
      AddChange(*done.spec, "schema", done.description, done.rollback_sql);
      change.definitions.push_back(std::move(done.sql));
    }
    DatasetRows redefined;
    for (const Table* table : options_.tables) Register(*table->spec, redefined);
    if (!redefined.empty()) change.rows.push_back(Redefined(redefined, *growth));
    for (const auto& [spec, rows] :
         {std::pair{&kMetaDatasets, &texts_->datasets}, std::pair{&kMetaChanges, &texts_->changes},
          std::pair{&kMetaSchemas, &texts_->schemas}}) {
      if (rows->size() > 0) change.rows.push_back({.spec = spec, .rows = {texts_, rows}});
    }
    return {};
  }
  bool has_new_table() const { return has_new_table_; }

 private:
  using DatasetRows = std::vector<DatasetRow>;

  Status ReadKnown() {
    TRY_ASSIGN(QueryResult last,
               connection_.Query(fmt::format("SELECT coalesce(max(id), 0) FROM {}",
                                             lake_.Table(kMetaChanges.name))));
    TRY(last.NextSingleRow());
    last_change_ = static_cast<std::int32_t>(last.Int(0, 0));
    TRY_ASSIGN(QueryResult schemas,
               connection_.Query(fmt::format("SELECT DISTINCT dataset, schema_hash FROM {}",
                                             lake_.Table(kMetaSchemas.name))));
    return ForEachRow(schemas, [&](std::size_t row) -> Status {
      schemas_.emplace(schemas.Text(0, row), schemas.Text(1, row));
      return {};
    });
  }

  // `redefined` gets the row of a table that the lake knew otherwise.
  void Register(const TableSpec& spec, DatasetRows& redefined) {
    DatasetRow row = MakeDatasetRow(spec, now_, texts_->arena);
    if (!schemas_.contains({std::string(row.name), std::string(*row.schema_hash)})) {
      AppendSchemaRows(spec, now_, texts_->arena, texts_->schemas);
    }
    const auto known = shape_.datasets.find(row.name);
    if (known == shape_.datasets.end()) {
      texts_->datasets.Append(row);
      has_new_table_ = true;
      return AddTable(spec, LakeTableName(options_, spec));
    }
    // A newer version may know columns that its run has left out.
    row.minor_version = std::max(known->second.minor_version, *row.minor_version);
    if (known->second.schema_hash != *row.schema_hash ||
        known->second.minor_version != *row.minor_version) {
      redefined.push_back(row);
    }
  }

  void AddTable(const TableSpec& spec, std::string_view name) {
    const std::string schema = lake_.Schema();
    const DdlOptions ddl{.parent = schema, .table_name = name, .if_not_exists = false};
    const std::string table = DdlTableName(spec, ddl);
    AddChange(spec, "schema", fmt::format("create table, {} columns", spec.columns.size()),
              fmt::format("DROP TABLE {}", table));
    if (!options_.partition || spec.partition_column.empty()) return;
    AddChange(spec, "partition", fmt::format("partition by {}", spec.partition_column),
              fmt::format("ALTER TABLE {} RESET PARTITIONED BY", table));
  }

  void AddChange(const TableSpec& spec, std::string_view type, std::string_view description,
                 std::string_view rollback) {
    Arena& arena = texts_->arena;
    texts_->changes.Append(
        ChangeRow{.id = ++last_change_,
                  .dataset = arena.Copy(DatasetName(spec)),
                  .change_type = type,
                  .description = arena.Copy(description),
                  .applied_by = arena.Copy(fmt::format("{}/{}", options_.origin.processor_name,
                                                       options_.origin.pipeline_version)),
                  .applied_at = now_,
                  .rollback_sql = arena.Copy(rollback)});
  }

  RowsChange Redefined(const DatasetRows& rows, const std::vector<TableChange>& growth) const {
    std::string names, hashes, versions;
    for (const DatasetRow& row : rows) {
      const std::string name = QuoteLiteral(row.name);
      names += fmt::format("{}{}", names.empty() ? "" : ", ", name);
      hashes += fmt::format(" WHEN {} THEN {}", name, QuoteLiteral(*row.schema_hash));
      versions += fmt::format(" WHEN {} THEN {}", name, *row.minor_version);
    }
    std::set<std::string_view> added;
    for (const TableChange& change : growth) {
      if (change.spec == &kMetaDatasets) added.insert(change.added);
    }
    return {.spec = &kMetaDatasets,
            .select = SelectWith(lake_, kMetaDatasets, fmt::format("name IN ({})", names),
                                 {{"schema_hash", fmt::format("CASE name{} END", hashes)},
                                  {"minor_version", fmt::format("CASE name{} END", versions)},
                                  {"updated_at", fmt::format("make_timestamp({})", now_.micros)}},
                                 added),
            .replace = true};
  }

  Connection& connection_;
  const Lake& lake_;
  const DuckLakeSinkOptions& options_;
  const Timestamp now_;
  const std::shared_ptr<Texts> texts_ = std::make_shared<Texts>();
  LakeShape shape_;
  std::set<std::pair<std::string, std::string>> schemas_;  // dataset and hash
  std::int32_t last_change_ = 0;
  bool has_new_table_ = false;
};

}  // namespace

Result<std::vector<std::string>> ReadDataTables(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult rows, connection.Query(fmt::format("SELECT name FROM {} ORDER BY name",
                                                            lake.Table(kMetaDatasets.name))));
  std::vector<std::string> tables;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    const std::string_view dataset = rows.Text(0, row);
    tables.emplace_back(dataset.substr(dataset.find('.') + 1));
    return {};
  }));
  return tables;
}

Status DraftRegistration(Connection& connection, const Lake& lake,
                         const DuckLakeSinkOptions& options, const std::optional<Fence>& before,
                         LakeChange& change) {
  Registration registration(connection, lake, options);
  TRY(registration.Make(!before, change));
  change.nothing = before && change.rows.empty();
  change.fence = before.value_or(Fence());
  if (registration.has_new_table()) change.fence.watermark.reset();
  change.fence.updated_micros =
      std::max(options.writer.clock->Now(), change.fence.updated_micros + 1);
  change.message = "tables registered";
  return {};
}

RowsChange NewEra(const Era& era, const EraState& state, const TableSet& tables, Timestamp now) {
  struct Rows {
    Arena arena;
    RowBuffer eras{sizeof(EraRow)};
  };
  std::vector<const TableSpec*> specs;
  for (const Table* table : tables) specs.push_back(table->spec);
  const auto rows = std::make_shared<Rows>();
  EraRow row{};
  row.era_id = rows->arena.Copy(era.era_id);
  row.network = rows->arena.Copy(era.network);
  row.version_label = rows->arena.Copy(era.version_label);
  row.ledger_start = state.ledger_start;
  row.protocol_min = state.protocol_min;
  row.protocol_max = state.protocol_max;
  row.status = "active";
  row.schema_epoch = rows->arena.Copy(SchemaEpoch(specs));
  row.created_at = now;
  rows->eras.Append(row);
  return {.spec = &kMetaEras, .rows = {rows, &rows->eras}};
}

RowsChange ChangedEra(const Lake& lake, const Era& era, const EraState& state) {
  return {.spec = &kMetaEras,
          .select = SelectWith(lake, kMetaEras, EraCondition(era),
                               {{"ledger_start", std::to_string(state.ledger_start)},
                                {"protocol_min", NumberSql(state.protocol_min)},
                                {"protocol_max", NumberSql(state.protocol_max)}}),
          .replace = true};
}

Result<std::optional<EraState>> ReadEra(Connection& connection, const Lake& lake, const Era& era) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT status, ledger_start, protocol_min, protocol_max FROM {} WHERE {}",
                 lake.Table(kMetaEras.name), EraCondition(era))));
  TRY_ASSIGN(const bool found, rows.Next());
  if (!found) return std::optional<EraState>();
  EraState state{.status = std::string(rows.Text(0, 0)),
                 .ledger_start = static_cast<std::uint32_t>(rows.Int(1, 0)),
                 .protocol_min = {},
                 .protocol_max = {}};
  if (!rows.IsNull(2, 0)) state.protocol_min = static_cast<std::int32_t>(rows.Int(2, 0));
  if (!rows.IsNull(3, 0)) state.protocol_max = static_cast<std::int32_t>(rows.Int(3, 0));
  return std::optional(std::move(state));
}

}  // namespace lake
