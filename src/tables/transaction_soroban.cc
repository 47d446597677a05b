#include "tables/transaction_soroban.h"

#include <algorithm>

#include "base/base64.h"
#include "stellar/enum_text.h"
#include "tables/envelope.h"
#include "tables/fee_account.h"
#include "tables/host_function.h"

namespace lake {
namespace {

void SetFees(TransactionSoroban& part, const TransactionContext& context, std::int64_t declared) {
  const LedgerView& ledger = context.ledger.ledger;
  const Int128 refund = FeeRefund(ledger, context.tx);
  part.fee_resources = declared;
  if (const auto debit = FeeDebit(ledger, context.tx)) part.fee_base = *debit - declared;
  part.fee_refund = refund;
  part.fee_charged = declared - refund;
  part.fee_wasted = context.tx.successful ? Int128{0} : declared - refund;
}

void SetHostFunction(TransactionSoroban& part, const TransactionContext& context, Arena& arena) {
  const LedgerView& ledger = context.ledger.ledger;
  for (const OperationRef& op : ledger.operations(context.tx.operations)) {
    const xdr::OperationBody body = op.operation.body();
    if (body.type() != xdr::OperationType::INVOKE_HOST_FUNCTION) continue;
    const xdr::HostFunction function = body.invokeHostFunctionOp().hostFunction();
    part.host_function_type = HubbleText(function.type());
    part.contract_id = HostFunctionContract(function, context.ledger.network_id, arena);
    return;
  }
}

std::int32_t ContractEvents(const TransactionContext& context) {
  const auto events = context.ledger.ledger.events(context.tx.events);
  return Exactly(std::count_if(events.begin(), events.end(), [](const EventRef& event) {
    return event.scope == EventScope::kOperation &&
           event.event.type() == xdr::ContractEventType::CONTRACT;
  }));
}

}  // namespace

TransactionSoroban SorobanOf(const TransactionContext& context, Arena& arena) {
  TransactionSoroban part{};
  SetHostFunction(part, context, arena);
  const auto data = SorobanDataOf(context.tx.envelope);
  if (!data) return part;
  const xdr::SorobanResources resources = data->resources();
  const Bytes encoding = data->encoding();
  part.resources_instructions = resources.instructions();
  part.resources_read_bytes = resources.diskReadBytes();
  part.resources_write_bytes = resources.writeBytes();
  part.data_size_bytes = Exactly(encoding.size());
  part.data_resources = Base64Text(arena, encoding);
  SetFees(part, context, data->resourceFee());
  part.contract_events_count = ContractEvents(context);
  return part;
}

}  // namespace lake
