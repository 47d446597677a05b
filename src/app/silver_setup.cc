#include "app/silver_setup.h"

#include <fmt/format.h>

#include "app/open_lake.h"
#include "app/run_setup.h"
#include "base/version.h"
#include "lake/fence.h"
#include "lineage/batch_rows.h"

namespace lake {
namespace {

Result<Network> NetworkOf(const Settings& settings, const std::string& of_lake) {
  const std::string wanted = WantedNetwork(settings, of_lake);
  if (wanted.empty()) {
    return Error{Code::kInvalidArgument,
                 fmt::format("the lake holds ledgers of {}, a private network: give its passphrase "
                             "with --network",
                             of_lake)};
  }
  TRY_ASSIGN(Network network, ParseNetwork(wanted));
  if (network.name == of_lake) return network;
  return Error{Code::kInvalidArgument, fmt::format("this lake holds ledgers of {}, and the network "
                                                   "is said to be {}",
                                                   of_lake, network.name)};
}

}  // namespace

Result<SilverOptions> SilverOptionsOf(const Settings& settings, const std::stop_token& stop) {
  SilverOptions options;
  if (NamesRange(settings)) {
    TRY_ASSIGN(options.limits.wish, LedgersOfSettings(settings, "silver run"));
  }
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY_ASSIGN(const std::string of_lake, NetworkOfLake(connection, *lake));
  TRY_ASSIGN(options.network, NetworkOf(settings, of_lake));
  options.writer.lake = LakeOptionsOf(settings);
  options.writer.lake.schema_name = kSilverSchema;
  options.writer.lake.create = true;  // the schema; the lake is there
  options.writer.stop = stop;
  options.writer.grace_ms = std::int64_t{settings.left_files_grace_seconds} * 1000;
  options.bronze_schema = lake->options().schema_name;
  options.program = fmt::format("{}/{}", settings.service_name, Version());
  options.host = ThisWriter();
  options.limits.ledgers_max = settings.silver_ledgers;
  return options;
}

}  // namespace lake
