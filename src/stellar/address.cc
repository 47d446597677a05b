#include "stellar/address.h"

#include "base/check.h"

namespace lake {

const std::uint8_t* AccountKey(xdr::AccountID account) { return account.ed25519().data(); }

const std::uint8_t* AccountKey(xdr::MuxedAccount account) {
  return account.type() == xdr::CryptoKeyType::KEY_TYPE_MUXED_ED25519
             ? account.med25519().ed25519().data()
             : account.ed25519().data();
}

std::string_view AccountText(Arena& arena, xdr::AccountID account) {
  return AccountText(arena, AccountKey(account));
}

std::string_view AccountText(Arena& arena, xdr::MuxedAccount account) {
  return AccountText(arena, AccountKey(account));
}

std::optional<std::string_view> MuxedText(Arena& arena, xdr::MuxedAccount account) {
  if (account.type() != xdr::CryptoKeyType::KEY_TYPE_MUXED_ED25519) return std::nullopt;
  return MuxedText(arena, AccountKey(account), account.med25519().id());
}

std::optional<std::uint64_t> MuxedId(xdr::MuxedAccount account) {
  if (account.type() != xdr::CryptoKeyType::KEY_TYPE_MUXED_ED25519) return std::nullopt;
  return account.med25519().id();
}

std::string_view ContractText(Arena& arena, xdr::ContractID contract) {
  return ContractText(arena, contract.data());
}

std::string_view SignerKeyText(Arena& arena, xdr::SignerKey key) {
  switch (key.type()) {
    case xdr::SignerKeyType::SIGNER_KEY_TYPE_ED25519:
      return AccountText(arena, key.ed25519().data());
    case xdr::SignerKeyType::SIGNER_KEY_TYPE_PRE_AUTH_TX:
      return PreAuthTxText(arena, key.preAuthTx().data());
    case xdr::SignerKeyType::SIGNER_KEY_TYPE_HASH_X:
      return HashXText(arena, key.hashX().data());
    case xdr::SignerKeyType::SIGNER_KEY_TYPE_ED25519_SIGNED_PAYLOAD: {
      const auto signed_payload = key.ed25519SignedPayload();
      return SignedPayloadText(arena, signed_payload.ed25519().data(), signed_payload.payload());
    }
  }
  CHECK(!"a signer key type that validation let through");
  return {};
}

std::string_view ScAddressText(Arena& arena, xdr::SCAddress address) {
  switch (address.type()) {
    case xdr::SCAddressType::SC_ADDRESS_TYPE_ACCOUNT:
      return AccountText(arena, address.accountId());
    case xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT:
      return ContractText(arena, address.contractId());
    case xdr::SCAddressType::SC_ADDRESS_TYPE_MUXED_ACCOUNT: {
      const auto muxed = address.muxedAccount();
      return MuxedText(arena, muxed.ed25519().data(), muxed.id());
    }
    case xdr::SCAddressType::SC_ADDRESS_TYPE_CLAIMABLE_BALANCE:
      return ClaimableBalanceText(arena, address.claimableBalanceId().v0().data());
    case xdr::SCAddressType::SC_ADDRESS_TYPE_LIQUIDITY_POOL:
      return LiquidityPoolText(arena, address.liquidityPoolId().data());
    case xdr::SCAddressType::SC_ADDRESS_TYPE_MUXED_CONTRACT:
      return ContractText(arena, address.muxedContract().contractId());
  }
  CHECK(!"an address type that validation let through");
  return {};
}

}  // namespace lake
