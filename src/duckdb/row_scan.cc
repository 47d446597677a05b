#include "duckdb/row_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <new>

#include "base/thread.h"
#include "duckdb/column_type.h"
#include "duckdb/database.h"
#include "duckdb/logical_type.h"
#include "duckdb/vector_fill.h"
#include "table/column_block.h"

namespace lake {
namespace {

constexpr const char* kFunctionName = "lake_rows";

template <class T>
void Delete(void* object) {
  delete static_cast<T*>(object);
}

struct BindData {
  RowSource* source;
};

// One thread's place in the run it has claimed.
struct ThreadState {
  RowRun run;
  std::size_t piece = 0;
  RowRun chunk;
};

// DuckDB calls what follows on its threads, through frames that are declared as C: no exception
// leaves it.
Status BindRows(duckdb_bind_info info) {
  auto* scans = static_cast<RowScans*>(duckdb_bind_get_extra_info(info));
  duckdb_value value = duckdb_bind_get_parameter(info, 0);
  const std::int64_t slot = duckdb_get_int64(value);
  duckdb_destroy_value(&value);
  RowSource* source = scans->Find(slot);
  if (source == nullptr) {
    return {Code::kInternal, fmt::format("lake_rows: no rows are offered as {}", slot)};
  }
  const LabelColumn label = source->label();
  const auto add = [&](std::string_view name, duckdb_type type) {
    duckdb_bind_add_result_column(info, std::string(name).c_str(), LogicalType(type).get());
  };
  if (!label.name.empty() && label.leading) add(label.name, DUCKDB_TYPE_VARCHAR);
  for (const ColumnSpec* column : source->columns()) add(column->name, DuckType(column->type));
  if (!label.name.empty() && !label.leading) add(label.name, DUCKDB_TYPE_VARCHAR);
  if (source->row_count() > 0) duckdb_bind_set_cardinality(info, source->row_count(), true);
  duckdb_bind_set_bind_data(info, new BindData{source}, &Delete<BindData>);
  return {};
}

void Bind(duckdb_bind_info info) {
  const Status status = CatchExceptions(kFunctionName, [&] { return BindRows(info); });
  if (!status.ok()) duckdb_bind_set_error(info, status.error().message.c_str());
}

void Init(duckdb_init_info info) {
  const auto* bound = static_cast<const BindData*>(duckdb_init_get_bind_data(info));
  duckdb_init_set_max_threads(info, bound->source->max_threads());
}

void InitThread(duckdb_init_info info) {
  auto* const state = new (std::nothrow) ThreadState;
  if (state == nullptr) return duckdb_init_set_error(info, "lake_rows: out of memory");
  duckdb_init_set_init_data(info, state, &Delete<ThreadState>);
}

// Moves up to a vector of rows from the claimed run to `chunk`; a chunk never spans two runs.
bool NextChunk(RowSource& source, ThreadState& state) {
  state.chunk.clear();
  if (state.piece == state.run.size()) {
    if (!source.Claim(state.run)) return false;
    state.piece = 0;
  }
  std::size_t room = kBlockRows;
  while (room > 0 && state.piece < state.run.size()) {
    RowPiece& piece = state.run[state.piece];
    const std::size_t count = std::min(room, piece.count);
    state.chunk.push_back({piece.rows, piece.first, count, piece.label});
    piece.first += count;
    piece.count -= count;
    room -= count;
    if (piece.count == 0) ++state.piece;
  }
  return true;
}

void Scan(duckdb_function_info info, duckdb_data_chunk chunk) {
  RowSource& source = *static_cast<const BindData*>(duckdb_function_get_bind_data(info))->source;
  auto& state = *static_cast<ThreadState*>(duckdb_function_get_local_init_data(info));
  const Status status = CatchExceptions(kFunctionName, [&]() -> Status {
    if (NextChunk(source, state)) return FillChunk(chunk, source, state.chunk);
    duckdb_data_chunk_set_size(chunk, 0);
    return {};
  });
  if (!status.ok()) duckdb_function_set_error(info, status.error().message.c_str());
}

}  // namespace

std::int64_t RowScans::Add(RowSource* source) {
  const std::lock_guard lock(mutex_);
  sources_[next_] = source;
  return next_++;
}

void RowScans::Remove(std::int64_t slot) {
  const std::lock_guard lock(mutex_);
  sources_.erase(slot);
}

RowSource* RowScans::Find(std::int64_t slot) {
  const std::lock_guard lock(mutex_);
  const auto found = sources_.find(slot);
  return found == sources_.end() ? nullptr : found->second;
}

std::string RowScanSlot::sql() const { return fmt::format("{}({})", kFunctionName, slot_); }

Status RegisterRowScan(Connection& connection) {
  duckdb_table_function function = duckdb_create_table_function();
  duckdb_table_function_set_name(function, kFunctionName);
  duckdb_table_function_add_parameter(function, LogicalType(DUCKDB_TYPE_BIGINT).get());
  duckdb_table_function_set_extra_info(function, &connection.database().row_scans(), nullptr);
  duckdb_table_function_set_bind(function, &Bind);
  duckdb_table_function_set_init(function, &Init);
  duckdb_table_function_set_local_init(function, &InitThread);
  duckdb_table_function_set_function(function, &Scan);
  const duckdb_state state = duckdb_register_table_function(connection.raw(), function);
  duckdb_destroy_table_function(&function);
  if (state != DuckDBSuccess) return {Code::kInternal, "DuckDB does not take lake_rows"};
  return {};
}

}  // namespace lake
