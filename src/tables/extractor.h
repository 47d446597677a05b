// What a table of the lake is: its TableSpec plus the function that makes its rows.
//
// A table listens to one kind of moment of the walk over a ledger, or to few; the walk
// (tables/extract.h) visits every transaction, operation, entry change and event once and calls the
// tables that were asked for. Rows' texts point into the ledger's bytes or the arena of the
// ledger's rows.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "base/result.h"
#include "stellar/asset_contract.h"
#include "stellar/change_stream.h"
#include "stellar/ledger_view.h"
#include "table/row_buffer.h"
#include "table/table_spec.h"
#include "tables/effect_row.h"

namespace lake {

// What every extractor knows about the ledger it works on. Lives for one walk.
struct LedgerContext {
  const LedgerView& ledger;
  const Hash256& network_id;
  AssetContractCache& asset_contracts;     // of the network; remembers from ledger to ledger
  std::span<const NetChange> net_changes;  // the ledger's compacted change stream
  Timestamp closed_at;
  Timestamp
      ingested_at;  // the batch's instant (injectable clock); only ingestion_timestamp uses it
  std::int64_t sequence;
  std::int64_t ledger_range;  // sequence rounded down to 10,000 (D8)
};

struct TransactionContext {
  const LedgerContext& ledger;
  const TransactionRef& tx;
  std::string_view hash_hex;        // 64 hex, in the arena
  std::string_view source_account;  // G..., of the inner transaction for a fee bump
};

struct OperationContext {
  const TransactionContext& tx;
  const OperationRef& op;
  std::int32_t index;               // zero-based in the envelope
  std::string_view source_account;  // effective source, G...
  // Its rows of effects_row_v1, for extractors that need them; valid until the next operation.
  std::span<const EffectRow> effects{};
};

struct ChangeContext {
  const LedgerContext& ledger;
  const NetChange& change;
};

struct EventContext {
  const TransactionContext& tx;
  const EventRef& event;
};

// Where an extractor puts its rows.
struct RowSink {
  RowBuffer& rows;
  Arena& arena;
};

struct Extractor {
  Status (*ledger)(const LedgerContext&, RowSink) = nullptr;
  Status (*transaction)(const TransactionContext&, RowSink) = nullptr;
  Status (*operation)(const OperationContext&, RowSink) = nullptr;
  Status (*change)(const ChangeContext&,
                   RowSink) = nullptr;  // net changes of the entry types in `entry_types`
  Status (*event)(const EventContext&, RowSink) = nullptr;
  bool needs_net_changes = false;  // for `ledger`: LedgerContext::net_changes has to be filled
  std::uint32_t entry_types = 0;   // bit per xdr::LedgerEntryType, for `change`
  bool needs_effects = false;      // for `operation`: OperationContext::effects has to be filled
};

struct Table {
  const TableSpec* spec;
  Extractor extractor;
};

}  // namespace lake
