// How a DuckLakeSink writes.
#pragma once

#include <string_view>

#include "lake/lake_writer_options.h"
#include "lineage/batch_rows.h"
#include "tables/batch.h"
#include "tables/selection.h"

namespace lake {

struct DuckLakeSinkOptions {
  LakeWriterOptions writer;
  TableSet tables;  // those of every batch
  // Names of data tables in the lake, by their own name, where they differ (tables.*.table_name).
  StoredNames table_names{};
  Origin origin;  // an empty writer becomes this host and process
  // New data tables are partitioned by their spec's partition column.
  bool partition = false;
};

// The name a data table has in the lake.
inline std::string_view LakeTableName(const DuckLakeSinkOptions& options, const TableSpec& spec) {
  return StoredName(options.table_names, spec);
}

}  // namespace lake
