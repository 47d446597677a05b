#include "tables/host_function.h"

#include "base/check.h"
#include "stellar/contract_id.h"
#include "stellar/strkey.h"
#include "tables/envelope.h"

namespace lake {
namespace {

std::optional<xdr::ContractID> FirstContract(xdr::Array<xdr::LedgerKey> keys) {
  for (const xdr::LedgerKey key : keys) {
    if (key.type() != xdr::LedgerEntryType::CONTRACT_DATA) continue;
    const xdr::SCAddress owner = key.contractData().contract();
    if (owner.type() == xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT) return owner.contractId();
  }
  return std::nullopt;
}

}  // namespace

std::string_view HostFunctionName(xdr::HostFunctionType type) {
  switch (type) {
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT:
      return "invoke_contract";
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT:
      return "create_contract";
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_UPLOAD_CONTRACT_WASM:
      return "upload_wasm";
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT_V2:
      return "create_contract_v2";
  }
  CHECK(!"a host function that validation let through");
  return {};
}

std::optional<std::string_view> HostFunctionContract(xdr::HostFunction function,
                                                     const Hash256& network_id, Arena& arena) {
  const auto created = [&](auto args) {
    return ContractText(arena, ContractIdOf(network_id, args.contractIDPreimage()).data());
  };
  switch (function.type()) {
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_INVOKE_CONTRACT:
      return ContractOnly(function.invokeContract().contractAddress(), arena);
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT:
      return created(function.createContract());
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_CREATE_CONTRACT_V2:
      return created(function.createContractV2());
    case xdr::HostFunctionType::HOST_FUNCTION_TYPE_UPLOAD_CONTRACT_WASM:
      break;
  }
  return std::nullopt;
}

std::optional<xdr::ContractID> FootprintContract(xdr::TransactionEnvelope envelope) {
  const auto data = SorobanDataOf(envelope);
  if (!data) return std::nullopt;
  const xdr::LedgerFootprint footprint = data->resources().footprint();
  if (const auto contract = FirstContract(footprint.readWrite())) return contract;
  return FirstContract(footprint.readOnly());
}

std::optional<std::string_view> ContractOnly(xdr::SCAddress address, Arena& arena) {
  if (address.type() != xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT) return std::nullopt;
  return ContractText(arena, address.contractId().data());
}

}  // namespace lake
