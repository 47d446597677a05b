// The walk: one ledger's bytes in, its rows of every selected table out.
//
// Each transaction, operation, net entry change and event is visited once; tables that were not
// selected cost nothing. An extractor object keeps its memory between ledgers and belongs to one
// thread.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "stellar/change_stream.h"
#include "stellar/ledger_view.h"
#include "stellar/proof.h"
#include "stellar/proved_ledger.h"
#include "tables/batch.h"

namespace lake {

// Sees the rows of every table right after the walk, block by block and in order, while they are in
// the processor's caches.
class RowWatcher {
 public:
  virtual ~RowWatcher() = default;
  // `block` has all columns of the table's whole declaration. `table` is an index into the
  // TableSet.
  virtual void OnRows(std::size_t table, std::uint32_t ledger, RowBlock& block) = 0;
};

class LedgerExtractor {
 public:
  // `tables` must outlive the extractor.
  LedgerExtractor(const TableSet& tables, const Hash256& network_id, VerifyLevel verify);

  // Decodes, proves and extracts one LedgerCloseMeta. `owner` keeps `xdr` alive; `out` takes it
  // over. kDataLoss with context ("ledger 53312000: tx 17: ...") when anything does not hold; `out`
  // is then void, and `watcher` has seen nothing.
  Status Extract(Bytes xdr, std::shared_ptr<const void> owner, Timestamp ingested_at,
                 LedgerRows& out, RowWatcher* watcher = nullptr);

  // The same for a ledger that was proved already, whose view the extractor takes; proved again
  // where less of it was proved, or for another network.
  Status ExtractProved(ProvedLedger& proved, std::shared_ptr<const void> owner,
                       Timestamp ingested_at, LedgerRows& out, RowWatcher* watcher = nullptr);

  // The last ledger that was decoded, for callers that want to look at it.
  const LedgerView& ledger() const { return view_; }

 private:
  struct Listener {
    const Extractor* extractor;
    std::size_t table;
  };
  Status MakeRows(Timestamp ingested_at, LedgerRows& out, RowWatcher* watcher);
  Status Walk(const LedgerContext& context, LedgerRows& out);
  void Digest(LedgerRows& out, RowWatcher* watcher);
  Status WalkTransaction(const LedgerContext& context, const TransactionRef& tx, LedgerRows& out);
  Status WalkOperations(const TransactionContext& context, LedgerRows& out);
  Status MakeEffects(OperationContext& context, LedgerRows& out);

  const TableSet& tables_;
  Hash256 network_id_;
  VerifyLevel verify_;
  LedgerView view_;
  ChangeCompactor compactor_;
  AssetContractCache asset_contracts_;
  bool needs_net_changes_ = false;
  // Effects are made once per operation, before the tables that need them are called: in their
  // table, or beside it when it was not asked for.
  bool needs_effects_ = false;
  std::optional<std::size_t> effects_table_;
  RowBuffer effects_aside_;
  std::vector<BufferDigester> digesters_;  // one per table
  std::vector<Listener> on_ledger_, on_transaction_, on_operation_, on_change_, on_event_;
};

}  // namespace lake
