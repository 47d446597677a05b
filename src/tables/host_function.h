// What a host function (CAP-46) does and which contract it concerns.
//
// Pure functions, safe from any thread; text lives in the arena.
#pragma once

#include <optional>
#include <string_view>

#include "base/arena.h"
#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

// invoke_contract, create_contract, create_contract_v2 or upload_wasm.
std::string_view HostFunctionName(xdr::HostFunctionType type);

// C...: the invoked contract, or the id of the created one. None for an upload, and where an
// invocation, which then failed, names something that is not a contract.
std::optional<std::string_view> HostFunctionContract(xdr::HostFunction function,
                                                     const Hash256& network_id, Arena& arena);

// The contract that a transaction's footprint names first, read-write keys before read-only ones.
std::optional<xdr::ContractID> FootprintContract(xdr::TransactionEnvelope envelope);

// C... of a contract; none for other addresses.
std::optional<std::string_view> ContractOnly(xdr::SCAddress address, Arena& arena);

}  // namespace lake
