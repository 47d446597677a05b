// The hot buffer as a Sink: every batch is one transaction of binary COPY into all tables, its
// lineage and quality results, its row in hot_batches, the ledgers themselves, and a NOTIFY with
// the new tip.
//
// A COMMIT whose answer was lost is settled before anything else: the next attempt takes the lock
// that the lost one holds until it is over, and looks for its batch. When the server does not
// answer for `patience_ms` the error says so, and the next Open sees what became of it. When the
// server has crashed, and emptied the buffer, Commit gives kUnavailable, and the next Open begins a
// new epoch: it then says that the buffer holds nothing but what was flushed. Two writers may not
// overlap: the second one of the same ledgers gets kConflict with who wrote them. Works through
// PgBouncer in transaction mode. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "hot/hot_state.h"
#include "hot/raw_ledgers.h"
#include "sink/postgres_options.h"
#include "sink/sink.h"

namespace lake {

class PostgresSink final : public Sink {
 public:
  explicit PostgresSink(PostgresSinkOptions options);

  Result<Coverage> Open() override;
  Result<CommitReport> Commit(const Batch& batch,
                              const std::vector<QualityResult>& quality) override;
  Status Check() override;
  Result<std::optional<std::int64_t>> CloseTime(std::uint32_t sequence) override;
  Status Close() override;

  std::int64_t epoch() const { return epoch_; }

 private:
  Status Connect();
  Result<Coverage> OpenOnce();
  Status CommitOnce(const Batch& batch, const std::vector<QualityResult>& quality,
                    const BatchRecord& record);

  PostgresSinkOptions options_;
  std::optional<PgConnection> connection_;
  RawLedgerWriter raw_;
  std::int64_t epoch_ = 0;  // 0: not opened
  std::uint64_t batches_ = 0;
  std::vector<BatchRecord> written_;  // by this sink; with upsert, all that Open says is there
};

}  // namespace lake
