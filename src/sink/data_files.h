// The Parquet files of a batch's data tables: written side by side, each by one thread and once,
// then added to the lake by name. Through an INSERT into a partitioned table every value would be
// copied twice more.
//
// Partitioned tables get a file per partition, <column>=<value>/. A table that is larger than its
// thread's share is split, so that all threads have work. The files belong to this object, which
// removes them, until they are released to a COMMIT.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "duckdb/row_source.h"
#include "sink/table_storage.h"
#include "tables/batch.h"

namespace lake {

class DataFiles {
 public:
  DataFiles() = default;
  DataFiles(DataFiles&&) = default;
  DataFiles& operator=(DataFiles&&) = delete;
  ~DataFiles();

  // Writes the files of those tables whose storage takes files; `storage` has one entry per table
  // of the batch. Uses up to all threads of the lake's database, the caller's among them. Errors
  // name the table.
  static Result<DataFiles> Write(const Lake& lake, const Batch& batch,
                                 std::span<const TableStorage* const> storage);

  // In the caller's transaction: what was written for table `index` of the batch becomes part of
  // the lake's table.
  Status AddTo(Connection& connection, const Lake& lake, std::size_t index,
               const TableStorage& storage) const;

  std::vector<std::string> paths() const;
  // The files are no longer this object's: a COMMIT that refers to them is about to be sent.
  void Release() { files_.clear(); }

 private:
  struct File {
    std::size_t table;  // of the batch
    std::string path;
    RowRun rows;
    std::uint64_t values;  // rows times columns: how long it takes, about
  };
  class Plan;
  class Writers;

  std::vector<File> files_;
};

}  // namespace lake
