// What a Soroban operation was authorized to call, as JSON: one object per
// SorobanAuthorizationEntry with who signed for it and the tree of calls.
//
//   {"address":"G...","credentials":"address","expires_at_ledger":53312100,"invocation":{...},
//    "nonce":17}
//   invocation: {"args":[...],"contract":"C...","function":"transfer","sub_invocations":[...],
//                "type":"invoke_contract"}
//   or          {"args":[...],"contract":"C...","sub_invocations":[...],
//                "type":"create_contract","wasm_hash":"..." or null}
//
// Credentials of the transaction's source have null for address, expires_at_ledger and nonce.
// Signatures are left out. Arguments as stellar/scval_json.h has them. The XDR is walked once,
// however deep the tree is. Views must be of validated XDR. Safe from any thread.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "base/sha256.h"
#include "xdr/views.h"

namespace lake {

std::string_view AuthorizationsJson(Arena& arena,
                                    xdr::Array<xdr::SorobanAuthorizationEntry> entries,
                                    const Hash256& network_id);

}  // namespace lake
