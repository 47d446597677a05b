#include "tables/scval_xdr_json.h"

#include "base/base64.h"

namespace lake {

// Base64 needs no escaping.
std::string_view ScValXdrJson(Arena& arena, xdr::Array<xdr::SCVal> values) {
  std::size_t size = 2;
  for (const xdr::SCVal value : values) size += Base64Size(value.encoding().size()) + 3;
  if (!values.empty()) --size;
  char* const begin = arena.Allocate(size);
  char* p = begin;
  *p++ = '[';
  for (const xdr::SCVal value : values) {
    if (p != begin + 1) *p++ = ',';
    const Bytes encoding = value.encoding();
    *p++ = '"';
    EncodeBase64(p, encoding);
    p += Base64Size(encoding.size());
    *p++ = '"';
  }
  *p = ']';
  return {begin, size};
}

}  // namespace lake
