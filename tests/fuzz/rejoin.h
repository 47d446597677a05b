// Lets a changed ledger pass the join of envelopes and results: a changed envelope has another
// hash, so almost no change would ever reach an extractor. Each result is given the hash of an
// envelope with the same types of operations.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "stellar/tx_hash.h"
#include "xdr/check.h"

namespace lake::fuzz {

inline void AppendPhase(xdr::TransactionPhase phase,
                        std::vector<xdr::TransactionEnvelope>& envelopes) {
  if (phase.v() == 0) {
    for (xdr::TxSetComponent component : phase.v0Components()) {
      for (auto envelope : component.txsMaybeDiscountedFee().txs()) envelopes.push_back(envelope);
    }
    return;
  }
  for (auto stage : phase.parallelTxsComponent().executionStages()) {
    for (auto cluster : stage) {
      for (auto envelope : cluster) envelopes.push_back(envelope);
    }
  }
}

inline std::vector<xdr::TransactionEnvelope> EnvelopesOf(xdr::LedgerCloseMeta meta) {
  std::vector<xdr::TransactionEnvelope> envelopes;
  if (meta.v() == 0) {
    for (auto envelope : meta.v0().txSet().txs()) envelopes.push_back(envelope);
    return envelopes;
  }
  const xdr::GeneralizedTransactionSet set = meta.v() == 1 ? meta.v1().txSet() : meta.v2().txSet();
  for (auto phase : set.v1TxSet().phases()) AppendPhase(phase, envelopes);
  return envelopes;
}

inline std::vector<xdr::TransactionResultPair> ResultsOf(xdr::LedgerCloseMeta meta) {
  std::vector<xdr::TransactionResultPair> results;
  if (meta.v() == 0) {
    for (auto tx : meta.v0().txProcessing()) results.push_back(tx.result());
  } else if (meta.v() == 1) {
    for (auto tx : meta.v1().txProcessing()) results.push_back(tx.result());
  } else {
    for (auto tx : meta.v2().txProcessing()) results.push_back(tx.result());
  }
  return results;
}

inline std::optional<xdr::Array<xdr::OperationResult>> OperationResultsOf(
    xdr::TransactionResultPair pair) {
  using xdr::TransactionResultCode;
  const xdr::TransactionResultResult result = pair.result().result();
  switch (result.code()) {
    case TransactionResultCode::txSUCCESS:
    case TransactionResultCode::txFAILED:
      return result.results();
    case TransactionResultCode::txFEE_BUMP_INNER_SUCCESS:
    case TransactionResultCode::txFEE_BUMP_INNER_FAILED: {
      const xdr::InnerTransactionResultResult inner = result.innerResultPair().result().result();
      if (inner.code() != TransactionResultCode::txSUCCESS &&
          inner.code() != TransactionResultCode::txFAILED) {
        return std::nullopt;
      }
      return inner.results();
    }
    default:
      return std::nullopt;
  }
}

// True when a transaction like that could have had this result.
inline bool Fits(xdr::TransactionEnvelope envelope, xdr::TransactionResultPair pair) {
  const bool is_bump =
      pair.result().result().code() == xdr::TransactionResultCode::txFEE_BUMP_INNER_SUCCESS ||
      pair.result().result().code() == xdr::TransactionResultCode::txFEE_BUMP_INNER_FAILED;
  if (is_bump && envelope.type() != xdr::EnvelopeType::ENVELOPE_TYPE_TX_FEE_BUMP) return false;
  const auto results = OperationResultsOf(pair);
  const EnvelopeParts parts = InnerTransaction(envelope);
  if (!results) return true;
  if (parts.operations.size() != results->size()) return false;
  auto operation = parts.operations.begin();
  for (xdr::OperationResult result : *results) {
    if (result.code() == xdr::OperationResultCode::opINNER &&
        result.tr().type() != (*operation).body().type()) {
      return false;
    }
    ++operation;
  }
  return true;
}

// Requires: `ledger` is a valid LedgerCloseMeta.
inline void Rejoin(std::vector<std::uint8_t>& ledger, const Hash256& network_id) {
  const xdr::LedgerCloseMeta meta(ledger.data());
  std::vector<xdr::TransactionEnvelope> envelopes = EnvelopesOf(meta);
  Sha256Stream stream;
  for (xdr::TransactionResultPair pair : ResultsOf(meta)) {
    if (envelopes.empty()) return;
    auto fitting = std::find_if(envelopes.begin(), envelopes.end(),
                                [&](auto envelope) { return Fits(envelope, pair); });
    if (fitting == envelopes.end()) fitting = envelopes.begin();
    const Hash256 hash = TransactionHash(*fitting, network_id, stream);
    const std::ptrdiff_t at = pair.transactionHash().data() - ledger.data();
    std::copy(hash.begin(), hash.end(), ledger.begin() + at);
    envelopes.erase(fitting);
  }
}

}  // namespace lake::fuzz
