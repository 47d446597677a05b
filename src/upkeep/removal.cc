#include "upkeep/removal.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <set>
#include <span>

#include "base/crash_point.h"
#include "base/file.h"
#include "lake/durable_files.h"
#include "lake/pending_files.h"
#include "table/sql_text.h"
#include "upkeep/upkeep_steps.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

// Files whose names are asked for in one query.
constexpr std::size_t kNamesAtOnce = 500;
// What is given up at one time is one expiry; those of the next minute go with it.
constexpr std::int64_t kTogetherMicros = std::int64_t{60} * 1'000'000;

// Those that were given up before `until`.
Result<std::vector<std::string>> ListGivenUp(Connection& connection, const Lake& lake,
                                             std::int64_t until_micros) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT path, path_is_relative FROM {} WHERE schedule_start::TIMESTAMPTZ < "
                 "make_timestamptz({})",
                 lake.CatalogTable("ducklake_files_scheduled_for_deletion"), until_micros)));
  std::vector<std::string> paths;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    std::string path(rows.Text(0, row));
    paths.push_back(rows.Bool(1, row) ? lake.data_path() + path : std::move(path));
    return {};
  }));
  return paths;
}

Status CleanUp(Connection& connection, const Lake& lake, std::int64_t until_micros) {
  return connection.Execute(
      fmt::format("CALL ducklake_cleanup_old_files({}, older_than => make_timestamptz({}))",
                  QuoteLiteral(lake.options().catalog_name), until_micros));
}

// When the first of the files that are to be removed was given up.
Result<std::optional<std::int64_t>> FirstGivenUp(Connection& connection, const Lake& lake) {
  using Answer = std::optional<std::int64_t>;
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT epoch_us(min(schedule_start::TIMESTAMPTZ)) FROM {}",
                 lake.CatalogTable("ducklake_files_scheduled_for_deletion"))));
  TRY(rows.NextSingleRow());
  return rows.IsNull(0, 0) ? Answer() : Answer(rows.Int(0, 0));
}

std::optional<std::int64_t> WrittenAt(const fs::path& path) {
  struct stat info {};
  if (::lstat(path.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) return std::nullopt;
  return std::int64_t{info.st_mtime} * 1'000'000;
}

std::string NameOf(const std::string& path) { return fs::path(path).filename().string(); }

// Parquet files below the data path, last written before `until`.
Result<std::vector<std::string>> ListFiles(const std::string& data_path,
                                           std::int64_t until_micros) {
  std::vector<std::string> out;
  std::error_code error;
  fs::recursive_directory_iterator entry(data_path, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry->path().filename() == kPendingFolder) entry.disable_recursion_pending();
    if (entry->path().extension() != ".parquet") continue;
    const auto written = WrittenAt(entry->path());
    if (written && *written < until_micros) out.push_back(entry->path().string());
  }
  if (error) return ErrnoError(error.value(), data_path);
  return out;
}

}  // namespace

std::uint64_t BytesOnDisk(const std::vector<std::string>& paths) {
  std::uint64_t bytes = 0;
  for (const std::string& path : paths) {
    std::error_code error;
    const std::uintmax_t size = IsLocalPath(path) ? fs::file_size(path, error) : 0;
    if (!error) bytes += size;
  }
  return bytes;
}

Result<RemovedFiles> FindOldFiles(Connection& connection, const Lake& lake,
                                  std::int64_t until_micros) {
  TRY_ASSIGN(const auto paths, ListGivenUp(connection, lake, until_micros));
  return RemovedFiles{paths.size(), BytesOnDisk(paths)};
}

Result<RemovedFiles> RemoveOldFiles(Connection& connection, const Lake& lake,
                                    std::int64_t until_micros) {
  TRY_ASSIGN(const auto first, FirstGivenUp(connection, lake));
  if (!first || *first >= until_micros) return RemovedFiles();
  const std::int64_t until = std::min(*first + kTogetherMicros, until_micros);
  TRY_ASSIGN(const auto paths, ListGivenUp(connection, lake, until));
  const RemovedFiles found{paths.size(), BytesOnDisk(paths)};
  CRASH_POINT(upkeep_step::kListed);
  TRY(CleanUp(connection, lake, until));
  CRASH_POINT(upkeep_step::kRemoved);
  return found;
}

// In this order: a file that was made meanwhile is too young, one that is committed meanwhile was
// listed before, and is named after.
Result<std::vector<std::string>> FindOrphans(Connection& connection, const Lake& lake,
                                             std::int64_t until_micros) {
  if (!lake.has_local_data()) return std::vector<std::string>();
  TRY_ASSIGN(std::vector<std::string> files, ListFiles(lake.data_path(), until_micros));
  if (files.empty()) return files;
  TRY_ASSIGN(const std::set<std::string> listed, ReadPendingPaths(lake.data_path()));
  std::set<std::string> under_way;  // names are unique, however the paths are written
  for (const std::string& path : listed) under_way.insert(NameOf(path));
  std::erase_if(files, [&](const std::string& path) { return under_way.contains(NameOf(path)); });
  std::vector<std::string> orphans;
  for (std::span<const std::string> left(files); !left.empty();) {
    const auto some = left.first(std::min(left.size(), kNamesAtOnce));
    left = left.subspan(some.size());
    TRY_ASSIGN(const auto named, ReadNamed(connection, lake, some, -1));
    for (const std::string& path : some) {
      if (!named.contains(NameOf(path))) orphans.push_back(path);
    }
  }
  return orphans;
}

RemovedFiles RemoveOrphans(const std::vector<std::string>& paths) {
  RemovedFiles removed;
  for (const std::string& path : paths) {
    const std::uint64_t bytes = BytesOnDisk({path});
    std::error_code error;
    if (!fs::remove(path, error)) continue;
    ++removed.files;
    removed.bytes += bytes;
  }
  return removed;
}

}  // namespace lake
