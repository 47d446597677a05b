// What a worker does with the questions of its server, one after the other. One thread.
#pragma once

#include "duckdb/sql_guard.h"
#include "flight_sql/sql_commands.h"
#include "flight_sql/sql_stores.h"
#include "flight_sql/worker_channel.h"

namespace lake {

class WorkerSession {
 public:
  WorkerSession(WorkerChannel channel, SqlGuard guard, const OpenSqlStores& open,
                const SqlWorkerRules& rules)
      : channel_(std::move(channel)), guard_(std::move(guard)), open_(open), rules_(rules) {}

  // Until nothing is asked any more.
  Status Run();

 private:
  Status Answer(const Frame& question);
  Status AnswerStatement(const Frame& question, const SqlCommand& command);
  Status AnswerMetadata(const SqlCommand& command);

  WorkerChannel channel_;
  SqlGuard guard_;
  const OpenSqlStores& open_;
  const SqlWorkerRules& rules_;
};

}  // namespace lake
