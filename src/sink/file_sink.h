// Rows as files, one per table, for people who want no lake: exactly the contract's columns in
// their order, and a file for every table, also for empty ones. Files are written while rows come,
// and appear when the sink is closed, whole, or not at all. After a failed Commit nothing can be
// added any more.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "duckdb/database.h"
#include "sink/sink.h"
#include "sink/table_file.h"

namespace lake {

struct FileSinkOptions {
  std::string folder;  // made when it is not there; files of the same names are replaced
  FileFormat format = FileFormat::kParquet;
  TableSet tables;
  bool with_src = false;           // a column `_src` behind the table's own: see BeginSource
  std::uint64_t memory_limit = 0;  // of the engine that writes Parquet, bytes; 0 = its default
};

class FileSink final : public Sink {
 public:
  explicit FileSink(FileSinkOptions options) : options_(std::move(options)) {}

  // Rows of the ledgers that follow get `_src` = "<name>:<index of the ledger>", counted from 0.
  void BeginSource(std::string name);

  // What was given since the files were opened, or since BeginSource.
  Result<Coverage> Open() override;
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override;
  Status Close() override;

 private:
  FileSinkOptions options_;
  std::shared_ptr<Database> database_;
  std::vector<std::unique_ptr<TableFile>> files_;  // one per table
  std::string source_;
  std::uint64_t ledger_index_ = 0;
  Coverage written_;
};

}  // namespace lake
