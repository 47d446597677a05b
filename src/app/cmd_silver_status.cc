// Says how far silver is.
#include "app/open_lake.h"
#include "app/output.h"
#include "app/silver_command.h"
#include "app/silver_report.h"
#include "silver/silver_run.h"
#include "table/sql_text.h"

namespace lake {

Status RunSilverStatus(const Invocation& invocation) {
  const Settings& settings = invocation.settings;
  TRY_ASSIGN(const std::unique_ptr<Lake> lake, OpenLakeToRead(settings));
  TRY_ASSIGN(Connection connection, lake->Connect());
  const std::string& catalog = lake->options().catalog_name;
  TRY_ASSIGN(const bool has_silver, HasSilver(connection, catalog, kSilverSchema));
  const SilverPlaces places{.bronze = lake->Schema(),
                            .silver = QualifiedName({catalog, kSilverSchema})};
  TRY_ASSIGN(const SilverStatus status, ReadSilverStatus(connection, places, has_silver));
  return Print(settings.format == "json" ? SilverStatusJson(status) : SilverStatusText(status));
}

}  // namespace lake
