#include "tables/asset_storage.h"

#include <algorithm>
#include <array>

#include "stellar/asset_contract.h"

namespace lake {
namespace {

using xdr::SCValType;

bool IsSymbol(xdr::SCVal value, std::string_view name) {
  return value.type() == SCValType::SCV_SYMBOL && AsText(value.sym()) == name;
}

// The elements of a present vec of exactly N values.
template <std::size_t N>
std::optional<std::array<xdr::SCVal, N>> VecOf(xdr::SCVal value);

template <>
std::optional<std::array<xdr::SCVal, 2>> VecOf<2>(xdr::SCVal value) {
  if (value.type() != SCValType::SCV_VEC || !value.vec()) return std::nullopt;
  const xdr::SCVec vec = *value.vec();
  if (vec.size() != 2) return std::nullopt;
  return std::array{vec[0], vec[1]};
}

std::optional<xdr::SCMap> MapOf(xdr::SCVal value, std::uint32_t size) {
  if (value.type() != SCValType::SCV_MAP || !value.map()) return std::nullopt;
  const xdr::SCMap map = *value.map();
  if (map.size() != size) return std::nullopt;
  return map;
}

bool IsAssetInfoKey(xdr::SCVal key) {
  if (key.type() != SCValType::SCV_VEC || !key.vec()) return false;
  const xdr::SCVec vec = *key.vec();
  return vec.size() == 1 && IsSymbol(vec[0], "AssetInfo");
}

std::optional<xdr::SCVal> AssetInfo(xdr::SCMap storage) {
  for (xdr::SCMapEntry entry : storage) {
    if (IsAssetInfoKey(entry.key())) return entry.val();
  }
  return std::nullopt;
}

// XDR of an xdr::Asset, made from its code and issuer.
struct AssetBytes {
  static constexpr std::size_t kCodeMax = 12;
  std::array<std::uint8_t, 4 + kCodeMax + 36> bytes{};

  AssetBytes(std::string_view code, Bytes issuer) {
    const bool is_long = code.size() > 4;
    bytes[3] = is_long ? 2 : 1;
    std::copy(code.begin(), code.end(), bytes.begin() + 4);
    const auto account = bytes.begin() + 4 + (is_long ? 12 : 4);
    std::copy(issuer.begin(), issuer.end(), account + 4);  // behind PUBLIC_KEY_TYPE_ED25519 = 0
  }
  xdr::Asset view() const { return xdr::Asset(bytes.data()); }
};

// [AlphaNum4 or AlphaNum12, {asset_code, issuer}]
std::optional<AssetBytes> IssuedAsset(xdr::SCVal info) {
  const auto parts = VecOf<2>(info);
  if (!parts || (!IsSymbol((*parts)[0], "AlphaNum4") && !IsSymbol((*parts)[0], "AlphaNum12"))) {
    return std::nullopt;
  }
  const auto map = MapOf((*parts)[1], 2);
  if (!map) return std::nullopt;
  const xdr::SCMapEntry code = (*map)[0], issuer = (*map)[1];
  if (!IsSymbol(code.key(), "asset_code") || code.val().type() != SCValType::SCV_STRING ||
      !IsSymbol(issuer.key(), "issuer") || issuer.val().type() != SCValType::SCV_BYTES) {
    return std::nullopt;
  }
  const std::string_view text = AsText(code.val().str());
  const Bytes key = issuer.val().bytes();
  if (text.empty() || text.size() > AssetBytes::kCodeMax || key.size() != 32) return std::nullopt;
  return AssetBytes(text, key);
}

}  // namespace

std::optional<AssetText> InstanceAsset(Arena& arena, xdr::ContractDataEntry entry,
                                       const Hash256& network_id) {
  if (entry.key().type() != SCValType::SCV_LEDGER_KEY_CONTRACT_INSTANCE ||
      entry.durability() != xdr::ContractDataDurability::PERSISTENT ||
      entry.contract().type() != xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT ||
      entry.val().type() != SCValType::SCV_CONTRACT_INSTANCE) {
    return std::nullopt;
  }
  const Bytes contract = entry.contract().contractId().bytes();
  const auto is_contract = [contract](const Hash256& id) {
    return std::equal(id.begin(), id.end(), contract.begin());
  };
  if (is_contract(NativeAssetContractId(network_id))) {
    return AssetText{"native", std::nullopt, std::nullopt, std::nullopt, "native"};
  }
  const auto storage = entry.val().instance().storage();
  if (!storage) return std::nullopt;
  const std::optional<xdr::SCVal> info = AssetInfo(*storage);
  if (!info) return std::nullopt;
  const std::optional<AssetBytes> asset = IssuedAsset(*info);
  if (!asset || !is_contract(AssetContractId(network_id, asset->view()))) return std::nullopt;
  return AssetTextOf(arena, xdr::Asset(AsBytes(arena.Copy(AsText(asset->bytes))).data()));
}

std::optional<ContractBalance> BalanceOf(xdr::ContractDataEntry entry) {
  if (entry.durability() != xdr::ContractDataDurability::PERSISTENT) return std::nullopt;
  const auto key = VecOf<2>(entry.key());
  if (!key || !IsSymbol((*key)[0], "Balance") || (*key)[1].type() != SCValType::SCV_ADDRESS) {
    return std::nullopt;
  }
  const xdr::SCAddress holder = (*key)[1].address();
  if (holder.type() != xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT) return std::nullopt;
  const auto map = MapOf(entry.val(), 3);
  if (!map) return std::nullopt;
  const xdr::SCMapEntry amount = (*map)[0], authorized = (*map)[1], clawback = (*map)[2];
  if (!IsSymbol(amount.key(), "amount") || amount.val().type() != SCValType::SCV_I128 ||
      !IsSymbol(authorized.key(), "authorized") || authorized.val().type() != SCValType::SCV_BOOL ||
      !IsSymbol(clawback.key(), "clawback") || clawback.val().type() != SCValType::SCV_BOOL) {
    return std::nullopt;
  }
  const xdr::Int128Parts parts = amount.val().i128();
  if (parts.hi() < 0) return std::nullopt;
  return ContractBalance{holder.contractId(), MakeInt128(parts.hi(), parts.lo())};
}

}  // namespace lake
