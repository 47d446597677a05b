#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <filesystem>

#include "app/checkup.h"
#include "app/config.h"
#include "app/open_lake.h"
#include "base/human.h"
#include "duckdb/extensions.h"

namespace lake {
namespace {

using State = Finding::State;

constexpr std::uint64_t kFreeBytesMin = std::uint64_t{2} << 30;

struct Extension {
  std::string_view name;
  std::string_view needed_for;  // "" = always needed
};
constexpr std::array kExtensions = {
    Extension{"ducklake", ""},
    Extension{"sqlite_scanner", "lakes with a SQLite catalog"},
    Extension{"postgres_scanner", "lakes with a PostgreSQL catalog"},
    Extension{"httpfs", "lakes with their data in object storage"},
    Extension{"aws", "credentials of AWS profiles and roles"},
};

Finding CheckExtension(Connection& connection, const std::string& folder,
                       const Extension& extension) {
  std::string check = fmt::format("extension {}", extension.name);
  Status loaded = LoadExtension(connection, folder, extension.name);
  if (loaded.ok()) {
    Result<std::string> version = ExtensionVersion(connection, extension.name);
    return Good(check, version.ok() ? *version : "loaded");
  }
  std::string next =
      "install the extensions of the pinned DuckDB version again (tools/deps/install)";
  if (!extension.needed_for.empty())
    next += fmt::format("; only needed for {}", extension.needed_for);
  return {extension.needed_for.empty() ? State::kFail : State::kWarn, check, loaded.error().message,
          next, loaded.error().code};
}

void CheckFreeSpace(const std::string& folder, std::vector<Finding>& findings) {
  std::error_code error;
  std::filesystem::space_info space = std::filesystem::space(folder, error);
  if (error) return;
  std::string detail = fmt::format("{} free at {}", FormatBytes(space.available), folder);
  if (space.available >= kFreeBytesMin) return findings.push_back(Good("free space", detail));
  findings.push_back({State::kWarn, "free space", detail, "make room before the next large ingest",
                      Code::kInternal});
}

Result<std::string> ContentOf(Lake& lake) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(const std::int64_t tables, CountTables(connection, lake));
  return fmt::format("{}: {} tables in schema {}, data in {}", lake.location().shown, tables,
                     lake.options().schema_name, lake.data_path());
}

// What to do about a lake that does not open.
std::string_view AdviceFor(Code code) {
  switch (code) {
    case Code::kNotFound:
      return "check the name; `stellarlake ingest SOURCE --lake LAKE` makes a lake";
    case Code::kDataLoss:
      return "restore the catalog from a backup; committed data is intact";
    case Code::kConflict:
      return "let the other process end; a catalog in SQLite (ducklake:sqlite:FILE) is read while "
             "it is written, one in PostgreSQL written by many";
    case Code::kUnavailable:
      return "start the catalog's server, or correct its address";
    default:
      return "see the message";
  }
}

bool IsWritable(const std::string& path) { return ::access(path.c_str(), W_OK) == 0; }

// The data folder and the catalog's file, as a writer will need them.
void CheckPlaces(Lake& lake, std::vector<Finding>& findings) {
  const std::string& catalog = lake.location().catalog_file;
  if (!catalog.empty() && !IsWritable(catalog)) {
    findings.push_back({State::kWarn, "catalog", fmt::format("{} is not writable", catalog),
                        "reading works; to write, run as the user that owns it", Code::kInternal});
  }
  if (lake.recorded_data_path() != lake.data_path()) {
    findings.push_back({State::kWarn, "data path",
                        fmt::format("the catalog says that the data is in {}: other programs read "
                                    "there",
                                    lake.recorded_data_path()),
                        "the next writer puts it right, and so does `stellarlake lake move`",
                        Code::kInternal});
  }
  if (!lake.has_local_data()) return;
  const std::string& data = lake.data_path();
  std::error_code error;
  if (!std::filesystem::is_directory(data, error)) {
    findings.push_back({State::kFail, "data", fmt::format("the data folder {} is missing", data),
                        "bring it back from where it was moved to, or from a backup; --data-path "
                        "names another place",
                        Code::kDataLoss});
    return;
  }
  if (!IsWritable(data)) {
    findings.push_back({State::kWarn, "data", fmt::format("{} is not writable", data),
                        "reading works; to write, run as the user that owns it", Code::kInternal});
  }
  CheckFreeSpace(data, findings);
}

}  // namespace

std::vector<Finding> CheckEngine() {
  std::vector<Finding> findings;
  Result<std::shared_ptr<Database>> database = Database::Open({});
  if (!database.ok()) {
    return {{State::kFail, "engine", database.error().message,
             "run it on a machine with more memory or fewer limits", database.error().code}};
  }
  findings.push_back(Good("engine", fmt::format("DuckDB {}, {} threads", duckdb_library_version(),
                                                (*database)->threads())));
  Result<std::string> folder = FindExtensionFolder();
  Result<Connection> connection = Connection::Open(*database);
  if (!folder.ok() || !connection.ok()) {
    const Error& error = folder.ok() ? connection.error() : folder.error();
    findings.push_back({State::kFail, "extensions", error.message,
                        "tools/deps/install puts them there", error.code});
    return findings;
  }
  findings.push_back(Good("extensions", *folder));
  for (const Extension& extension : kExtensions) {
    findings.push_back(CheckExtension(*connection, *folder, extension));
  }
  return findings;
}

std::vector<Finding> CheckLake(const Settings& settings) {
  std::vector<Finding> findings;
  Result<std::unique_ptr<Lake>> lake = OpenLakeToRead(settings);
  if (!lake.ok()) {
    bool was_named = settings.lake != DefaultSettings(kDoctor).lake;
    if (!was_named && lake.error().code == Code::kNotFound) {
      findings.push_back(Good("lake", "none was named and there is none here; --lake names one"));
      CheckFreeSpace(".", findings);
      return findings;
    }
    const std::string next(AdviceFor(lake.error().code));
    return {{State::kFail, "lake", lake.error().message, next, lake.error().code}};
  }
  Result<std::string> content = ContentOf(**lake);
  if (!content.ok()) {
    return {{State::kFail, "lake", content.error().message,
             "`stellarlake verify` says what is damaged", content.error().code}};
  }
  findings.push_back(Good("lake", *content));
  CheckPlaces(**lake, findings);
  return findings;
}

}  // namespace lake
