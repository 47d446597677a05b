#include "app/lake_sink.h"

#include <utility>

#include "app/open_lake.h"
#include "base/version.h"
#include "sink/ducklake_options.h"
#include "stellar/network.h"
#include "tables/selection.h"

namespace lake {

Origin OriginOf(const Settings& settings, const Network& network, std::string source) {
  return {.network = network.name,
          .source = std::move(source),
          .pipeline_version = std::string(Version()),
          .processor_name = settings.service_name,
          .writer = {},
          .era = EraPolicy{.era_id = settings.era_id,
                           .version_label = settings.version_label,
                           .network = network.era_name}};
}

DuckLakeSinkOptions LakeSinkOptions(const Settings& settings, const SelectedTables& tables,
                                    Origin origin) {
  DuckLakeSinkOptions options;
  options.writer.lake = LakeOptionsOf(settings);
  options.writer.grace_ms = std::int64_t{settings.left_files_grace_seconds} * 1000;
  options.tables = tables.set();
  options.table_names = tables.stored_names();
  options.origin = std::move(origin);
  options.partition = true;
  return options;
}

}  // namespace lake
