// Any bytes as one LedgerCloseMeta: the generated validation and the JSON view, which read by
// different descriptions of the same types, accept and refuse the same.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "xdr/check.h"
#include "xdr/json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const lake::Bytes bytes(data, size);
  const bool valid = lake::xdr::Decode<lake::xdr::LedgerCloseMeta>(bytes).ok();
  std::string json;
  const lake::Status shown =
      lake::xdr::AppendJson(*lake::xdr::FindType("LedgerCloseMeta"), bytes, json);
  CHECK(valid == shown.ok());
  CHECK(valid || json.empty());
  return 0;
}
