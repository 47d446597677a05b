// The result of an operation that took effect.
//
// A result's type is the operation's: stellar/ledger_view.h refuses ledgers where it is not.
#pragma once

#include <optional>

#include "tables/extractor.h"

namespace lake {

// None when the transaction failed, because then nothing of the operation remained.
inline std::optional<xdr::OperationResultTr> AppliedOutcome(const OperationContext& context) {
  if (!context.tx.tx.successful || !context.op.result ||
      context.op.result->code() != xdr::OperationResultCode::opINNER) {
    return std::nullopt;
  }
  return context.op.result->tr();
}

}  // namespace lake
