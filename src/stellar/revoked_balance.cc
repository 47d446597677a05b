#include "stellar/revoked_balance.h"

#include <algorithm>

#include "base/check.h"
#include "base/sha256.h"

namespace lake {
namespace {

constexpr std::size_t kHash = 32;
constexpr std::size_t kMaxAssetXdr = 4 + 12 + 4 + kHash;

}  // namespace

std::array<std::uint8_t, 36> RevokedBalanceId(const RevokingOperation& operation, Bytes pool_id,
                                              xdr::Asset asset) {
  const Bytes asset_xdr = asset.encoding();
  CHECK(operation.source_key.size() == kHash && pool_id.size() == kHash);
  CHECK(asset_xdr.size() <= kMaxAssetXdr);
  std::array<std::uint8_t, 4 + 4 + kHash + 8 + 4 + kHash + kMaxAssetXdr> preimage;
  std::uint8_t* end = preimage.data();
  const auto put_number = [&end](std::uint32_t value) {
    StoreU32(end, value);
    end += 4;
  };
  const auto put_bytes = [&end](Bytes bytes) { end = std::copy(bytes.begin(), bytes.end(), end); };
  const auto sequence = static_cast<std::uint64_t>(operation.sequence);
  put_number(static_cast<std::uint32_t>(xdr::EnvelopeType::ENVELOPE_TYPE_POOL_REVOKE_OP_ID));
  put_number(static_cast<std::uint32_t>(xdr::PublicKeyType::PUBLIC_KEY_TYPE_ED25519));
  put_bytes(operation.source_key);
  put_number(static_cast<std::uint32_t>(sequence >> 32));
  put_number(static_cast<std::uint32_t>(sequence));
  put_number(operation.index);
  put_bytes(pool_id);
  put_bytes(asset_xdr);

  std::array<std::uint8_t, 4 + kHash> id;
  StoreU32(id.data(),
           static_cast<std::uint32_t>(xdr::ClaimableBalanceIDType::CLAIMABLE_BALANCE_ID_TYPE_V0));
  const Hash256 hash = Sha256({preimage.data(), end});
  std::ranges::copy(hash, id.begin() + 4);
  return id;
}

}  // namespace lake
