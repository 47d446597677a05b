#include "sink/data_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <thread>
#include <vector>

#include "base/thread.h"
#include "duckdb/table_writer.h"
#include "tables/range_column.h"

namespace lake {
namespace {

std::uint64_t Count(std::span<const RowPiece> rows) {
  std::uint64_t out = 0;
  for (const RowPiece& piece : rows) out += piece.count;
  return out;
}

std::uint64_t CeilDivide(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

struct PlannedFile {
  const TableSpec* spec;
  const TableStorage* storage;
  std::string partition;  // the value of its column
  RowRun rows;
  std::uint64_t values;  // rows times columns: how long it takes, about
  std::string path{};
};

// Which files there are, and which rows each has.
class Plan {
 public:
  // `sorted` takes the rows of ordered tables, and outlives what is planned.
  Plan(const Batch& batch, std::span<const TableStorage* const> storage, int threads,
       std::deque<RowBuffer>& sorted)
      : batch_(batch), sorted_(sorted) {
    std::uint64_t values = 0;
    for (std::size_t i = 0; i < storage.size(); ++i) values += Values(i, batch.rows(i));
    share_ = std::max<std::uint64_t>(values / static_cast<std::uint64_t>(threads), 1);
    for (std::size_t i = 0; i < storage.size(); ++i) AddTable(i, *storage[i]);
    // The largest first, so that the last ones to be taken are small.
    std::ranges::stable_sort(files_, std::ranges::greater(), &PlannedFile::values);
  }
  std::vector<PlannedFile> Take() { return std::move(files_); }

 private:
  std::uint64_t Values(std::size_t table, std::uint64_t rows) const {
    return rows * (*batch_.tables)[table]->spec->columns.size();
  }
  void AddTable(std::size_t table, const TableStorage& storage) {
    if (storage.partition_column.empty()) {
      return AddPartition(table, storage, "", 0, batch_.ledgers.size());
    }
    for (std::size_t first = 0, next; first < batch_.ledgers.size(); first = next) {
      const std::uint32_t start = RangeStart(batch_.ledgers[first]->sequence);
      for (next = first; next < batch_.ledgers.size(); ++next) {
        if (RangeStart(batch_.ledgers[next]->sequence) != start) break;
      }
      AddPartition(table, storage, std::to_string(start), first, next);
    }
  }
  // The rows of ledgers [first, end) of the batch.
  void AddPartition(std::size_t table, const TableStorage& storage, const std::string& partition,
                    std::size_t first, std::size_t end) {
    std::vector<RowPiece> pieces;
    for (std::size_t i = first; i < end; ++i) {
      const RowBuffer& rows = batch_.ledgers[i]->tables[table];
      if (rows.size() > 0) pieces.push_back({&rows, 0, rows.size()});
    }
    const std::uint64_t rows = Count(pieces);
    if (rows == 0) return;
    const TableSpec& spec = *(*batch_.tables)[table]->spec;
    if (spec.order != nullptr) pieces = {{&Sort(spec, pieces), 0, rows}};
    // A row group is never split.
    const std::uint64_t group = spec.row_group_rows;
    const std::uint64_t shares = CeilDivide(Values(table, rows), share_);
    const std::uint64_t files = std::clamp<std::uint64_t>(rows / group, 1, shares);
    const std::uint64_t of_each = CeilDivide(CeilDivide(rows, group), files) * group;
    BufferedRows source(AllColumns(spec), std::move(pieces), of_each, 1);
    for (RowRun run; source.Claim(run);) {
      files_.push_back({&spec, &storage, partition, run, Values(table, Count(run))});
    }
  }

  // Texts stay in the batch.
  const RowBuffer& Sort(const TableSpec& spec, std::span<const RowPiece> pieces) {
    std::vector<const void*> rows;
    for (const RowPiece& piece : pieces) {
      for (std::size_t i = 0; i < piece.count; ++i) rows.push_back(piece.rows->row(i));
    }
    std::sort(rows.begin(), rows.end(), spec.order->precedes);
    RowBuffer& sorted = sorted_.emplace_back(spec.row_size);
    for (const void* row : rows) sorted.AppendCopy(row);
    return sorted;
  }

  const Batch& batch_;
  std::deque<RowBuffer>& sorted_;
  std::uint64_t share_ = 1;  // of each thread
  std::vector<PlannedFile> files_;
};

// Threads that write files until there are none left, or one fails.
class Writers {
 public:
  Writers(const Lake& lake, const std::vector<PlannedFile>& files) : lake_(lake), files_(files) {}

  Status Run(std::size_t threads) {
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < threads; ++i) {
        auto other = StartThread(
            fmt::format("parquet-{}", i), [this](const std::stop_token&) { return Work(); },
            [this](Status status) { End(std::move(status)); });
        if (!other.ok()) break;  // those that there are do the work
        others.push_back(*std::move(other));
      }
      End(CatchExceptions("parquet", [this] { return Work(); }));
    }
    return std::move(status_);
  }

 private:
  Status Work() {
    TRY_ASSIGN(Connection connection, Connection::Open(lake_.shared_database()));
    while (!failed_) {
      const std::size_t next = next_++;
      if (next >= files_.size()) return {};
      const PlannedFile& file = files_[next];
      TRY(WriteParquet(connection, {.spec = *file.spec,
                                    .rows = file.rows,
                                    .path = file.path,
                                    .options = file.storage->parquet_options}));
    }
    return {};
  }
  void End(Status status) {
    if (status.ok()) return;
    failed_ = true;
    const std::scoped_lock lock(mutex_);
    if (status_.ok()) status_ = std::move(status);
  }

  const Lake& lake_;
  const std::vector<PlannedFile>& files_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  Status status_;
};

}  // namespace

Status WriteDataFiles(const Lake& lake, const LakeStorage& storage, const StoredNames& names,
                      const Batch& batch, FileSet& files) {
  std::vector<const TableStorage*> of_tables;
  for (const Table* table : *batch.tables) {
    TRY_ASSIGN(const TableStorage* found, StorageOf(storage, StoredName(names, *table->spec)));
    of_tables.push_back(found);
  }
  const int threads = lake.shared_database()->threads();
  std::deque<RowBuffer> sorted;
  std::vector<PlannedFile> planned = Plan(batch, of_tables, threads, sorted).Take();
  if (planned.empty()) return {};
  TRY_ASSIGN(Connection connection, Connection::Open(lake.shared_database()));
  const std::size_t before = files.files().size();
  std::vector<NewFile> names_wanted;
  for (const PlannedFile& file : planned) names_wanted.push_back({file.storage, file.partition});
  TRY(files.Add(connection, names_wanted));
  for (std::size_t i = 0; i < planned.size(); ++i) {
    planned[i].path = files.files()[before + i].path;
  }
  return Writers(lake, planned)
      .Run(std::min<std::size_t>(static_cast<std::size_t>(threads), planned.size()));
}

}  // namespace lake
