#include "duckdb/foreign_scan.h"

#include <fmt/format.h>

#include <utility>

#include "base/thread.h"
#include "duckdb/column_type.h"
#include "duckdb/logical_type.h"

namespace lake {
namespace {

constexpr const char* kWhere = "a scan of rows from elsewhere";
constexpr std::size_t kParameters = 3;  // table, first, last

template <class T>
void Delete(void* object) {
  delete static_cast<T*>(object);
}

struct BindData {
  std::shared_ptr<const ForeignTable> table;
  ForeignPart part;
};

std::int64_t Parameter(duckdb_bind_info info, idx_t place) {
  duckdb_value value = duckdb_bind_get_parameter(info, place);
  const std::int64_t number = duckdb_get_int64(value);
  duckdb_destroy_value(&value);
  return number;
}

// DuckDB calls what follows on its threads, through frames that are declared as C: no exception
// leaves it.
Status BindScan(duckdb_bind_info info) {
  const auto& tables = *static_cast<const ForeignTables*>(duckdb_bind_get_extra_info(info));
  const auto place = static_cast<std::size_t>(Parameter(info, 0));
  if (place >= tables.size()) return {Code::kInternal, "there is no such table"};
  BindData bound{tables[place], {Parameter(info, 1), Parameter(info, 2)}};
  for (const ColumnSpec& column : bound.table->columns()) {
    duckdb_bind_add_result_column(info, std::string(column.name).c_str(),
                                  LogicalType(DuckType(column.type)).get());
  }
  duckdb_bind_set_cardinality(info, bound.table->RowsOf(bound.part), false);
  duckdb_bind_set_bind_data(info, new BindData(std::move(bound)), &Delete<BindData>);
  return {};
}

void Bind(duckdb_bind_info info) {
  const Status status = CatchExceptions(kWhere, [&] { return BindScan(info); });
  if (!status.ok()) duckdb_bind_set_error(info, status.error().message.c_str());
}

Status InitScan(duckdb_init_info info) {
  const auto& bound = *static_cast<const BindData*>(duckdb_init_get_bind_data(info));
  std::vector<std::size_t> columns(duckdb_init_get_column_count(info));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    columns[i] = duckdb_init_get_column_index(info, i);
    if (columns[i] >= bound.table->columns().size()) {
      return {Code::kInternal, "a column is asked for that the table does not have"};
    }
  }
  // Other parts are other scans: those run side by side.
  duckdb_init_set_max_threads(info, 1);
  duckdb_init_set_init_data(info, bound.table->Scan(std::move(columns), bound.part).release(),
                            &Delete<ForeignRows>);
  return {};
}

void Init(duckdb_init_info info) {
  const Status status = CatchExceptions(kWhere, [&] { return InitScan(info); });
  if (!status.ok()) duckdb_init_set_error(info, status.error().message.c_str());
}

void Scan(duckdb_function_info info, duckdb_data_chunk output) {
  auto& rows = *static_cast<ForeignRows*>(duckdb_function_get_init_data(info));
  const Status status = CatchExceptions(kWhere, [&]() -> Status {
    TRY_ASSIGN(const std::optional<RowChunk> chunk, rows.Next());
    if (chunk) {
      chunk->ShowIn(output);
    } else {
      duckdb_data_chunk_set_size(output, 0);
    }
    return {};
  });
  if (!status.ok()) duckdb_function_set_error(info, status.error().message.c_str());
}

}  // namespace

Status RegisterForeignScan(Connection& connection, const std::string& name, ForeignTables tables) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, name.c_str());
  const LogicalType number(DUCKDB_TYPE_BIGINT);
  for (std::size_t i = 0; i < kParameters; ++i) {
    duckdb_table_function_add_parameter(function, number.get());
  }
  duckdb_table_function_set_extra_info(function, new ForeignTables(std::move(tables)),
                                       &Delete<ForeignTables>);
  duckdb_table_function_supports_projection_pushdown(function, true);
  duckdb_table_function_set_bind(function, &Bind);
  duckdb_table_function_set_init(function, &Init);
  duckdb_table_function_set_function(function, &Scan);
  const duckdb_state state = duckdb_register_table_function(connection.raw(), function);
  duckdb_destroy_table_function(&function);
  if (state == DuckDBSuccess) return {};
  return {Code::kInternal, fmt::format("DuckDB does not take {}", name)};
}

std::string ForeignScanSql(std::string_view name, std::size_t table, const ForeignPart& part) {
  return fmt::format("{}({}, {}, {})", name, table, part.first, part.last);
}

}  // namespace lake
