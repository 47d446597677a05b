// Writes XDR by hand for tests of the value types. Independent of the generated views on purpose.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace lake {

class XdrBytes {
 public:
  XdrBytes& U32(std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8)
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    return *this;
  }
  XdrBytes& U64(std::uint64_t value) {
    return U32(static_cast<std::uint32_t>(value >> 32)).U32(static_cast<std::uint32_t>(value));
  }
  // A fixed-length opaque whose size is a multiple of four.
  XdrBytes& Raw(Bytes bytes) {
    bytes_.insert(bytes_.end(), bytes.begin(), bytes.end());
    return *this;
  }
  XdrBytes& Key(std::uint8_t fill) { return Raw(std::array<std::uint8_t, 32>{fill}); }
  XdrBytes& Blob(std::string_view text) {
    U32(static_cast<std::uint32_t>(text.size())).Raw(AsBytes(text));
    while (bytes_.size() % 4 != 0) bytes_.push_back(0);
    return *this;
  }
  XdrBytes& Add(const XdrBytes& other) { return Raw(other.bytes_); }
  const std::uint8_t* data() const { return bytes_.data(); }
  Bytes bytes() const { return bytes_; }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace lake
