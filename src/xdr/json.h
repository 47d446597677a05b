// Any XDR value as JSON text, in the manner of SEP-51: for people who look at a ledger.
//
//   enum      its name in snake_case, without the prefix that all names of the enum share
//   union     {"<case>": value}, or "<case>" when the case is void; integer cases as "v0"
//   64 bits   a string, because JSON numbers are doubles to many readers
//   opaque    hexadecimal; string: ASCII, other bytes as \xNN (SEP-51 section "String")
//   optional  null or the value
//
// Unlike SEP-51, keys, ids and asset codes are hexadecimal too: strkeys are of a higher layer.
// Bounds, enums and depth are checked on the way, so the bytes need not be validated before: the
// codes are kDataLoss with the offset and the type, and kResourceExhausted when the text would
// grow beyond `max_bytes`. After an error `out` is as before. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "xdr/type_info.h"

namespace lake::xdr {

// Appends the JSON of one value that is exactly these bytes.
Status AppendJson(const TypeInfo& type, Bytes value, std::string& out,
                  std::size_t max_bytes = SIZE_MAX);

}  // namespace lake::xdr
