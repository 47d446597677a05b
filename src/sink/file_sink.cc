#include "sink/file_sink.h"

#include <fmt/format.h>

#include <filesystem>

#include "lineage/batch_rows.h"

namespace lake {

void FileSink::BeginSource(std::string name) {
  source_ = std::move(name);
  ledger_index_ = 0;
  written_ = Coverage();
}

Result<Coverage> FileSink::Open() {
  if (!files_.empty()) return written_;
  std::error_code error;
  std::filesystem::create_directories(options_.folder, error);
  if (error) {
    return Error{Code::kInvalidArgument, fmt::format("{}: {}", options_.folder, error.message())};
  }
  if (options_.format == FileFormat::kParquet) {
    TRY_ASSIGN(database_, Database::Open({.memory_limit = options_.memory_limit,
                                          .keep_order = false,
                                          .one_thread_at_rest = true}));
  }
  for (const Table* table : options_.tables) {
    auto file =
        options_.format == FileFormat::kParquet
            ? OpenParquetFile(options_.folder, *table->spec, options_.with_src, database_)
            : OpenTextFile(options_.folder, *table->spec, options_.format, options_.with_src);
    if (!file.ok()) return std::move(file).status();
    files_.push_back(std::move(*file));
  }
  return written_;
}

Result<CommitReport> FileSink::Commit(const Batch& batch, const std::vector<QualityResult>&) {
  CommitReport report;
  std::vector<std::string> labels;
  for (std::size_t i = 0; i < batch.ledgers.size(); ++i) {
    labels.push_back(fmt::format("{}:{}", source_, ledger_index_++));
  }
  std::vector<std::vector<RowPiece>> pieces(files_.size());
  for (std::size_t table = 0; table < files_.size(); ++table) {
    for (std::size_t i = 0; i < batch.ledgers.size(); ++i) {
      const RowBuffer& rows = batch.ledgers[i]->tables[table];
      pieces[table].push_back({&rows, 0, rows.size(), labels[i]});
      report.rows += rows.size();
    }
  }
  // Whatever fails, no file reads the batch any more when this returns.
  Status status;
  for (std::size_t table = 0; table < files_.size() && status.ok(); ++table) {
    status = files_[table]->Write(pieces[table]);
  }
  for (auto& file : files_) {
    if (Status read = file->AwaitRead(); status.ok()) status = std::move(read);
  }
  TRY(std::move(status));
  const BatchRecord record = RecordOf(batch, {}, {});
  written_.Add(record.range, record.tables);
  return report;
}

Status FileSink::Close() {
  for (auto& file : files_) TRY(file->Finish());
  for (auto& file : files_) TRY(file->Place());
  files_.clear();
  return {};
}

}  // namespace lake
