#include "lake/file_set.h"

#include <fmt/format.h>

#include <filesystem>

#include "base/file.h"
#include "lake/durable_files.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

// As DuckLake names its own: version 7 UUIDs, which begin with the time.
Result<std::vector<std::string>> NewNames(Connection& connection, std::size_t count) {
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

Status FileSet::Add(Connection& connection, const TableStorage& storage, std::string_view partition,
                    std::size_t count) {
  std::string folder = storage.path;
  if (!partition.empty()) folder += fmt::format("{}={}/", storage.partition_column, partition);
  TRY_ASSIGN(std::vector<std::string> paths, NewNames(connection, count));
  for (std::string& path : paths) path.insert(0, folder);
  TRY(pending_->Add(paths));
  if (IsLocalPath(folder)) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (error) return ErrnoError(error.value(), folder);
  }
  for (std::string& path : paths) {
    files_.push_back({storage.table, !partition.empty(), std::move(path)});
  }
  return {};
}

void FileSet::DropLast() {
  std::error_code ignored;
  const std::string& path = files_.back().path;
  if (IsLocalPath(path)) fs::remove(path, ignored);
  files_.pop_back();
}

Status FileSet::Sync() const {
  if (files_.empty() || !IsLocalPath(pending_->data_path())) return {};
  return SyncFiles(pending_->data_path(), paths());
}

std::uint64_t FileSet::bytes() const {
  std::uint64_t bytes = 0;
  for (const File& file : files_) {
    std::error_code error;
    const std::uintmax_t size = IsLocalPath(file.path) ? fs::file_size(file.path, error) : 0;
    if (!error) bytes += size;
  }
  return bytes;
}

std::vector<std::string> FileSet::paths() const {
  std::vector<std::string> paths;
  for (const File& file : files_) paths.push_back(file.path);
  return paths;
}

FileSet::~FileSet() {
  while (!doubtful_ && !files_.empty()) DropLast();
}

}  // namespace lake
