// Soroban values as JSON (contract/tables.yaml `scval_json`, decision D15): what topics_decoded and
// data_decoded hold.
//
// Canonical: no white space, object keys in byte order and once each, integers as numbers however
// large. A map prints as {"entries":{...},"keys":[...],"type":"map"}: entries by key text (a string
// as it is, anything else its own JSON text; of keys that print alike the last one stays), keys all
// of them in the ledger's order. A contract instance prints as
// {"type":"contract_instance","value":{"executable":{...},"storage":map or null}}.
//
// A map inside a map's key inside a map's key would double the text with every level, which anybody
// could use to exhaust memory: from kMaxKeyNesting levels on, a map prints as
// {"type":"map","xdr":"<base64>"}. So the text is at most a small multiple of the XDR. Views must
// be of validated XDR, whose depth is bounded (xdr/cursor.h); recursion follows it. Safe from any
// thread.
#pragma once

#include <string_view>

#include "base/arena.h"
#include "xdr/views.h"

namespace lake {

inline constexpr int kMaxKeyNesting = 2;

std::string_view ScValJson(Arena& arena, xdr::SCVal value);

// The values as one JSON array: the topics of an event.
std::string_view ScValArrayJson(Arena& arena, xdr::Array<xdr::SCVal> values);

}  // namespace lake
