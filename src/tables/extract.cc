#include "tables/extract.h"

#include <fmt/format.h>

#include "base/hex.h"
#include "stellar/strkey.h"
#include "stellar/tx_hash.h"
#include "tables/all.h"
#include "tables/range_column.h"

namespace lake {

LedgerExtractor::LedgerExtractor(const TableSet& tables, const Hash256& network_id,
                                 VerifyLevel verify)
    : tables_(tables),
      network_id_(network_id),
      verify_(verify),
      asset_contracts_(network_id),
      effects_aside_(sizeof(EffectRow)) {
  for (std::size_t i = 0; i < tables.size(); ++i) {
    const Extractor& extractor = tables[i]->extractor;
    digesters_.emplace_back(*tables[i]->spec, WholeSpec(*tables[i]->spec).columns);
    if (extractor.ledger != nullptr) on_ledger_.push_back({&extractor, i});
    if (extractor.transaction != nullptr) on_transaction_.push_back({&extractor, i});
    needs_effects_ |= extractor.needs_effects;
    if (extractor.operation == kEffects.extractor.operation) effects_table_ = i;
    if (extractor.operation != nullptr) on_operation_.push_back({&extractor, i});
    if (extractor.change != nullptr) on_change_.push_back({&extractor, i});
    if (extractor.event != nullptr) on_event_.push_back({&extractor, i});
    needs_net_changes_ |= extractor.change != nullptr || extractor.needs_net_changes;
  }
  if (!needs_effects_ || !effects_table_) return;
  std::erase_if(on_operation_, [this](const Listener& l) { return l.table == *effects_table_; });
}

Status LedgerExtractor::Extract(Bytes xdr, std::shared_ptr<const void> owner, Timestamp ingested_at,
                                LedgerRows& out, RowWatcher* watcher) {
  out.Reset();
  out.raw = std::move(owner);
  TRY(view_.Decode(xdr, network_id_));
  if (Status proved = ProveLedger(view_, verify_); !proved.ok()) {
    return std::move(proved).Context(fmt::format("ledger {}", view_.sequence()));
  }
  return MakeRows(ingested_at, out, watcher);
}

Status LedgerExtractor::ExtractProved(ProvedLedger& proved, std::shared_ptr<const void> owner,
                                      Timestamp ingested_at, LedgerRows& out, RowWatcher* watcher) {
  if (!proved.Covers(network_id_, verify_)) {
    return Extract(proved.view.bytes(), std::move(owner), ingested_at, out, watcher);
  }
  out.Reset();
  out.raw = std::move(owner);
  std::swap(view_, proved.view);
  return MakeRows(ingested_at, out, watcher);
}

Status LedgerExtractor::MakeRows(Timestamp ingested_at, LedgerRows& out, RowWatcher* watcher) {
  const auto in_ledger = [this](auto outcome) {
    if (outcome.ok()) return outcome;
    return std::move(outcome).Context(fmt::format("ledger {}", view_.sequence()));
  };
  std::span<const NetChange> net_changes;
  if (needs_net_changes_) {
    TRY_ASSIGN(net_changes, in_ledger(compactor_.Compact(view_)));
  }
  const std::int64_t sequence = view_.sequence();
  const LedgerContext context{.ledger = view_,
                              .network_id = network_id_,
                              .asset_contracts = asset_contracts_,
                              .net_changes = net_changes,
                              .closed_at = TimestampFromSeconds(view_.close_time()),
                              .ingested_at = ingested_at,
                              .sequence = sequence,
                              .ledger_range = RangeStart(view_.sequence())};
  TRY(in_ledger(Walk(context, out)));
  out.sequence = view_.sequence();
  out.protocol = view_.protocol();
  out.close_time = view_.close_time();
  out.hash = HashOf(view_.header_entry().hash());
  out.previous_hash = HashOf(view_.header().previousLedgerHash());
  out.raw_bytes = view_.bytes().size();
  if (out.raw != nullptr) out.xdr = view_.bytes();
  out.transactions = view_.transactions().size();
  out.operations = view_.operations().size();
  Digest(out, watcher);
  return {};
}

void LedgerExtractor::Digest(LedgerRows& out, RowWatcher* watcher) {
  for (std::size_t i = 0; i < tables_.size(); ++i) {
    out.digests[i] = digesters_[i].Digest(out.tables[i], [&](RowBlock& block) {
      if (watcher != nullptr) watcher->OnRows(i, out.sequence, block);
    });
  }
}

Status LedgerExtractor::Walk(const LedgerContext& context, LedgerRows& out) {
  for (const Listener& l : on_ledger_) {
    TRY(l.extractor->ledger(context, {out.tables[l.table], out.arena}));
  }
  if (!on_transaction_.empty() || !on_operation_.empty() || !on_event_.empty()) {
    for (const TransactionRef& tx : view_.transactions()) {
      if (Status status = WalkTransaction(context, tx, out); !status.ok()) {
        return std::move(status).Context(fmt::format("tx {}", tx.apply_index));
      }
    }
  }
  for (const NetChange& change : context.net_changes) {
    const std::uint32_t bit = std::uint32_t{1} << static_cast<std::uint32_t>(change.entry_type);
    for (const Listener& l : on_change_) {
      if ((l.extractor->entry_types & bit) == 0) continue;
      TRY(l.extractor->change({context, change}, {out.tables[l.table], out.arena}));
    }
  }
  return {};
}

Status LedgerExtractor::WalkTransaction(const LedgerContext& context, const TransactionRef& tx,
                                        LedgerRows& out) {
  const TransactionContext tx_context{
      .ledger = context,
      .tx = tx,
      .hash_hex = HexText(out.arena, tx.hash),
      .source_account =
          AccountText(out.arena, InnerTransaction(tx.envelope).source_ed25519.data())};
  for (const Listener& l : on_transaction_) {
    TRY(l.extractor->transaction(tx_context, {out.tables[l.table], out.arena}));
  }
  if (!on_operation_.empty()) TRY(WalkOperations(tx_context, out));
  if (on_event_.empty()) return {};
  for (const EventRef& event : view_.events(tx.events)) {
    for (const Listener& l : on_event_) {
      TRY(l.extractor->event({tx_context, event}, {out.tables[l.table], out.arena}));
    }
  }
  return {};
}

Status LedgerExtractor::WalkOperations(const TransactionContext& context, LedgerRows& out) {
  std::int32_t index = 0;
  for (const OperationRef& op : view_.operations(context.tx.operations)) {
    std::string_view source = context.source_account;
    if (const auto account = op.operation.sourceAccount()) {
      source = AccountText(out.arena, Ed25519Of(*account).data());
    }
    OperationContext op_context{.tx = context, .op = op, .index = index, .source_account = source};
    if (needs_effects_) {
      if (Status status = MakeEffects(op_context, out); !status.ok()) {
        return std::move(status).Context(fmt::format("op {}", index));
      }
    }
    for (const Listener& l : on_operation_) {
      if (Status status = l.extractor->operation(op_context, {out.tables[l.table], out.arena});
          !status.ok()) {
        return std::move(status).Context(fmt::format("op {}", index));
      }
    }
    ++index;
  }
  return {};
}

Status LedgerExtractor::MakeEffects(OperationContext& context, LedgerRows& out) {
  effects_aside_.Clear();
  RowBuffer& rows = effects_table_ ? out.tables[*effects_table_] : effects_aside_;
  const std::size_t before = rows.size();
  TRY(kEffects.extractor.operation(context, {rows, out.arena}));
  context.effects = rows.As<EffectRow>().subspan(before);
  return {};
}

}  // namespace lake
