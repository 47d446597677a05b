#include "sink/table_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <functional>
#include <mutex>
#include <thread>

#include "base/thread.h"
#include "duckdb/lake_location.h"
#include "tables/range_column.h"

namespace lake {
namespace {

// Does pieces of work side by side until there are none left, or one fails.
class SideBySide {
 public:
  using Work = std::function<Status(std::size_t index, PageCodec& codec)>;
  SideBySide(std::size_t count, int zstd_level, const Work& work)
      : count_(count), zstd_level_(zstd_level), work_(work) {}

  Status Run(std::size_t threads) {
    {
      std::vector<std::jthread> others;
      for (std::size_t i = 1; i < threads; ++i) {
        auto other = StartThread(
            fmt::format("parquet-{}", i), [this](const std::stop_token&) { return Loop(); },
            [this](Status status) { End(std::move(status)); });
        if (!other.ok()) break;  // those that there are do the work
        others.push_back(*std::move(other));
      }
      End(CatchExceptions("parquet", [this] { return Loop(); }));
    }
    return std::move(status_);
  }

 private:
  Status Loop() {
    PageCodec codec(zstd_level_);
    while (!failed_) {
      const std::size_t next = next_++;
      if (next >= count_) break;
      TRY(work_(next, codec));
    }
    return {};
  }
  void End(Status status) {
    if (status.ok()) return;
    failed_ = true;
    const std::scoped_lock lock(mutex_);
    if (status_.ok()) status_ = std::move(status);
  }

  const std::size_t count_;
  const int zstd_level_;
  const Work& work_;
  std::atomic<std::size_t> next_ = 0;
  std::atomic<bool> failed_ = false;
  std::mutex mutex_;
  Status status_;
};

}  // namespace

bool CanWriteTableFiles(std::span<const TableStorage* const> storage) {
  return std::ranges::all_of(storage, [](const TableStorage* table) {
    return table->zstd_level.has_value() && IsLocalPath(table->path);
  });
}

struct TableFiles::Task {
  Files::value_type* entry;
  std::size_t part;
  std::uint64_t weight;  // how long it takes, about
};

std::string_view TableFiles::NameOf(const Files::value_type& entry) const {
  return tables_[entry.first.first]->spec->name;
}

Status TableFiles::File::Encode(const RowBuffer& piece, PageCodec& codec) {
  const RowBuffer* const all = &piece;
  for (std::size_t part = 0; part < file->parts(); ++part) {
    TRY(file->Encode(part, {&all, 1}, codec));
  }
  return file->WriteGroups();
}

Status TableFiles::File::Finish(PageCodec& codec) {
  if (sorted != nullptr) {
    Status encoded =
        sorted->ForEachPiece([&](const RowBuffer& piece) { return Encode(piece, codec); });
    if (!encoded.ok()) return encoded;
  }
  return file->Finish(codec);
}

Status TableFiles::Begin(Connection& connection, std::size_t table, std::uint32_t start,
                         FileSet& files) {
  const TableStorage& storage = *storage_[table];
  const TableSpec& spec = *tables_[table]->spec;
  const std::string range = storage.partition_column.empty() ? "" : std::to_string(start);
  const NewFile wanted{.storage = &storage, .partition = range};
  TRY(files.Add(connection, {&wanted, 1}));
  File& file = files_[{table, start}];
  file = {};
  TRY_ASSIGN(file.file, ParquetFile::Create(files.files().back().path, spec));
  if (spec.order != nullptr) file.sorted = std::make_unique<SortedRows>(spec);
  return {};
}

Status TableFiles::AddRows(Connection& connection, std::size_t table, const LedgerRows& ledger,
                           FileSet& files) {
  const RowBuffer& rows = ledger.tables[table];
  if (rows.size() == 0) return {};
  const TableStorage& storage = *storage_[table];
  const std::uint32_t start = storage.partition_column.empty() ? 0 : RangeStart(ledger.sequence);
  File& file = files_[{table, start}];
  const bool full = file.sorted != nullptr && file.sorted->size() > 0 &&
                    file.sorted->size() + rows.size() > kSortedRowsMax;
  if (full) {
    PageCodec codec(*storage.zstd_level);
    TRY(file.Finish(codec));
  }
  if (full || file.file == nullptr) TRY(Begin(connection, table, start, files));
  if (file.sorted != nullptr) {
    file.sorted->Add(rows);
  } else {
    file.rows.push_back(&rows);
  }
  return {};
}

Status TableFiles::Write(Connection& connection,
                         std::span<const std::unique_ptr<LedgerRows>> ledgers, FileSet& files) {
  for (const auto& ledger : ledgers) {
    for (std::size_t table = 0; table < tables_.size(); ++table) {
      TRY(AddRows(connection, table, *ledger, files).Context(tables_[table]->spec->name));
    }
  }
  std::vector<Task> tasks;
  for (auto& entry : files_) {
    File& file = entry.second;
    std::uint64_t rows = 0;
    for (const RowBuffer* buffer : file.rows) rows += buffer->size();
    for (std::size_t part = 0; rows > 0 && part < file.file->parts(); ++part) {
      tasks.push_back({&entry, part, rows + file.file->part_bytes(part)});
    }
  }
  // The longest first, so that the last ones to be taken are short.
  std::ranges::stable_sort(tasks, std::ranges::greater(), &Task::weight);
  const SideBySide::Work encode = [&](std::size_t index, PageCodec& codec) {
    const Task& task = tasks[index];
    const File& file = task.entry->second;
    return file.file->Encode(task.part, file.rows, codec).Context(NameOf(*task.entry));
  };
  const std::size_t threads = std::min(static_cast<std::size_t>(threads_), tasks.size());
  TRY(SideBySide(tasks.size(), *storage_.front()->zstd_level, encode).Run(threads));
  for (auto& entry : files_) {
    entry.second.rows.clear();
    TRY(entry.second.file->WriteGroups().Context(NameOf(entry)));
  }
  return {};
}

Status TableFiles::Finish() {
  std::vector<Files::value_type*> entries;
  for (auto& entry : files_) entries.push_back(&entry);
  const SideBySide::Work finish = [&](std::size_t index, PageCodec& codec) {
    return entries[index]->second.Finish(codec).Context(NameOf(*entries[index]));
  };
  if (entries.empty()) return {};
  const std::size_t threads = std::min(static_cast<std::size_t>(threads_), entries.size());
  TRY(SideBySide(entries.size(), *storage_.front()->zstd_level, finish).Run(threads));
  files_.clear();
  return {};
}

std::uint64_t TableFiles::largest_bytes() const {
  std::uint64_t largest = 0;
  for (const auto& entry : files_) largest = std::max(largest, entry.second.file->bytes());
  return largest;
}

}  // namespace lake
