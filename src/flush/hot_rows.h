// Whether the rows that batches of the hot buffer wrote still stand in its tables.
#pragma once

#include <span>

#include "base/result.h"
#include "hot/batch_sums.h"
#include "postgres/connection.h"

namespace lake {

// Counts the rows of every table of the batches, which tile one range. Inside the transaction that
// the batches were read in. kDataLoss names the first table and batch that has more or fewer.
Status CheckHotRows(PgConnection& connection, std::span<const HotBatch> batches);

}  // namespace lake
