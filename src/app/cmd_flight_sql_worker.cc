// A worker of flight-sql: opens what statements of strangers read, and keeps them to it.
#include "app/flight_sql_command.h"
#include "app/hot_and_lake.h"
#include "app/open_lake.h"
#include "duckdb/sql_guard.h"
#include "flight_sql/sql_stores.h"

namespace lake {
namespace {

// A worker that nobody asks holds the lake no longer: a catalog in a file is for one program.
constexpr std::uint32_t kRestMs = 5'000;
// Beside the engine's own bound: what it does not count, Arrow's batches, stacks of threads.
constexpr std::uint64_t kMemoryBesides = std::uint64_t{1} << 30;

// Nothing of a stranger's statement is written to disk, and from here on nothing else is reached.
Status Lock(Connection& connection, const Lake* lake) {
  TRY(connection.Execute("SET temp_directory = ''"));
  return LockEngine(connection, lake == nullptr ? "" : lake->data_path(), FileReach::kLakeOnly);
}

// The lake alone is opened once; each statement has a connection of its own.
class LakeStores {
 public:
  explicit LakeStores(const Settings& settings) : settings_(settings) {}

  Result<SqlStores> Open() {
    if (lake_ == nullptr) {
      TRY_ASSIGN(std::unique_ptr<Lake> lake, OpenLakeToRead(settings_));
      TRY_ASSIGN(Connection first, lake->Connect());
      TRY(Lock(first, lake.get()));
      lake_ = std::move(lake);
    }
    TRY_ASSIGN(Connection connection, lake_->Connect());
    return SqlStores{.keep = lake_, .connection = std::move(connection), .cause = {}};
  }

 private:
  const Settings& settings_;
  std::shared_ptr<Lake> lake_;
};

// Both as one are opened for each statement: what is read is what was there when it began.
Result<SqlStores> OpenBoth(const Invocation& invocation, std::span<const std::string> statements) {
  TRY_ASSIGN(OpenedStores opened, OpenHotAndLake(invocation.settings, statements, invocation.stop));
  TRY(Lock(opened.connection, opened.lake.get()));
  struct Kept {
    std::unique_ptr<Lake> lake;
    std::optional<OneView> view;
  };
  auto kept = std::make_shared<Kept>(Kept{std::move(opened.lake), std::move(opened.view)});
  return SqlStores{.keep = kept,
                   .connection = std::move(opened.connection),
                   .cause = [kept](Error error) { return CauseOf(*kept->view, std::move(error)); }};
}

}  // namespace

Status RunFlightSqlWorker(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  LakeStores lake(settings);
  const auto open = [&](std::span<const std::string> statements) -> Result<SqlStores> {
    return ReadsHot(settings) ? OpenBoth(invocation, statements) : lake.Open();
  };
  return RunSqlWorker(open, {.rows_max = settings.sql_rows_max,
                             .rest_ms_max = kRestMs,
                             .memory_bytes_max = settings.memory_bytes * 3 / 2 + kMemoryBesides});
}

}  // namespace lake
