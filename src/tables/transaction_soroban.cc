#include "tables/transaction_soroban.h"

#include <algorithm>

#include "base/base64.h"
#include "stellar/enum_text.h"
#include "tables/envelope.h"
#include "tables/fee_account.h"
#include "tables/host_function.h"

namespace lake {
namespace {

std::optional<std::int64_t> Difference(std::optional<std::int64_t> a,
                                       std::optional<std::int64_t> b) {
  std::int64_t difference = 0;
  if (!a || !b || __builtin_sub_overflow(*a, *b, &difference)) return std::nullopt;
  return difference;
}

void SetFees(TransactionSoroban& part, const TransactionContext& context, std::int64_t declared) {
  const LedgerView& ledger = context.ledger.ledger;
  part.fee_resources = declared;
  part.fee_base = Difference(FeeDebit(ledger, context.tx), declared);
  part.fee_refund = FeeRefund(ledger, context.tx);
  part.fee_charged = Difference(declared, part.fee_refund);
  part.fee_wasted = context.tx.successful ? 0 : part.fee_charged;
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
  return static_cast<std::int32_t>(
      std::count_if(events.begin(), events.end(), [](const EventRef& event) {
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
  part.data_size_bytes = static_cast<std::int32_t>(encoding.size());
  part.data_resources = Base64Text(arena, encoding);
  SetFees(part, context, data->resourceFee());
  part.contract_events_count = ContractEvents(context);
  return part;
}

}  // namespace lake
