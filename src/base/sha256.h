// SHA-256 by OpenSSL, which uses the CPU's instructions: every hash and id of the ledger is one.
// Cannot fail: nothing is asked of OpenSSL's configuration.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "base/bytes.h"

struct SHA256state_st;  // OpenSSL's SHA256_CTX

namespace lake {

using Hash256 = std::array<std::uint8_t, 32>;

// Thread-safe, as is the next.
Hash256 Sha256(Bytes bytes);
// RFC 2104.
Hash256 HmacSha256(Bytes key, Bytes text);

// Hashes a value that comes in pieces. Finish makes it ready for the next value. One thread at a
// time.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  Sha256Stream& Update(Bytes bytes);
  Hash256 Finish();
  // The hash of what came so far; the value may go on.
  Hash256 Peek() const;

 private:
  const std::unique_ptr<SHA256state_st> context_;
};

}  // namespace lake
