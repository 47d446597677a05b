// Where batches of rows go: a lake, a hot buffer, files.
//
// Open prepares the store and says what it already holds; Commit writes one batch, all of it or
// nothing. When Commit fails with kUnavailable or kConflict the outcome has already been settled by
// reading back, because a commit that reported an error may have happened: the batch is not in the
// store. kCancelled never comes from here. One thread uses a sink.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "lineage/coverage.h"
#include "stellar/unknown_ledger.h"
#include "tables/batch.h"
#include "tables/quality_result.h"

namespace lake {

struct CommitReport {
  std::uint64_t rows = 0;
  std::uint64_t bytes_written = 0;  // 0 = unknown
  double seconds = 0;
};

struct TakenRows {
  std::uint64_t file_bytes;  // of the largest file that the batch's rows are in so far
};

// A ledger that this version cannot extract, to be kept as it is until a newer one can.
struct QuarantinedLedger {
  ProvedHeader header;
  std::string reason;  // the error, which names object and offset
  std::string origin;  // the object it was read from
  Bytes xdr;           // LedgerCloseMeta
};

class Sink {
 public:
  virtual ~Sink() = default;
  virtual Result<Coverage> Open() = 0;
  // Offered while a batch grows: the sink may write rows before the batch is whole. With an answer
  // it has done with the rows of the batch's ledgers from `first` on, which may be dropped; those
  // before it took already. Without one it wants all rows at Commit. Fails as Commit does.
  virtual Result<std::optional<TakenRows>> Take(const Batch& /*batch*/, std::size_t /*first*/) {
    return std::optional<TakenRows>();
  }
  // The batch of which rows were taken will not be committed.
  virtual void Forget() {}
  virtual Result<CommitReport> Commit(const Batch& batch,
                                      const std::vector<QualityResult>& quality) = 0;
  // Keeps a ledger aside, outside of what the store covers; once, however often it is given. It is
  // taken out again when batches cover it in every table. Fails as Commit does, and with
  // kInvalidArgument when the store has no place for it.
  virtual Status Quarantine(const QuarantinedLedger& ledger) {
    return {Code::kInvalidArgument,
            fmt::format("there is no place to keep ledger {} aside", ledger.header.sequence)};
  }
  // Between commits: whether the store is still there and would take a batch. Cheap; nothing is
  // changed. May wait as Commit does.
  virtual Status Check() { return {}; }
  // When a ledger that the store holds closed, in Unix seconds; nothing when it does not keep that.
  virtual Result<std::optional<std::int64_t>> CloseTime(std::uint32_t /*sequence*/) {
    return std::optional<std::int64_t>();
  }
  virtual Status Close() = 0;
};

}  // namespace lake
