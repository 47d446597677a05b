#include "stellar/asset_contract.h"

#include <algorithm>
#include <array>

#include "stellar/asset.h"
#include "stellar/strkey.h"

namespace lake {
namespace {

// About 1 MB of names and ids; a busy ledger names some dozens of assets.
constexpr std::size_t kMaxCachedAssets = 4096;
constexpr std::size_t kMaxAssetXdr = 4 + 12 + 4 + kKeyBytes;

Hash256 IdOfAssetXdr(const Hash256& network_id, Bytes asset_xdr) {
  std::array<std::uint8_t, 4 + 32 + 4 + kMaxAssetXdr> preimage;
  std::uint8_t* end = preimage.data();
  StoreU32(end, static_cast<std::uint32_t>(xdr::EnvelopeType::ENVELOPE_TYPE_CONTRACT_ID));
  end = std::copy(network_id.begin(), network_id.end(), end + 4);
  StoreU32(end, static_cast<std::uint32_t>(
                    xdr::ContractIDPreimageType::CONTRACT_ID_PREIMAGE_FROM_ASSET));
  end = std::copy(asset_xdr.begin(), asset_xdr.end(), end + 4);
  return Sha256({preimage.data(), end});
}

}  // namespace

Hash256 AssetContractId(const Hash256& network_id, xdr::Asset asset) {
  return IdOfAssetXdr(network_id, asset.encoding());
}

Hash256 NativeAssetContractId(const Hash256& network_id) {
  constexpr std::array<std::uint8_t, 4> kNativeXdr{};
  return IdOfAssetXdr(network_id, kNativeXdr);
}

std::optional<Hash256> AssetContractId(const Hash256& network_id, std::string_view canonical) {
  const auto text = ParseAssetText(canonical);
  if (!text) return std::nullopt;
  if (!text->code) return NativeAssetContractId(network_id);
  const auto issuer = ParseKeyStrkey(StrkeyKind::kAccount, *text->issuer);
  if (!issuer.ok()) return std::nullopt;

  const bool is_short = text->code->size() <= 4;
  const auto type = is_short ? xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM4
                             : xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM12;
  std::array<std::uint8_t, kMaxAssetXdr> asset_xdr{};
  std::uint8_t* const begin = asset_xdr.data();
  StoreU32(begin, static_cast<std::uint32_t>(type));
  std::copy(text->code->begin(), text->code->end(), begin + 4);
  std::uint8_t* end = begin + 4 + (is_short ? 4 : 12);
  StoreU32(end, static_cast<std::uint32_t>(xdr::PublicKeyType::PUBLIC_KEY_TYPE_ED25519));
  end = std::copy((*issuer).begin(), (*issuer).end(), end + 4);
  return IdOfAssetXdr(network_id, {begin, end});
}

bool AssetContractCache::IsContractOf(Bytes contract_id, std::string_view canonical) {
  auto found = ids_.find(canonical);
  if (found == ids_.end()) {
    const auto id = AssetContractId(network_id_, canonical);
    if (!id) return false;
    if (ids_.size() >= kMaxCachedAssets) ids_.clear();
    found = ids_.emplace(std::string(canonical), *id).first;
  }
  return std::equal(contract_id.begin(), contract_id.end(), found->second.begin(),
                    found->second.end());
}

}  // namespace lake
