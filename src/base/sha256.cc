#include "base/sha256.h"

// The functions on a context of one's own are deprecated for being of one algorithm. That is why
// the calls around a short value's few blocks do not cost as much as the blocks.
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "base/check.h"

namespace lake {
namespace {

EVP_MD_CTX* NewContext() {
  // Never freed: threads may hash until the process ends.
  static EVP_MD* const algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  CHECK(context != nullptr);
  CHECK(EVP_DigestInit_ex2(context, algorithm, nullptr) == 1);
  return context;
}

}  // namespace

Sha256Stream::Sha256Stream() : context_(NewContext()) {}

Sha256Stream::~Sha256Stream() { EVP_MD_CTX_free(context_); }

Sha256Stream& Sha256Stream::Update(Bytes bytes) {
  CHECK(EVP_DigestUpdate(context_, bytes.data(), bytes.size()) == 1);
  return *this;
}

Hash256 Sha256Stream::Finish() {
  Hash256 hash;
  CHECK(EVP_DigestFinal_ex(context_, hash.data(), nullptr) == 1);
  CHECK(EVP_DigestInit_ex2(context_, nullptr, nullptr) == 1);
  return hash;
}

Hash256 Sha256(Bytes bytes) {
  Hash256 hash;
  SHA256_CTX context;
  CHECK(SHA256_Init(&context) == 1);
  CHECK(SHA256_Update(&context, bytes.data(), bytes.size()) == 1);
  CHECK(SHA256_Final(hash.data(), &context) == 1);
  return hash;
}

}  // namespace lake
