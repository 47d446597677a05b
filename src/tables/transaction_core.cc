#include "tables/transaction_core.h"

#include <charconv>

#include "base/hex.h"
#include "base/json_text.h"
#include "stellar/enum_text.h"
#include "tables/envelope.h"
#include "tables/fee_account.h"

namespace lake {
namespace {

struct Envelope {
  std::int64_t fee;
  xdr::Memo memo;
};

Envelope InnerEnvelope(xdr::TransactionEnvelope envelope) {
  const auto of = [](auto tx) { return Envelope{tx.fee(), tx.memo()}; };
  switch (envelope.type()) {
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0:
      return of(envelope.v0().tx());
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX:
      return of(envelope.v1().tx());
    default:
      return of(envelope.feeBump().tx().innerTx().v1().tx());
  }
}

// Protocol 20 left the refund of a fee-bumped Soroban transaction out of feeCharged; 21 mended that
// (stellar-core pull request 4188).
constexpr std::uint32_t kFirstProtocolWithRefundInFeeBump = 21;

std::int64_t FeeCharged(const TransactionContext& context) {
  const TransactionRef& tx = context.tx;
  const LedgerView& ledger = context.ledger.ledger;
  const std::int64_t stated = tx.result_pair.result().feeCharged();
  if (!tx.fee_bump || ledger.applied_protocol() >= kFirstProtocolWithRefundInFeeBump ||
      !SorobanDataOf(tx.envelope)) {
    return stated;
  }
  const Fitted<std::int64_t> charged(stated - FeeRefund(ledger, tx));
  return charged.has_value() ? *charged : stated;
}

std::string_view DecimalText(Arena& arena, std::uint64_t value) {
  constexpr std::size_t kDigitsMax = 20;
  char* text = arena.Allocate(kDigitsMax);
  const auto end = std::to_chars(text, text + kDigitsMax, value).ptr;
  const auto size = static_cast<std::size_t>(end - text);
  arena.Shrink(kDigitsMax, size);
  return {text, size};
}

struct MemoText {
  std::string_view type;
  std::optional<std::string_view> text;
};

MemoText MemoTextOf(xdr::Memo memo, Arena& arena) {
  switch (memo.type()) {
    case xdr::MemoType::MEMO_TEXT:
      return {"text", SanitizeText(arena, AsText(memo.text()))};
    case xdr::MemoType::MEMO_ID:
      return {"id", DecimalText(arena, memo.id())};
    case xdr::MemoType::MEMO_HASH:
      return {"hash", HexText(arena, memo.hash().bytes())};
    case xdr::MemoType::MEMO_RETURN:
      return {"return", HexText(arena, memo.retHash().bytes())};
    case xdr::MemoType::MEMO_NONE:
      break;
  }
  return {"none", std::nullopt};
}

}  // namespace

TransactionCore TransactionCoreOf(const TransactionContext& context, Arena& arena) {
  const TransactionRef& tx = context.tx;
  const Envelope envelope = InnerEnvelope(tx.envelope);
  const MemoText memo = MemoTextOf(envelope.memo, arena);
  const xdr::TransactionResult result = tx.result_pair.result();
  return {.ledger_sequence = context.ledger.sequence,
          .transaction_hash = context.hash_hex,
          .source_account = context.source_account,
          .fee_charged = FeeCharged(context),
          .max_fee = envelope.fee,
          .successful = tx.successful,
          .transaction_result_code = HubbleText(result.result().code()),
          .operation_count = Exactly(tx.operations.size()),
          .memo_type = memo.type,
          .memo = memo.text,
          .created_at = context.ledger.closed_at,
          .account_sequence = SequenceOf(tx.envelope),
          .ledger_range = context.ledger.ledger_range};
}

}  // namespace lake
