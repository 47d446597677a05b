#include "base/sha256.h"

// The functions on a context of their own are deprecated for being of one algorithm. That is why
// they ask no provider and no configuration file, allocate nothing and cannot fail, and why the
// calls around a short value's few blocks do not cost as much as the blocks.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>

#include <algorithm>

namespace lake {

Sha256Stream::Sha256Stream() : context_(std::make_unique<SHA256state_st>()) {
  SHA256_Init(context_.get());
}

Sha256Stream::~Sha256Stream() = default;

Sha256Stream& Sha256Stream::Update(Bytes bytes) {
  SHA256_Update(context_.get(), bytes.data(), bytes.size());
  return *this;
}

Hash256 Sha256Stream::Finish() {
  Hash256 hash = Peek();
  SHA256_Init(context_.get());
  return hash;
}

Hash256 Sha256Stream::Peek() const {
  Hash256 hash;
  SHA256_CTX ended = *context_;
  SHA256_Final(hash.data(), &ended);
  return hash;
}

Hash256 Sha256(Bytes bytes) {
  Hash256 hash;
  SHA256_CTX context;
  SHA256_Init(&context);
  SHA256_Update(&context, bytes.data(), bytes.size());
  SHA256_Final(hash.data(), &context);
  return hash;
}

Hash256 HmacSha256(Bytes key, Bytes text) {
  constexpr std::size_t kBlockBytes = 64;
  std::array<std::uint8_t, kBlockBytes> inner{};
  if (key.size() > kBlockBytes) {
    const Hash256 shorter = Sha256(key);
    std::copy(shorter.begin(), shorter.end(), inner.begin());
  } else {
    std::copy(key.begin(), key.end(), inner.begin());
  }
  std::array<std::uint8_t, kBlockBytes> outer = inner;
  for (std::uint8_t& byte : inner) byte ^= 0x36;
  for (std::uint8_t& byte : outer) byte ^= 0x5C;
  Sha256Stream stream;
  const Hash256 hash = stream.Update(inner).Update(text).Finish();
  return stream.Update(outer).Update(hash).Finish();
}

}  // namespace lake
