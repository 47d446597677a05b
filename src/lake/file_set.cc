#include "lake/file_set.h"

#include <fmt/format.h>

#include <filesystem>
#include <iterator>

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

std::string FolderOf(const NewFile& file) {
  const TableStorage& storage = *file.storage;
  if (file.partition.empty()) return storage.path;
  return fmt::format("{}{}={}/", storage.path, storage.partition_column, file.partition);
}

Status MakeFolder(const std::string& folder) {
  if (!IsLocalPath(folder)) return {};
  std::error_code error;
  fs::create_directories(folder, error);
  return error ? Status(ErrnoError(error.value(), folder)) : Status();
}

}  // namespace

Status FileSet::Add(Connection& connection, std::span<const NewFile> files) {
  if (files.empty()) return {};
  TRY_ASSIGN(std::vector<std::string> paths, NewNames(connection, files.size()));
  for (std::size_t i = 0; i < files.size(); ++i) paths[i].insert(0, FolderOf(files[i]));
  TRY(pending_->Add(connection, paths));
  for (std::size_t i = 0; i < files.size(); ++i) {
    TRY(MakeFolder(FolderOf(files[i])));
    files_.push_back({files[i].storage->table, !files[i].partition.empty(), std::move(paths[i])});
  }
  return {};
}

void FileSet::Drop(std::size_t index) {
  pending_->Discard({&files_[index].path, 1});
  files_.erase(files_.begin() + static_cast<std::ptrdiff_t>(index));
}

void FileSet::Join(FileSet&& other) {
  files_.insert(files_.end(), std::make_move_iterator(other.files_.begin()),
                std::make_move_iterator(other.files_.end()));
  other.files_.clear();
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
  if (!doubtful_ && !files_.empty()) pending_->Discard(paths());
}

}  // namespace lake
