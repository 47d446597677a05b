// The Parquet files of a batch's data tables: written side by side, each by one thread and once,
// before the transaction that adds them begins. Through an INSERT into a partitioned table every
// value would be copied twice more.
//
// Partitioned tables get a file per partition, <column>=<value>/. A table that is larger than its
// thread's share is split, so that all threads have work.
#pragma once

#include <string_view>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lake/file_set.h"
#include "table/table_spec.h"
#include "tables/batch.h"
#include "tables/selection.h"

namespace lake {

// Writes the rows of a batch into new files of the set. Uses up to all threads of the lake's
// database, the caller's among them. `names` as in the sink's options. Errors name
// the table; what was written by then is the set's.
Status WriteDataFiles(const Lake& lake, const LakeStorage& storage, const StoredNames& names,
                      const Batch& batch, FileSet& files);

}  // namespace lake
