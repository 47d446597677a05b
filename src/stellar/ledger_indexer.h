// Fills a LedgerView: the one walk over a LedgerCloseMeta. Internal to stellar/.
#pragma once

#include <string>

#include "base/sha256.h"
#include "stellar/ledger_view.h"
#include "xdr/check.h"

namespace lake {

class LedgerIndexer {
 public:
  LedgerIndexer(LedgerView& view, Bytes bytes, const Hash256& network_id)
      : view_(view), c_(bytes), network_id_(network_id) {}
  Status Run();

 private:
  // Where one transaction's parts stand before envelope, result and meta have been joined.
  struct MetaParts {
    IndexRange before, after;
    std::uint32_t first_operation = 0;  // into LedgerView::operation_metas_
    std::uint32_t operation_count = 0;
    IndexRange events;  // all of the transaction's, every scope
    std::optional<xdr::SorobanTransactionMetaExt> soroban_ext;
    std::optional<xdr::SCVal> return_value;
    std::int32_t version = 0;
  };

  Status Failure(std::string_view where = {});

  // ledger_indexer.cc: the ledger's parts in their order
  Status Header();
  Status LegacyTxSet();
  Status GeneralizedTxSet();
  bool Phase();
  bool Envelopes();
  Status Transactions(bool v1_results);
  Status Upgrades();
  void NoteUpgradeTo(std::uint32_t protocol);
  Status Trailer();

  // meta_indexer.cc: results and meta of one transaction
  Status Transaction(std::uint32_t apply_index, bool v1_results);
  bool Changes(IndexRange& range);
  bool Meta(MetaParts& parts);
  bool OperationMetas(MetaParts& parts, bool with_events);
  bool SorobanMetaV3(MetaParts& parts);
  bool MetaV4Tail(MetaParts& parts);
  bool ContractEvents(IndexRange& range, EventScope scope, std::int32_t operation_index);
  bool DiagnosticEvents(IndexRange& range);
  bool TransactionEvents(IndexRange& range);

  // envelope_join.cc: which envelope belongs to which result
  void IndexEnvelopes();
  std::optional<std::uint32_t> TakeEnvelope(const std::uint8_t* hash);
  Status NoEnvelope(const std::uint8_t* hash) const;
  Status Join(TransactionRef tx, const MetaParts& parts, std::uint32_t envelope);
  Status AppendOperations(TransactionRef& tx, const MetaParts& parts);
  void ForgetRolledBack();

  LedgerView& view_;
  xdr::Cursor c_;
  const Hash256& network_id_;
};

}  // namespace lake
