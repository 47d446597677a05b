// What a sink does about the files of its commits: makes them durable before COMMIT, keeps them
// safe while its outcome is open, and remembers how far everything is known to be durable.
//
// On a data path that is no local folder there is nothing to sync, and DuckLake's deletion after a
// failed COMMIT cannot be undone. One thread; the lake and connection of each call are the current
// ones.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "sink/kept_files.h"
#include "sink/table_storage.h"

namespace lake {

class CommitFiles {
 public:
  CommitFiles(std::string writer, bool sync) : writer_(std::move(writer)), sync_(sync) {}

  // Before anything of the lake is read: gives lost files their names back. kDataLoss when a file
  // since the durable mark is torn or gone.
  Status Open(Connection& connection, const Lake& lake);
  // Once the tables are there.
  Status ReadStorage(Connection& connection, const Lake& lake);
  const std::vector<TableStorage>& storage() const { return storage_; }

  void BeginAttempt();
  // `own` are the files that we wrote ourselves for ledgers [lo, hi], not DuckLake.
  Status BeforeCommit(const Lake& lake, std::uint32_t lo, std::uint32_t hi,
                      std::vector<std::string> own);
  // After a COMMIT that reported an error, before anything of the lake is read.
  Status Recover(Connection& connection, const Lake& lake);
  // When it is known that the attempt did not happen. DuckLake has removed its files by then.
  void Discard();
  // When the commit has happened; gives the bytes of its files.
  Result<std::uint64_t> AfterCommit(Connection& connection, const Lake& lake);

  Status Close(const Lake& lake);

 private:
  bool local(const Lake& lake) const { return lake.has_local_data(); }

  std::string writer_;
  bool sync_;
  std::unique_ptr<KeptFiles> kept_;  // null until Open, and when there is no local folder
  std::vector<TableStorage> storage_;
  std::int64_t attempt_ms_ = 0;
  std::vector<std::string> own_;      // paths of the attempt that we wrote
  std::vector<std::string> synced_;   // all paths of the attempt
  std::int64_t snapshot_ = 0;         // up to which all files are known to be durable
  std::int64_t marked_snapshot_ = 0;  // of those, what the mark says
};

}  // namespace lake
