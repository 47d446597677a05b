#include "base/bearer_token.h"

#include <openssl/crypto.h>
#include <strings.h>

#include "base/bytes.h"

namespace lake {

BearerToken::BearerToken(std::string_view token) {
  if (!token.empty()) hash_ = Sha256(AsBytes(token));
}

bool BearerToken::Accepts(std::string_view authorization) const {
  if (!hash_) return true;
  constexpr std::string_view kScheme = "bearer ";
  if (authorization.size() < kScheme.size() ||
      strncasecmp(authorization.data(), kScheme.data(), kScheme.size()) != 0) {
    return false;
  }
  const Hash256 shown = Sha256(AsBytes(authorization.substr(kScheme.size())));
  return CRYPTO_memcmp(shown.data(), hash_->data(), shown.size()) == 0;
}

}  // namespace lake
