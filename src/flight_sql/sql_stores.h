// What a worker gets from who starts it: how to open what statements read, and its bounds.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "duckdb/database.h"

namespace lake {

// Opened, attached read-only and locked (LockEngine).
struct SqlStores {
  std::shared_ptr<void> keep;  // whatever the connection needs, as long as it lives
  Connection connection;
  std::function<Error(Error)> cause;  // why a statement failed, when the stores know better
};

// `statements` are those that will run, for stores that depend on what is named in them.
using OpenSqlStores = std::function<Result<SqlStores>(std::span<const std::string> statements)>;

struct SqlWorkerRules {
  std::uint64_t rows_max = 0;          // of an answer; 0: any number
  std::uint32_t rest_ms_max = 0;       // ends when nothing is asked for so long
  std::uint64_t memory_bytes_max = 0;  // of the whole worker; 0: what the system gives
};

// Names of all tables that can be read, as one text: for stores that look for names.
std::string EveryTableName();

// A worker's life: answers on kWorkerSocket (worker_program.h) what the server asks, until nobody
// is left to ask, or nothing is asked. Each statement is judged (SqlGuard, for strangers) before
// anything is opened for it. Errors: only such that keep it from answering at all.
Status RunSqlWorker(const OpenSqlStores& open, const SqlWorkerRules& rules);

}  // namespace lake
