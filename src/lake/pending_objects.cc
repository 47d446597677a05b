#include "lake/pending_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <optional>

#include "base/log.h"
#include "duckdb/file_pattern.h"
#include "duckdb/remove_objects.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// A run has some hundred files under way at most.
constexpr std::int64_t kListBytesMax = std::int64_t{64} << 20;

class PendingObjects final : public PendingFiles {
 public:
  PendingObjects(const std::string& data_path, std::string url)
      : PendingFiles(data_path), url_(std::move(url)) {}

  Status Add(Connection& connection, std::span<const std::string> paths) override {
    if (paths.empty()) return {};
    std::string list;
    {
      const std::lock_guard lock(mutex_);
      paths_.insert(paths_.end(), paths.begin(), paths.end());
      for (const auto* part : {&paths_, &discarded_}) {
        for (const std::string& path : *part) {
          if (!list.empty()) list += ", ";
          list += QuoteLiteral(path);
        }
      }
    }
    written_ = true;
    return connection
        .Execute(fmt::format("COPY (SELECT unnest([{}])) TO {} (FORMAT csv, HEADER false)", list,
                             QuoteLiteral(url_)))
        .Context("the list of files under way");
  }

  Status Clear() override {
    const std::lock_guard lock(mutex_);
    paths_.clear();
    return {};
  }

  void Discard(std::span<const std::string> paths) override {
    const std::lock_guard lock(mutex_);
    for (const std::string& path : paths) {
      std::erase(paths_, path);
      discarded_.push_back(path);
    }
  }

  Status RemoveDiscarded(Connection& connection) override {
    std::vector<std::string> discarded;
    {
      const std::lock_guard lock(mutex_);
      discarded = discarded_;
    }
    TRY(RemoveObjects(connection, discarded));
    const std::lock_guard lock(mutex_);
    discarded_.erase(discarded_.begin(),
                     discarded_.begin() + static_cast<std::ptrdiff_t>(discarded.size()));
    return {};
  }

  Status Close(Connection& connection) override {
    {
      const std::lock_guard lock(mutex_);
      if (!written_ || !paths_.empty() || !discarded_.empty()) return {};
    }
    TRY(RemoveObjects(connection, std::vector<std::string>{url_}));
    written_ = false;
    return {};
  }

 private:
  const std::string url_;
  bool written_ = false;
  std::mutex mutex_;
  std::vector<std::string> paths_;      // guarded by mutex_
  std::vector<std::string> discarded_;  // guarded by mutex_; grows at its end
};

Result<std::vector<std::string>> FindLists(Connection& connection, const std::string& folder) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(
                 fmt::format("SELECT file FROM glob({})", QuoteLiteral(PatternOf(folder) + "*"))));
  std::vector<std::string> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    out.emplace_back(rows.Text(0, row));
    return {};
  }));
  return out;
}

// Micros of Unix time; nothing when the object is gone, or is no list of ours.
Result<std::optional<std::int64_t>> WrittenAt(Connection& connection, const std::string& url) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(
                 fmt::format("SELECT epoch_us(last_modified) FROM read_blob({}) WHERE size <= {}",
                             QuoteLiteral(PatternOf(url)), kListBytesMax)));
  TRY_ASSIGN(const bool found, rows.Next());
  if (!found) return std::optional<std::int64_t>();
  return std::optional(rows.Int(0, 0));
}

Result<std::vector<std::string>> ReadList(Connection& connection, const std::string& url,
                                          std::string_view data_path) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format(
                 "SELECT path FROM read_csv({}, auto_detect = false, header = false, delim = ',', "
                 "quote = '\"', escape = '\"', columns = {{'path': 'VARCHAR'}})",
                 QuoteLiteral(PatternOf(url)))));
  std::vector<std::string> out;
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    const std::string_view path = rows.Text(0, row);
    if (path.starts_with(data_path) && path.ends_with(".parquet")) out.emplace_back(path);
    return {};
  }));
  return out;
}

}  // namespace

std::shared_ptr<PendingFiles> NewPendingObjects(const std::string& data_path, std::string_view host,
                                                std::string_view name) {
  return std::make_shared<PendingObjects>(
      data_path, fmt::format("{}{}/{}@{}", data_path, kPendingFolder, name, HostInName(host)));
}

Result<std::vector<LeftFiles>> FindLeftObjects(Connection& connection,
                                               const LeftFilesQuery& query) {
  TRY_ASSIGN(const std::vector<std::string> lists,
             FindLists(connection, query.data_path + std::string(kPendingFolder) + "/"));
  std::vector<LeftFiles> out;
  for (const std::string& list : lists) {
    TRY_ASSIGN(const auto written, WrittenAt(connection, list));
    if (!written || *written + query.grace_ms * 1000 > query.now_micros) continue;
    auto paths = ReadList(connection, list, query.data_path);
    if (paths.ok()) {
      out.push_back({.list = list, .lock = {}, .paths = *std::move(paths)});
    } else {
      LogInfo("{} stays: {}", list, paths.error().message);
    }
  }
  return out;
}

}  // namespace lake
