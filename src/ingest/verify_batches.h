// The rows of every batch against the digests that its lineage recorded, as part of verify: one
// pass over a table for many batches, so that a lake of many small batches is proved as fast as one
// of few. Internal to ingest/.
#pragma once

#include <span>

#include "ingest/lake_contents.h"
#include "ingest/verify.h"

namespace lake {

// `batches` ascend. Rows of ledgers between them that none of them wrote are faults too.
Status VerifyBatches(Connection& connection, const Lake& lake, const LakeContents& contents,
                     std::span<const BatchRecord> batches, VerifyReport& report);

}  // namespace lake
