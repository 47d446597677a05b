#include "sink/data_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <mutex>
#include <thread>

#include "base/file.h"
#include "base/thread.h"
#include "duckdb/table_writer.h"
#include "table/sql_text.h"
#include "tables/range_column.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

std::uint64_t Count(std::span<const RowPiece> rows) {
  std::uint64_t out = 0;
  for (const RowPiece& piece : rows) out += piece.count;
  return out;
}

std::uint64_t CeilDivide(std::uint64_t a, std::uint64_t b) { return (a + b - 1) / b; }

// As DuckLake names its own: version 7 UUIDs, which begin with the time.
Result<std::vector<std::string>> NewFileNames(Connection& connection, std::size_t count) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT uuidv7()::VARCHAR FROM range({})", count)));
  std::vector<std::string> names;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    names.push_back(fmt::format("ducklake-{}.parquet", rows.Text(0, row)));
    return {};
  }));
  return names;
}

}  // namespace

// Which files there are, and which rows each has.
class DataFiles::Plan {
 public:
  Plan(const Batch& batch, std::span<const TableStorage* const> storage, int threads)
      : batch_(batch) {
    for (std::size_t i = 0; i < storage.size(); ++i) {
      if (storage[i]->takes_files) values_ += Values(i, batch.rows(i));
    }
    share_ = std::max<std::uint64_t>(values_ / static_cast<std::uint64_t>(threads), 1);
    for (std::size_t i = 0; i < storage.size(); ++i) {
      if (storage[i]->takes_files) AddTable(i, *storage[i]);
    }
    // The largest first, so that the last ones to be taken are small.
    std::ranges::stable_sort(files_, std::ranges::greater(), &File::values);
  }
  std::vector<File> Take() { return std::move(files_); }

 private:
  std::uint64_t Values(std::size_t table, std::uint64_t rows) const {
    return rows * (*batch_.tables)[table]->spec->columns.size();
  }
  void AddTable(std::size_t table, const TableStorage& storage) {
    if (storage.partition_column.empty()) {
      return AddPartition(table, storage.path, 0, batch_.ledgers.size());
    }
    for (std::size_t first = 0, next; first < batch_.ledgers.size(); first = next) {
      const std::uint32_t start = RangeStart(batch_.ledgers[first]->sequence);
      for (next = first; next < batch_.ledgers.size(); ++next) {
        if (RangeStart(batch_.ledgers[next]->sequence) != start) break;
      }
      AddPartition(table, fmt::format("{}{}={}/", storage.path, storage.partition_column, start),
                   first, next);
    }
  }
  // The rows of ledgers [first, end) of the batch.
  void AddPartition(std::size_t table, const std::string& folder, std::size_t first,
                    std::size_t end) {
    std::vector<RowPiece> pieces;
    for (std::size_t i = first; i < end; ++i) {
      const RowBuffer& rows = batch_.ledgers[i]->tables[table];
      if (rows.size() > 0) pieces.push_back({&rows, 0, rows.size()});
    }
    const std::uint64_t rows = Count(pieces);
    if (rows == 0) return;
    const TableSpec& spec = *(*batch_.tables)[table]->spec;
    // A row group is never split.
    const std::uint64_t group = spec.row_group_rows;
    const std::uint64_t shares = CeilDivide(Values(table, rows), share_);
    const std::uint64_t files = std::clamp<std::uint64_t>(rows / group, 1, shares);
    const std::uint64_t of_each = CeilDivide(CeilDivide(rows, group), files) * group;
    BufferedRows source(AllColumns(spec), std::move(pieces), of_each, 1);
    for (RowRun run; source.Claim(run);) {
      files_.push_back({table, folder, run, Values(table, Count(run))});
    }
  }

  const Batch& batch_;
  std::uint64_t values_ = 0;
  std::uint64_t share_ = 1;  // of each thread
  std::vector<File> files_;
};

// Threads that write files until there are none left, or one fails.
class DataFiles::Writers {
 public:
  Writers(const Lake& lake, const Batch& batch, std::span<const TableStorage* const> storage,
          const std::vector<File>& files)
      : lake_(lake), batch_(batch), storage_(storage), files_(files) {}

  Status Run(std::size_t threads) {
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < threads; ++i) {
        others.push_back(StartThread(
            fmt::format("parquet-{}", i), [this](const std::stop_token&) { return Work(); },
            [this](Status status) { End(std::move(status)); }));
      }
      End(Work());
    }
    return std::move(status_);
  }

 private:
  Status Work() {
    TRY_ASSIGN(Connection connection, Connection::Open(lake_.shared_database()));
    while (!failed_) {
      const std::size_t next = next_++;
      if (next >= files_.size()) return {};
      const File& file = files_[next];
      const std::string folder = fs::path(file.path).parent_path().string();
      std::error_code error;
      fs::create_directories(folder, error);
      if (error) return ErrnoError(error.value(), folder);
      TRY(WriteParquet(connection, {.spec = *(*batch_.tables)[file.table]->spec,
                                    .rows = file.rows,
                                    .path = file.path,
                                    .options = storage_[file.table]->parquet_options}));
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
  const Batch& batch_;
  std::span<const TableStorage* const> storage_;
  const std::vector<File>& files_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  Status status_;
};

Result<DataFiles> DataFiles::Write(const Lake& lake, const Batch& batch,
                                   std::span<const TableStorage* const> storage) {
  const int threads = lake.shared_database()->threads();
  std::vector<File> files = Plan(batch, storage, threads).Take();
  if (files.empty()) return DataFiles();
  TRY_ASSIGN(Connection connection, Connection::Open(lake.shared_database()));
  TRY_ASSIGN(const std::vector<std::string> names, NewFileNames(connection, files.size()));
  for (std::size_t i = 0; i < files.size(); ++i) files[i].path += names[i];
  DataFiles out;
  out.files_ = std::move(files);
  TRY(Writers(lake, batch, storage, out.files_)
          .Run(std::min<std::size_t>(static_cast<std::size_t>(threads), out.files_.size())));
  return out;
}

Status DataFiles::AddTo(Connection& connection, const Lake& lake, std::size_t index,
                        const TableStorage& storage) const {
  std::string paths;
  for (const File& file : files_) {
    if (file.table != index) continue;
    if (!paths.empty()) paths += ", ";
    paths += QuoteLiteral(file.path);
  }
  if (paths.empty()) return {};
  // The partition's value is read from the folder, so that a query skips the files of others.
  return connection
      .Execute(fmt::format(
          "CALL ducklake_add_data_files({}, {}, [{}], schema => {}, hive_partitioning => {})",
          QuoteLiteral(lake.options().catalog_name), QuoteLiteral(storage.table), paths,
          QuoteLiteral(lake.options().schema_name), !storage.partition_column.empty()))
      .Context(storage.table);
}

std::vector<std::string> DataFiles::paths() const {
  std::vector<std::string> out;
  for (const File& file : files_) out.push_back(file.path);
  return out;
}

DataFiles::~DataFiles() {
  std::error_code ignored;
  for (const File& file : files_) fs::remove(file.path, ignored);
}

}  // namespace lake
