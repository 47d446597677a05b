// XDR bytes of any type from JSON, by the type's own description: how tests make values.
//
//   struct    {"field": value, ...}             names as in the XDR definitions
//   union     {"<discriminant>": case, "<arm>": value}; the arm may be left out. Without the
//             discriminant the arm names the case. A void case may be its bare name: "MEMO_NONE"
//   enum      the name of the constant, or a number (any 32-bit number: tests need unknown ones)
//   64 bits   a number or its decimal text
//   opaque    hexadecimal text, an array of bytes, or binary; string: a text of any bytes
//   optional  null or the value
//   encoded   RawXdr(bytes) stands for a value of any type, taken as it is
//
// What is missing, or null, is zero, false, empty, absent; the first constant of an enum; the first
// arm of a union. A key that the type does not have, or a value that cannot be it, aborts the
// test program and names the path: sizes above an XDR limit do not, so that tests can exceed them.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace lake::testing {

using Json = nlohmann::json;
using XdrBytes = std::vector<std::uint8_t>;

// `type` is the name of an XDR type or typedef: "TransactionEnvelope", "LedgerEntryChanges".
XdrBytes EncodeXdr(std::string_view type, const Json& value);

// A value that is encoded already.
Json RawXdr(Bytes encoded);

// Opaque bytes.
Json Opaque(Bytes bytes);

}  // namespace lake::testing
