// How a worker answers a statement that was judged: what it will give and wants, or its rows.
// One thread. Errors: DuckError, kInvalidArgument for parameters that do not fit.
#pragma once

#include <memory>
#include <string>

#include "duckdb/database.h"
#include "flight_sql/worker_channel.h"

namespace lake {

// kSchema, kParameters, kEnd.
Status DescribeStatement(Connection& connection, const std::string& statement,
                         WorkerChannel& channel, const WorkerChannel::Wanted& wanted);

struct StatementRun {
  const std::string& statement;
  std::shared_ptr<arrow::Buffer> parameters;  // an IPC stream, each row is one run; null: none
  std::uint64_t rows_max;
};

// kSchema, kBatch..., kEnd.
Status RunStatement(Connection& connection, const StatementRun& run, WorkerChannel& channel,
                    const WorkerChannel::Wanted& wanted);

}  // namespace lake
