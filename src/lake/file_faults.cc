#include "lake/file_faults.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "duckdb/file_pattern.h"
#include "table/sql_text.h"

namespace lake {
namespace {

using ObjectSizes = std::map<std::string, std::uint64_t, std::less<>>;

bool HasListing(std::string_view data_path) {
  return !data_path.starts_with("http://") && !data_path.starts_with("https://");
}

// Of all objects below the data path; the listing has their sizes.
Result<ObjectSizes> ListObjects(Connection& connection, const std::string& data_path) {
  auto rows = connection.Query(fmt::format("SELECT filename, size FROM read_blob({})",
                                           QuoteLiteral(PatternOf(data_path) + "**")));
  // DuckDB's way to say that there are none.
  if (!rows.ok() && rows.error().code == Code::kNotFound) return ObjectSizes();
  if (!rows.ok()) {
    return std::move(rows).status().Context(fmt::format("the objects below {}", data_path));
  }
  ObjectSizes out;
  TRY(ForEachRow(*rows, [&](std::size_t row) -> Status {
    out.emplace(rows->Text(0, row), static_cast<std::uint64_t>(rows->Int(1, row)));
    return {};
  }));
  return out;
}

// Nothing when it is not there.
Result<std::optional<std::uint64_t>> AskForSize(Connection& connection, const std::string& url) {
  auto rows =
      connection.Query(fmt::format("SELECT size FROM read_blob({})", QuoteLiteral(PatternOf(url))));
  if (!rows.ok() && rows.error().code == Code::kNotFound) return std::optional<std::uint64_t>();
  TRY(rows.status());
  TRY(rows->NextSingleRow());
  return std::optional(static_cast<std::uint64_t>(rows->Int(0, 0)));
}

Status Judge(const LakeFile& file, std::optional<std::uint64_t> bytes) {
  if (!bytes) {
    return {Code::kDataLoss, fmt::format("{} is missing, the catalog refers to it", file.path)};
  }
  if (*bytes == file.bytes) return {};
  return {Code::kDataLoss, fmt::format("{} is torn: it has {} bytes, the catalog says {}",
                                       file.path, *bytes, file.bytes)};
}

class Objects {
 public:
  Objects(Connection& connection, const Lake& lake)
      : connection_(connection), data_path_(lake.data_path()) {}

  Status List() {
    listed_ = !IsLocalPath(data_path_) && HasListing(data_path_);
    if (!listed_) return {};
    TRY_ASSIGN(sizes_, ListObjects(connection_, data_path_));
    return {};
  }
  Result<std::optional<std::uint64_t>> SizeOf(const std::string& url) const {
    if (!listed_ || !url.starts_with(data_path_)) return AskForSize(connection_, url);
    const auto object = sizes_.find(url);
    if (object == sizes_.end()) return std::optional<std::uint64_t>();
    return std::optional(object->second);
  }

 private:
  Connection& connection_;
  const std::string& data_path_;
  bool listed_ = false;
  ObjectSizes sizes_;
};

}  // namespace

Result<std::vector<FileFault>> FindFileFaults(Connection& connection, const Lake& lake,
                                              std::span<const LakeFile> files) {
  Objects objects(connection, lake);
  TRY(objects.List());
  std::vector<FileFault> faults;
  for (const LakeFile& file : files) {
    Status status;
    if (IsLocalPath(file.path)) {
      status = CheckFile(file);
    } else {
      TRY_ASSIGN(const auto bytes, objects.SizeOf(file.path));
      status = Judge(file, bytes);
    }
    if (!status.ok()) faults.push_back({file.path, status.error().message});
  }
  return faults;
}

}  // namespace lake
