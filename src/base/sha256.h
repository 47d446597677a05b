// SHA-256 by OpenSSL, which uses the CPU's instructions: every hash and id of the ledger is one.
// The algorithm is fetched once per process, because fetching costs more than hashing a
// transaction.
#pragma once

#include <array>
#include <cstdint>

#include "base/bytes.h"

struct evp_md_ctx_st;  // OpenSSL's EVP_MD_CTX

namespace lake {

using Hash256 = std::array<std::uint8_t, 32>;

// Thread-safe: each thread keeps one context for its calls.
Hash256 Sha256(Bytes bytes);

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

 private:
  evp_md_ctx_st* context_;
};

}  // namespace lake
