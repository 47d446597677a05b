#include "lake/durable_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <filesystem>
#include <set>

#include "base/file.h"
#include "base/unique_fd.h"
#include "table/sql_text.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMarkName = ".stellarlake-durable";
constexpr std::size_t kMaxMarkBytes = 64;
constexpr std::string_view kParquetEnd = "PAR1";

// Paths are kept relative to the table's folder, which is relative to the schema's, which is
// relative to the data path; each may be absolute instead.
std::string FilesSql(const Lake& lake, std::string_view table, std::int64_t after) {
  return fmt::format(
      "SELECT f.path, f.path_is_relative, t.path, t.path_is_relative, s.path, s.path_is_relative, "
      "f.file_size_bytes, f.begin_snapshot FROM {} f JOIN {} t USING (table_id) JOIN {} s USING "
      "(schema_id) WHERE f.begin_snapshot > {} AND f.end_snapshot IS NULL AND t.end_snapshot IS "
      "NULL "
      "AND s.end_snapshot IS NULL",
      lake.CatalogTable(table), lake.CatalogTable("ducklake_table"),
      lake.CatalogTable("ducklake_schema"), after);
}

std::string JoinPath(const Lake& lake, QueryResult& rows, std::size_t row) {
  std::string path;
  for (const std::size_t column : {0u, 2u, 4u}) {
    path.insert(0, rows.Text(column, row));
    if (!rows.Bool(column + 1, row)) return path;
  }
  return lake.data_path() + path;
}

Status CheckEnd(const LakeFile& file, int fd) {
  struct stat info {};
  if (::fstat(fd, &info) != 0) return ErrnoError(errno, file.path);
  if (static_cast<std::uint64_t>(info.st_size) != file.bytes) {
    return {Code::kDataLoss, fmt::format("{} is torn: it has {} bytes, the catalog says {}",
                                         file.path, info.st_size, file.bytes)};
  }
  std::array<char, kParquetEnd.size()> end{};
  const auto at = info.st_size - static_cast<off_t>(end.size());
  if (at < 0 || ::pread(fd, end.data(), end.size(), at) != static_cast<ssize_t>(end.size()) ||
      std::string_view(end.data(), end.size()) != kParquetEnd) {
    return {Code::kDataLoss,
            fmt::format("{} is torn: it does not end as a Parquet file", file.path)};
  }
  return {};
}

// A new folder is a name in its parent, up to the data path.
Status SyncFoldersOf(const std::string& data_path, const std::vector<std::string>& paths) {
  const fs::path top = fs::path(data_path).parent_path();
  std::set<fs::path> folders;
  for (const std::string& path : paths) {
    for (fs::path folder = fs::path(path).parent_path(); folders.insert(folder).second;
         folder = folder.parent_path()) {
      if (folder == top || !folder.has_relative_path()) break;
    }
  }
  for (const fs::path& folder : folders) TRY(SyncFolder(folder.string()));
  return {};
}

}  // namespace

Result<std::vector<LakeFile>> ReadNewFiles(Connection& connection, const Lake& lake,
                                           std::int64_t after) {
  std::vector<LakeFile> out;
  for (const std::string_view table : {"ducklake_data_file", "ducklake_delete_file"}) {
    TRY_ASSIGN(QueryResult rows, connection.Query(FilesSql(lake, table, after)));
    TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
      out.push_back({.path = JoinPath(lake, rows, row),
                     .bytes = static_cast<std::uint64_t>(rows.Int(6, row)),
                     .snapshot = rows.Int(7, row)});
      return {};
    }));
  }
  return out;
}

Result<std::int64_t> ReadLastSnapshot(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT max(snapshot_id) FROM {}",
                                          lake.CatalogTable("ducklake_snapshot"))));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0);
}

Status CheckFile(const LakeFile& file) {
  const UniqueFd fd(::open(file.path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid() && errno == ENOENT) {
    return {Code::kDataLoss, fmt::format("{} is missing, the catalog refers to it", file.path)};
  }
  if (!fd.valid()) return ErrnoError(errno, file.path);
  return CheckEnd(file, fd.get());
}

Result<std::int64_t> ReadOwnSnapshot(Connection& connection, const Lake& lake) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT id FROM ducklake_current_snapshot({})",
                                          QuoteLiteral(lake.options().catalog_name))));
  TRY(rows.NextSingleRow());
  return rows.Int(0, 0);
}

Result<std::set<std::string>> ReadNamed(Connection& connection, const Lake& lake,
                                        std::span<const std::string> paths, std::int64_t after) {
  std::string names;
  for (const std::string& path : paths) {
    if (!names.empty()) names += ", ";
    names += QuoteLiteral(fs::path(path).filename().string());
  }
  std::set<std::string> out;
  if (names.empty()) return out;
  TRY_ASSIGN(
      QueryResult rows,
      connection.Query(fmt::format(
          "SELECT parse_filename(path) AS name FROM {0} WHERE begin_snapshot > {3} AND name IN "
          "({4}) UNION SELECT parse_filename(path) AS name FROM {1} WHERE begin_snapshot > {3} AND "
          "name IN ({4}) UNION SELECT parse_filename(path) AS name FROM {2} WHERE name IN ({4})",
          lake.CatalogTable("ducklake_data_file"), lake.CatalogTable("ducklake_delete_file"),
          lake.CatalogTable("ducklake_files_scheduled_for_deletion"), after, names)));
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out.emplace(rows.Text(0, row));
    return {};
  }));
  return out;
}

Status SyncFiles(const std::string& data_path, const std::vector<std::string>& paths) {
  for (const std::string& path : paths) TRY(SyncFile(path));
  return SyncFoldersOf(data_path, paths);
}

Status CheckAndSyncFiles(const Lake& lake, const std::vector<LakeFile>& files) {
  std::vector<std::string> paths;
  for (const LakeFile& file : files) {
    TRY(CheckFile(file));
    paths.push_back(file.path);
  }
  return SyncFiles(lake.data_path(), paths);
}

Result<std::int64_t> ReadDurableMark(const Lake& lake) {
  const auto text = ReadSmallFile(lake.data_path() + std::string(kMarkName), kMaxMarkBytes);
  if (!text.ok()) {
    if (text.error().code == Code::kNotFound) return std::int64_t{0};
    return text.status();
  }
  std::int64_t snapshot = 0;
  std::from_chars(text->data(), text->data() + text->size(), snapshot);
  return snapshot;
}

Status WriteDurableMark(const Lake& lake, std::int64_t snapshot) {
  return WriteFileAtomically(lake.data_path() + std::string(kMarkName),
                             fmt::format("{}\n", snapshot));
}

}  // namespace lake
