// Results and meta of one transaction (txProcessing[i]), V0 to V4 meta.
#include <fmt/format.h>

#include "stellar/ledger_indexer.h"

namespace lake {

Status LedgerIndexer::Transaction(std::uint32_t apply_index, bool v1_results) {
  if (v1_results && !c_.Skip(4)) return Failure("ext");
  const std::uint8_t* pair = c_.at();
  if (v1_results && LoadU32(pair - 4) != 0) {
    c_.UnknownArm("TransactionResultMetaV1.ext", LoadU32(pair - 4));
    return Failure();
  }
  if (!xdr::TransactionResultPair::Check(c_)) return Failure("result");
  TransactionRef tx{.apply_index = apply_index,
                    .envelope = xdr::TransactionEnvelope(nullptr),
                    .envelope_xdr = {},
                    .hash = {},
                    .result_pair = xdr::TransactionResultPair(pair),
                    .result_xdr = {pair + 32, c_.at()},
                    .meta_xdr = {},
                    .meta_version = 0,
                    .fee_changes_xdr = {},
                    .fee_changes = {},
                    .changes_before = {},
                    .changes_after = {},
                    .post_fee_changes = {},
                    .operations = {},
                    .events = {},
                    .soroban_ext = {},
                    .return_value = {},
                    .successful = false,
                    .fee_bump = false};
  const std::uint8_t* fee_begin = c_.at();
  if (!Changes(tx.fee_changes)) return Failure("feeProcessing");
  tx.fee_changes_xdr = {fee_begin, c_.at()};
  const std::uint8_t* meta_begin = c_.at();
  MetaParts parts;
  if (!Meta(parts)) return Failure("txApplyProcessing");
  tx.meta_xdr = {meta_begin, c_.at()};
  if (v1_results && !Changes(tx.post_fee_changes)) return Failure("postTxApplyFeeProcessing");
  const std::optional<std::uint32_t> envelope = TakeEnvelope(pair);
  if (!envelope) return NoEnvelope(pair);
  return Join(tx, parts, *envelope);
}

bool LedgerIndexer::Changes(IndexRange& range) {
  std::uint32_t count;
  if (!c_.Enter() || !c_.Count(0xFFFFFFFFu, 8, count)) return false;
  range.begin = static_cast<std::uint32_t>(view_.changes_.size());
  for (; count > 0; --count) {
    std::uint32_t type;
    if (!c_.Enter() || !c_.U32(type)) return false;
    const std::uint8_t* body = c_.at();
    if (type > 4) return c_.UnknownArm("LedgerEntryChange", type);
    const bool removed = type == 2;
    if (removed ? !xdr::LedgerKey::Check(c_) : !xdr::LedgerEntry::Check(c_)) return false;
    // A LedgerEntry begins with lastModifiedLedgerSeq, a LedgerKey with its type.
    const std::uint32_t entry_type = LoadU32(removed ? body : body + 4);
    view_.changes_.push_back({body, static_cast<std::uint32_t>(c_.at() - body),
                              static_cast<xdr::LedgerEntryChangeType>(type),
                              static_cast<xdr::LedgerEntryType>(entry_type)});
    c_.Leave();
  }
  range.end = static_cast<std::uint32_t>(view_.changes_.size());
  c_.Leave();
  return true;
}

bool LedgerIndexer::Meta(MetaParts& parts) {
  std::uint32_t version;
  if (!c_.Enter() || !c_.U32(version)) return false;
  parts.version = static_cast<std::int32_t>(version);
  parts.first_operation = static_cast<std::uint32_t>(view_.operation_metas_.size());
  parts.events.begin = static_cast<std::uint32_t>(view_.events_.size());
  switch (version) {
    case 0:
      if (!OperationMetas(parts, false)) return false;
      break;
    case 1:
      if (!Changes(parts.before) || !OperationMetas(parts, false)) return false;
      break;
    case 2:
    case 3:
    case 4:
      if (version >= 3 && !xdr::ExtensionPoint::Check(c_)) return false;
      if (!Changes(parts.before) || !OperationMetas(parts, version == 4) || !Changes(parts.after)) {
        return false;
      }
      if (version == 3 && !SorobanMetaV3(parts)) return false;
      if (version == 4 && !MetaV4Tail(parts)) return false;
      break;
    default:
      return c_.UnknownArm("TransactionMeta", version);
  }
  parts.events.end = static_cast<std::uint32_t>(view_.events_.size());
  c_.Leave();
  return true;
}

bool LedgerIndexer::OperationMetas(MetaParts& parts, bool with_events) {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 4, count)) return false;
  parts.operation_count = count;
  for (std::uint32_t i = 0; i < count; ++i) {
    OperationMetaRef meta;
    if (with_events && !xdr::ExtensionPoint::Check(c_)) return false;
    if (!Changes(meta.changes)) return false;
    const auto index = static_cast<std::int32_t>(i);
    if (with_events && !ContractEvents(meta.events, EventScope::kOperation, index)) return false;
    view_.operation_metas_.push_back(meta);
  }
  return true;
}

// V3 keeps the contract events of the transaction's only operation beside it.
bool LedgerIndexer::SorobanMetaV3(MetaParts& parts) {
  std::uint32_t present;
  if (!c_.U32(present)) return false;
  if (present > 1) return c_.UnknownArm("TransactionMetaV3.sorobanMeta", present);
  if (present == 0) return true;
  IndexRange events, diagnostics;
  parts.soroban_ext.emplace(c_.at());
  if (!xdr::SorobanTransactionMetaExt::Check(c_) ||
      !ContractEvents(events, EventScope::kOperation, 0)) {
    return false;
  }
  parts.return_value.emplace(c_.at());
  if (!xdr::SCVal::Check(c_) || !DiagnosticEvents(diagnostics)) return false;
  if (parts.operation_count > 0) view_.operation_metas_[parts.first_operation].events = events;
  return true;
}

bool LedgerIndexer::MetaV4Tail(MetaParts& parts) {
  IndexRange events, diagnostics;
  const xdr::Optional<xdr::SorobanTransactionMetaV2> soroban(c_.at());
  if (!xdr::CheckOptional<xdr::SorobanTransactionMetaV2>(c_)) return false;
  if (soroban) {
    parts.soroban_ext = (*soroban).ext();
    if (const auto value = (*soroban).returnValue()) parts.return_value = *value;
  }
  return TransactionEvents(events) && DiagnosticEvents(diagnostics);
}

bool LedgerIndexer::ContractEvents(IndexRange& range, EventScope scope,
                                   std::int32_t operation_index) {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 16, count)) return false;
  range.begin = static_cast<std::uint32_t>(view_.events_.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const xdr::ContractEvent event(c_.at());
    if (!xdr::ContractEvent::Check(c_)) return false;
    view_.events_.push_back({event, scope, true, operation_index, static_cast<std::int32_t>(i)});
  }
  range.end = static_cast<std::uint32_t>(view_.events_.size());
  return true;
}

bool LedgerIndexer::TransactionEvents(IndexRange& range) {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 20, count)) return false;
  range.begin = static_cast<std::uint32_t>(view_.events_.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const xdr::TransactionEvent event(c_.at());
    if (!xdr::TransactionEvent::Check(c_)) return false;
    view_.events_.push_back(
        {event.event(), EventScope::kTransaction, true, -1, static_cast<std::int32_t>(i)});
  }
  range.end = static_cast<std::uint32_t>(view_.events_.size());
  return true;
}

bool LedgerIndexer::DiagnosticEvents(IndexRange& range) {
  std::uint32_t count;
  if (!c_.Count(0xFFFFFFFFu, 20, count)) return false;
  range.begin = static_cast<std::uint32_t>(view_.events_.size());
  for (std::uint32_t i = 0; i < count; ++i) {
    const xdr::DiagnosticEvent event(c_.at());
    if (!xdr::DiagnosticEvent::Check(c_)) return false;
    view_.events_.push_back({event.event(), EventScope::kDiagnostic,
                             event.inSuccessfulContractCall(), -1, static_cast<std::int32_t>(i)});
  }
  range.end = static_cast<std::uint32_t>(view_.events_.size());
  return true;
}

}  // namespace lake
