// The secret that a client of one of our servers has to show (`authorization: Bearer <token>`).
// Compared in constant time and by hash, so neither its content nor its length leaks by timing.
// Thread-safe.
#pragma once

#include <optional>
#include <string_view>

#include "base/sha256.h"

namespace lake {

class BearerToken {
 public:
  // "" = no token: everybody is let in.
  explicit BearerToken(std::string_view token);

  // `authorization` is the value of that header, "" when it is missing. The scheme's case is free.
  bool Accepts(std::string_view authorization) const;
  bool required() const { return hash_.has_value(); }

 private:
  std::optional<Hash256> hash_;
};

}  // namespace lake
