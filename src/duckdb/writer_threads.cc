#include "duckdb/writer_threads.h"

#include <fmt/format.h>

#include <utility>

#include "base/log.h"

namespace lake {

Status SetThreads(Connection& connection, int threads) {
  return connection.Execute(fmt::format("SET threads = {}", threads));
}

Result<WriterThreads> WriterThreads::Start(Connection& connection) {
  TRY(SetThreads(connection, connection.database().threads()));
  return WriterThreads(connection);
}

WriterThreads::WriterThreads(WriterThreads&& other) noexcept
    : connection_(std::exchange(other.connection_, nullptr)) {}

WriterThreads::~WriterThreads() {
  if (connection_ == nullptr) return;
  // In a transaction that has failed no statement runs; the next session begins with one thread.
  const Status status = SetThreads(*connection_, 1);
  if (!status.ok()) LogDebug("DuckDB keeps its threads: {}", status.error().message);
}

}  // namespace lake
