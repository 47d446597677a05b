// Soroban's operations: which contract, which function.
#include "base/json_text.h"
#include "stellar/address.h"
#include "tables/host_function.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

std::optional<std::string_view> FootprintText(const OperationContext& context, Arena& arena) {
  const auto contract = FootprintContract(context.tx.tx.envelope);
  if (!contract) return std::nullopt;
  return ContractText(arena, *contract);
}

}  // namespace

void FillInvokeHostFunction(const OperationContext& context, Arena& arena, OperationRow& row) {
  const auto op = context.op.operation.body().invokeHostFunctionOp();
  const xdr::HostFunction function = op.hostFunction();
  row.soroban_operation = HostFunctionName(function.type());
  if (function.type() == xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT) {
    row.soroban_function = SanitizeText(arena, AsText(function.invokeContract().functionName()));
  }
  row.soroban_contract_id = HostFunctionContract(function, context.tx.ledger.network_id, arena);
  row.soroban_auth_required = !op.auth().empty();
}

void FillExtendFootprintTtl(const OperationContext& context, Arena& arena, OperationRow& row) {
  row.soroban_operation = "extend_footprint_ttl";
  row.soroban_contract_id = FootprintText(context, arena);
}

void FillRestoreFootprint(const OperationContext& context, Arena& arena, OperationRow& row) {
  row.soroban_operation = "restore_footprint";
  row.soroban_contract_id = FootprintText(context, arena);
}

}  // namespace lake
