// Soroban's operations: which contract, which function.
#include "base/json_text.h"
#include "tables/envelope.h"
#include "tables/host_function.h"
#include "tables/operation_row.h"

namespace lake {
namespace {

std::optional<std::string_view> FirstContract(xdr::Array<xdr::LedgerKey> keys, Arena& arena) {
  for (const xdr::LedgerKey key : keys) {
    if (key.type() != xdr::LedgerEntryType::CONTRACT_DATA) continue;
    if (const auto contract = ContractOnly(key.contractData().contract(), arena)) return contract;
  }
  return std::nullopt;
}

// The contract that the footprint names first, read-write keys before read-only ones.
std::optional<std::string_view> FootprintContract(const OperationContext& context, Arena& arena) {
  const auto data = SorobanDataOf(context.tx.tx.envelope);
  if (!data) return std::nullopt;
  const xdr::LedgerFootprint footprint = data->resources().footprint();
  if (const auto contract = FirstContract(footprint.readWrite(), arena)) return contract;
  return FirstContract(footprint.readOnly(), arena);
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
  row.soroban_contract_id = FootprintContract(context, arena);
}

void FillRestoreFootprint(const OperationContext& context, Arena& arena, OperationRow& row) {
  row.soroban_operation = "restore_footprint";
  row.soroban_contract_id = FootprintContract(context, arena);
}

}  // namespace lake
