// Which envelope of the transaction set belongs to which result: the transaction hash says.
#include <fmt/format.h>

#include <bit>

#include "base/hex.h"
#include "stellar/enum_text.h"
#include "stellar/ledger_indexer.h"
#include "stellar/tx_hash.h"

namespace lake {
namespace {

constexpr std::uint32_t kEmptySlot = 0xFFFFFFFFu;
constexpr std::uint32_t kTakenSlot = 0xFFFFFFFEu;

// Up to this protocol the meta of a transaction with txINTERNAL_ERROR keeps the changes of its
// operations, although they were rolled back.
constexpr std::uint32_t kLastProtocolWithRolledBackMeta = 12;

std::uint64_t SlotHash(const std::uint8_t* hash) {
  std::uint64_t value;
  std::memcpy(&value, hash, sizeof value);
  return value;
}

struct ResultParts {
  bool successful;
  bool fee_bump;
  std::optional<xdr::Array<xdr::OperationResult>> operations;
};

ResultParts PartsOf(xdr::TransactionResult result) {
  using xdr::TransactionResultCode;
  const xdr::TransactionResultResult body = result.result();
  switch (body.code()) {
    case TransactionResultCode::txSUCCESS:
    case TransactionResultCode::txFAILED:
      return {body.code() == TransactionResultCode::txSUCCESS, false, body.results()};
    case TransactionResultCode::txFEE_BUMP_INNER_SUCCESS:
    case TransactionResultCode::txFEE_BUMP_INNER_FAILED: {
      const xdr::InnerTransactionResultResult inner = body.innerResultPair().result().result();
      ResultParts parts{body.code() == TransactionResultCode::txFEE_BUMP_INNER_SUCCESS, true, {}};
      if (inner.code() == TransactionResultCode::txSUCCESS ||
          inner.code() == TransactionResultCode::txFAILED) {
        parts.operations = inner.results();
      }
      return parts;
    }
    default:
      return {false, false, std::nullopt};
  }
}

// An operation's result is of the operation's type, so that readers need not look again. Old
// ledgers answer a passive offer as a plain one: stellar-core wrote it so.
Status Answers(xdr::OperationResult result, xdr::OperationType asked) {
  if (result.code() != xdr::OperationResultCode::opINNER) return {};
  const xdr::OperationType answered = result.tr().type();
  if (answered == asked) return {};
  if (asked == xdr::OperationType::CREATE_PASSIVE_SELL_OFFER &&
      answered == xdr::OperationType::MANAGE_SELL_OFFER) {
    return {};
  }
  return {Code::kDataLoss, fmt::format("the operation is {}, its result that of {}",
                                       LowerText(asked), LowerText(answered))};
}

}  // namespace

void LedgerIndexer::IndexEnvelopes() {
  Sha256Stream stream;
  const std::size_t count = view_.tx_set_envelopes_.size();
  view_.envelope_slots_.assign(std::bit_ceil(count * 2 + 1), kEmptySlot);
  const std::size_t mask = view_.envelope_slots_.size() - 1;
  for (std::size_t i = 0; i < count; ++i) {
    const xdr::TransactionEnvelope envelope(view_.tx_set_envelopes_[i].data());
    view_.tx_set_hashes_.push_back(TransactionHash(envelope, network_id_, stream));
    std::size_t slot = SlotHash(view_.tx_set_hashes_.back().data()) & mask;
    while (view_.envelope_slots_[slot] != kEmptySlot) slot = (slot + 1) & mask;
    view_.envelope_slots_[slot] = static_cast<std::uint32_t>(i);
  }
}

std::optional<std::uint32_t> LedgerIndexer::TakeEnvelope(const std::uint8_t* hash) {
  const std::size_t mask = view_.envelope_slots_.size() - 1;
  for (std::size_t slot = SlotHash(hash) & mask;; slot = (slot + 1) & mask) {
    const std::uint32_t index = view_.envelope_slots_[slot];
    if (index == kEmptySlot) return std::nullopt;
    if (index == kTakenSlot) continue;
    if (std::memcmp(view_.tx_set_hashes_[index].data(), hash, 32) == 0) {
      view_.envelope_slots_[slot] = kTakenSlot;
      return index;
    }
  }
}

Status LedgerIndexer::NoEnvelope(const std::uint8_t* hash) const {
  return {Code::kDataLoss,
          fmt::format("no envelope of the transaction set hashes to {}: the ledger is of another "
                      "network, or was tampered with",
                      Hex({hash, 32}))};
}

Status LedgerIndexer::Join(TransactionRef tx, const MetaParts& parts, std::uint32_t envelope) {
  tx.envelope_xdr = view_.tx_set_envelopes_[envelope];
  tx.envelope = xdr::TransactionEnvelope(tx.envelope_xdr.data());
  tx.hash = view_.tx_set_hashes_[envelope];
  tx.meta_version = parts.version;
  tx.changes_before = parts.before;
  tx.changes_after = parts.after;
  tx.soroban_ext = parts.soroban_ext;
  tx.return_value = parts.return_value;
  const xdr::TransactionResult result = tx.result_pair.result();
  const ResultParts result_parts = PartsOf(result);
  tx.successful = result_parts.successful;
  tx.fee_bump = tx.envelope.type() == xdr::EnvelopeType::ENVELOPE_TYPE_TX_FEE_BUMP;
  if (tx.fee_bump != result_parts.fee_bump && result_parts.fee_bump) {
    return {Code::kDataLoss, "the result is that of a fee bump, the envelope is not"};
  }
  TRY(AppendOperations(tx, parts));
  if (result_parts.operations) {
    const xdr::Array<xdr::OperationResult> results = *result_parts.operations;
    if (results.size() != 0 && results.size() != tx.operations.size()) {
      return {Code::kDataLoss, fmt::format("{} operation results for {} operations", results.size(),
                                           tx.operations.size())};
    }
    std::uint32_t i = tx.operations.begin;
    for (xdr::OperationResult answer : results) {
      OperationRef& op = view_.operations_[i++];
      TRY(Answers(answer, op.operation.body().type()));
      op.result = answer;
    }
  }
  view_.transactions_.push_back(tx);
  return {};
}

Status LedgerIndexer::AppendOperations(TransactionRef& tx, const MetaParts& parts) {
  const xdr::Array<xdr::Operation> operations = InnerTransaction(tx.envelope).operations;
  if (parts.operation_count > operations.size()) {
    return {Code::kDataLoss, fmt::format("meta of {} operations for {} operations",
                                         parts.operation_count, operations.size())};
  }
  tx.operations.begin = static_cast<std::uint32_t>(view_.operations_.size());
  std::uint32_t i = 0;
  for (xdr::Operation operation : operations) {
    OperationRef ref{operation, std::nullopt, {}, {}};
    if (i < parts.operation_count) {
      ref.changes = view_.operation_metas_[parts.first_operation + i].changes;
      ref.events = view_.operation_metas_[parts.first_operation + i].events;
    }
    view_.operations_.push_back(ref);
    ++i;
  }
  tx.operations.end = static_cast<std::uint32_t>(view_.operations_.size());
  tx.events = parts.events;
  return {};
}

// Known only at the end, because the upgrades stand behind the transactions.
void LedgerIndexer::ForgetRolledBack() {
  if (view_.applied_protocol() > kLastProtocolWithRolledBackMeta) return;
  for (TransactionRef& tx : view_.transactions_) {
    const auto code = tx.result_pair.result().result().code();
    if (code != xdr::TransactionResultCode::txINTERNAL_ERROR) continue;
    tx.changes_after = {};
    for (std::uint32_t i = tx.operations.begin; i < tx.operations.end; ++i) {
      view_.operations_[i].changes = {};
      view_.operations_[i].events = {};
    }
  }
}

}  // namespace lake
