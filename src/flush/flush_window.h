// MARK: which batches of the hot buffer are to be flushed, and from where.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "hot/hot_state.h"
#include "lineage/batch_record.h"
#include "postgres/connection.h"

namespace lake {

struct FlushWindow {
  HotState state;
  // Those that continue what was flushed, ascending, without a hole, each chained to the one
  // before.
  std::vector<BatchRecord> batches;
  // Ledgers that are missing behind these; the batch that comes then; and the hash that the last of
  // them has to have.
  std::optional<LedgerSpan> hole;
  LedgerSpan behind_hole{};
  Hash256 hole_hash{};
  // Of all that is not flushed, also behind the hole.
  std::uint64_t ledgers = 0;
  // Whether ledgers are there that were flushed and not deleted yet.
  bool has_flushed = false;
};

// `batches` are all of the buffer, ascending. A buffer that is not whole has nothing to flush.
// kDataLoss when batches overlap, or one does not chain with what is before it.
Result<FlushWindow> MarkWindow(HotState state, std::vector<BatchRecord> batches);

// Inside a REPEATABLE READ transaction, as its first statement: what it sees later belongs to this.
// Nothing when nobody ever wrote to the buffer; kNotFound when it has no tables.
Result<std::optional<FlushWindow>> ReadFlushWindow(PgConnection& connection);

}  // namespace lake
