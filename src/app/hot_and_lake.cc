#include "app/hot_and_lake.h"

#include "app/open_hot.h"
#include "app/open_lake.h"
#include "app/run_setup.h"
#include "base/log.h"

namespace lake {
namespace {

Result<std::unique_ptr<Lake>> OpenLakeUnlessNone(const Settings& settings, const HotSnapshot& hot) {
  auto lake = OpenLakeToRead(settings);
  const bool flushed = hot.state() && hot.state()->flushed_through;
  if (lake.ok() || lake.error().code != Code::kNotFound || flushed) return lake;
  LogWarn("{}: this is the hot buffer alone", lake.error().message);
  return std::unique_ptr<Lake>();
}

Result<Connection> ConnectWithoutLake(const Settings& settings) {
  TRY_ASSIGN(std::shared_ptr<Database> database,
             Database::Open({.threads = static_cast<int>(settings.threads),
                             .memory_limit = settings.memory_bytes}));
  return Connection::Open(std::move(database));
}

}  // namespace

bool ReadsHot(const Settings& settings) { return !settings.hot.empty() || settings.with_hot; }

// The order matters: what the flusher moved before the first snapshot is in the second.
Result<OpenedStores> OpenHotAndLake(const Settings& settings,
                                    std::span<const std::string> statements, std::stop_token stop) {
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> chosen, ChooseTables(settings));
  TRY_ASSIGN(PgConnection to_hot, OpenHot(settings, std::move(stop)));
  TRY_ASSIGN(HotSnapshot hot, HotSnapshot::Begin(std::move(to_hot)));
  TRY_ASSIGN(std::unique_ptr<Lake> lake, OpenLakeUnlessNone(settings, hot));
  auto connected = lake ? lake->Connect() : ConnectWithoutLake(settings);
  if (!connected.ok()) return std::move(connected).status();
  Connection connection = std::move(connected).value();
  ColdSide cold;
  if (lake) {
    TRY_ASSIGN(cold, ReadColdSide(connection, *lake, chosen->stored_names()));
  }
  const std::vector<NamedTable> tables = TablesNamedIn(statements, chosen->stored_names());
  auto view = MakeOneView(connection, std::move(hot), cold, tables);
  if (!view.ok()) return std::move(view).status().Context("hot buffer");
  for (const std::string& note : view->notes) LogWarn("{}", note);
  return OpenedStores{std::move(lake), std::move(connection), std::move(view).value()};
}

}  // namespace lake
