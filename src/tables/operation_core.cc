#include "tables/operation_core.h"

#include "stellar/enum_text.h"

namespace lake {

OperationCore OperationCoreOf(const OperationContext& context) {
  const LedgerContext& ledger = context.tx.ledger;
  const xdr::OperationType type = context.op.operation.body().type();
  OperationCore core{.transaction_hash = context.tx.hash_hex,
                     .operation_index = context.index,
                     .ledger_sequence = ledger.sequence,
                     .source_account = context.source_account,
                     .type = Exactly(type),
                     .type_string = LowerText(type),
                     .created_at = ledger.closed_at,
                     .transaction_successful = context.tx.tx.successful,
                     .operation_result_code = std::nullopt,
                     .operation_trace_code = std::nullopt,
                     .ledger_range = ledger.ledger_range};
  if (context.op.result) {
    const xdr::OperationResult result = *context.op.result;
    core.operation_result_code = HubbleText(result.code());
    if (result.code() == xdr::OperationResultCode::opINNER) {
      core.operation_trace_code = OperationCodeText(result.tr());
    }
  }
  return core;
}

}  // namespace lake
