#include "duckdb/parquet_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <utility>
#include <vector>

#include "base/thread.h"
#include "duckdb/row_scan.h"
#include "table/sql_text.h"

namespace lake {

// What has been offered and not yet read. The COPY asks for the next rows when it has read the last
// ones, and waits in Claim until there are some, or none will come.
class ParquetStream::FedRows final : public RowSource {
 public:
  FedRows(const TableSpec& spec, LabelColumn label)
      : columns_(AllColumns(spec)), group_rows_(spec.row_group_rows), label_(label) {}

  const std::vector<const ColumnSpec*>& columns() const override { return columns_; }
  LabelColumn label() const override { return label_; }

  Status Offer(std::span<const RowPiece> rows) {
    TRY(AwaitRead());
    const std::lock_guard lock(mutex_);
    for (const RowPiece& piece : rows) {
      if (piece.count > 0) offered_.push_back(piece);
    }
    next_ = 0;
    changed_.notify_all();
    return {};
  }

  Status AwaitRead() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || (waiting_ && next_ == offered_.size()); });
    if (next_ == offered_.size()) offered_.clear();
    next_ = std::min(next_, offered_.size());
    if (!ended_) return {};
    return status_.ok() ? Status(Code::kInternal, "the file was ended before its rows") : status_;
  }

  // No more rows come.
  void Close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    changed_.notify_all();
  }

  // The COPY is over.
  void End(Status status) {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    status_ = std::move(status);
    changed_.notify_all();
  }

  // Requires that the thread has been joined.
  Result<std::uint64_t> Outcome() {
    TRY(std::move(status_));
    return rows_;
  }

  // Runs end where row groups do, so that a row group never depends on how rows were offered.
  bool Claim(RowRun& run) override {
    run.clear();
    std::unique_lock lock(mutex_);
    waiting_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return closed_ || next_ < offered_.size(); });
    if (next_ == offered_.size()) return false;
    waiting_ = false;
    std::size_t room = group_rows_ - rows_ % group_rows_;
    for (; room > 0 && next_ < offered_.size();) {
      RowPiece& piece = offered_[next_];
      const std::size_t count = std::min(room, piece.count);
      run.push_back({piece.rows, piece.first, count, piece.label});
      piece.first += count;
      piece.count -= count;
      room -= count;
      rows_ += count;
      if (piece.count == 0) ++next_;
    }
    return true;
  }

 private:
  const std::vector<const ColumnSpec*> columns_;
  const std::size_t group_rows_;
  const LabelColumn label_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<RowPiece> offered_;
  std::size_t next_ = 0;  // of offered_
  bool waiting_ = false;  // the COPY has read everything that it claimed
  bool closed_ = false;
  bool ended_ = false;
  std::uint64_t rows_ = 0;
  Status status_;
};

ParquetStream::ParquetStream(std::shared_ptr<Database> database, ParquetTarget target)
    : database_(std::move(database)),
      target_(std::move(target)),
      rows_(std::make_unique<FedRows>(target_.spec, target_.label)) {}

Result<std::unique_ptr<ParquetStream>> ParquetStream::Open(std::shared_ptr<Database> database,
                                                           ParquetTarget target) {
  std::unique_ptr<ParquetStream> stream(new ParquetStream(std::move(database), std::move(target)));
  ParquetStream* self = stream.get();
  TRY_ASSIGN(stream->thread_,
             StartThread(
                 "parquet", [self](const std::stop_token&) { return self->Copy(); },
                 [self](Status status) { self->rows_->End(std::move(status)); }));
  return stream;
}

ParquetStream::~ParquetStream() {
  rows_->Close();
  if (thread_.joinable()) thread_.join();
}

Status ParquetStream::Copy() {
  TRY_ASSIGN(Connection connection, Connection::Open(database_));
  const RowScanSlot slot(database_->row_scans(), *rows_);
  auto done = [&]() -> Status {
    TRY_ASSIGN(Statement copy,
               connection.Prepare(fmt::format(
                   "COPY (SELECT * FROM {}) TO {} (FORMAT parquet, USE_TMP_FILE false, {})",
                   slot.sql(), QuoteLiteral(target_.path), target_.options)));
    return copy.Execute().status();
  }();
  return std::move(done).Context(target_.spec.name);
}

Status ParquetStream::Offer(std::span<const RowPiece> rows) { return rows_->Offer(rows); }

Status ParquetStream::AwaitRead() { return rows_->AwaitRead(); }

Status ParquetStream::Write(std::span<const RowPiece> rows) {
  TRY(Offer(rows));
  return AwaitRead();
}

Result<std::uint64_t> ParquetStream::Finish() {
  rows_->Close();
  if (thread_.joinable()) thread_.join();
  return rows_->Outcome();
}

}  // namespace lake
