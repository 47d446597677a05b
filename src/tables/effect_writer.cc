#include "tables/effect_writer.h"

#include "stellar/address.h"
#include "stellar/integer_text.h"
#include "stellar/toid.h"
#include "tables/all.h"
#include "tables/operation_source.h"

namespace lake {
namespace {

// What one huge effect grew beyond this is given back.
constexpr std::size_t kMaxKeptBytes = std::size_t{1} << 20;

struct Scratch {
  std::string text;
  SortedChanges changes;
};

Scratch& ThreadScratch() {
  thread_local Scratch scratch;
  if (scratch.text.capacity() > kMaxKeptBytes) scratch.text = std::string();
  return scratch;
}

constexpr std::uint32_t kEntryTypes =
    EntryTypeBit(xdr::LedgerEntryType::ACCOUNT) | EntryTypeBit(xdr::LedgerEntryType::TRUSTLINE) |
    EntryTypeBit(xdr::LedgerEntryType::DATA) |
    EntryTypeBit(xdr::LedgerEntryType::CLAIMABLE_BALANCE) |
    EntryTypeBit(xdr::LedgerEntryType::LIQUIDITY_POOL) | EntryTypeBit(xdr::LedgerEntryType::TTL);

std::string_view EffectId(Arena& arena, std::uint64_t operation_id, std::int32_t index) {
  constexpr std::size_t kReserved = 2 * kMaxInt64Text + 1;
  char* const out = arena.Allocate(kReserved);
  std::size_t size = WriteUint64(out, operation_id);
  out[size++] = '-';
  size += WriteInt64(out + size, index);
  arena.Shrink(kReserved, size);
  return {out, size};
}

}  // namespace

EffectWriter::EffectWriter(const OperationContext& operation, RowSink out)
    : operation_(operation),
      out_(out),
      scratch_(ThreadScratch().text),
      changes_(ThreadScratch().changes.Collect(
          operation.tx.ledger.ledger.changes(operation.op.changes), kEntryTypes, out.arena)),
      source_account_(SourceOf(operation)),
      source_{operation.source_account, std::nullopt},
      operation_id_(Toid(static_cast<std::uint32_t>(operation.tx.ledger.sequence),
                         operation.tx.tx.apply_index,
                         static_cast<std::uint32_t>(operation.index) + 1)) {
  if (source_account_) source_.muxed = MuxedText(out.arena, *source_account_);
}

EffectParty EffectWriter::Party(xdr::AccountID account) {
  return {AccountText(out_.arena, account), std::nullopt};
}

EffectParty EffectWriter::Party(xdr::MuxedAccount account) {
  return {AccountText(out_.arena, account), MuxedText(out_.arena, account)};
}

void EffectWriter::Add(EffectType type, const EffectParty& party, const EffectDetails& details) {
  const LedgerContext& ledger = operation_.tx.ledger;
  out_.rows.Append(EffectRow{.ledger_sequence = ledger.sequence,
                             .transaction_hash = operation_.tx.hash_hex,
                             .operation_index = operation_.index,
                             .effect_index = next_index_,
                             .effect_type = Exactly(type),
                             .effect_type_string = EffectTypeName(type),
                             .account_id = party.account,
                             .columns = details.columns,
                             .created_at = ledger.closed_at,
                             .ledger_range = ledger.ledger_range,
                             .account_muxed = party.muxed,
                             .operation_id = operation_id_,
                             .effect_id = EffectId(out_.arena, operation_id_, next_index_),
                             .details_json = details.json,
                             .closed_at = ledger.closed_at});
  ++next_index_;
}

}  // namespace lake
