// All of a database's threads, for as long as this lives; before and after, one.
//
// A thread of DuckDB that has nothing to do waits by asking again and again, and the many small
// queries of a commit have nothing for a second one: alone they cost a sixth less CPU. For a
// database that was opened with `one_thread_at_rest`, and does nothing while this is made or ends.
#pragma once

#include "duckdb/database.h"

namespace lake {

class WriterThreads {
 public:
  static Result<WriterThreads> Start(Connection& connection);
  WriterThreads(WriterThreads&& other) noexcept;
  WriterThreads& operator=(WriterThreads&&) = delete;
  ~WriterThreads();

 private:
  explicit WriterThreads(Connection& connection) : connection_(&connection) {}

  Connection* connection_;
};

// SET threads.
Status SetThreads(Connection& connection, int threads);

}  // namespace lake
