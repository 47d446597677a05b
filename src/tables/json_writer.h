// Writes JSON text piece by piece onto a string: objects and arrays nest, commas come by
// themselves.
//
// The caller gives keys in byte order (contract: canonical JSON); keys are plain ASCII words. One
// thread at a time; nothing is allocated once the string is large enough.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace lake {

class JsonWriter {
 public:
  // Appends to `out`, which must outlive the writer.
  explicit JsonWriter(std::string& out) : out_(&out) {}

  JsonWriter& OpenObject();
  JsonWriter& CloseObject();
  JsonWriter& OpenArray();
  JsonWriter& CloseArray();
  JsonWriter& Key(std::string_view key);

  JsonWriter& Text(std::string_view text);   // any bytes: escaped and sanitized
  JsonWriter& Plain(std::string_view text);  // known to need no escape: strkeys, amounts
  JsonWriter& Hex(Bytes bytes);
  JsonWriter& Base64(Bytes bytes);
  JsonWriter& Number(std::int64_t value);
  JsonWriter& Number(std::uint64_t value);
  JsonWriter& Bool(bool value);
  JsonWriter& Null();

 private:
  // Room for a text of `size` in quotes; returns where it goes.
  char* QuotedRoom(std::size_t size);
  void Separate();  // a comma unless a value may begin right here

  std::string* out_;
};

}  // namespace lake
