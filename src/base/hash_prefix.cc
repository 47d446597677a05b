#include "base/hash_prefix.h"

#include <openssl/evp.h>

#include <memory>

#include "base/check.h"

namespace lake {
namespace {

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

}  // namespace

std::optional<std::size_t> FindHashedPrefix(Bytes bytes, const Hash256& hash, std::size_t step) {
  CHECK(step > 0);
  const Context running(EVP_MD_CTX_new());
  const Context ended(EVP_MD_CTX_new());
  CHECK(running != nullptr && ended != nullptr);
  CHECK(EVP_DigestInit_ex2(running.get(), EVP_sha256(), nullptr) == 1);
  Hash256 found;
  for (std::size_t size = step; size <= bytes.size(); size += step) {
    CHECK(EVP_DigestUpdate(running.get(), bytes.data() + size - step, step) == 1);
    CHECK(EVP_MD_CTX_copy_ex(ended.get(), running.get()) == 1);
    CHECK(EVP_DigestFinal_ex(ended.get(), found.data(), nullptr) == 1);
    if (found == hash) return size;
  }
  return std::nullopt;
}

}  // namespace lake
