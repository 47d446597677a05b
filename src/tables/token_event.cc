#include "tables/token_event.h"

#include "base/bytes.h"
#include "base/check.h"
#include "stellar/address.h"

namespace lake {
namespace {

// At most the first three topics: what happened and up to two parties.
constexpr std::uint32_t kMaxParties = 2;

std::optional<Int128> AmountOf(xdr::SCVal value) {
  if (value.type() == xdr::SCValType::SCV_I128) {
    return MakeInt128(value.i128().hi(), value.i128().lo());
  }
  if (value.type() != xdr::SCValType::SCV_MAP) return std::nullopt;
  const auto entries = value.map();
  if (!entries) return std::nullopt;
  for (const xdr::SCMapEntry entry : *entries) {
    if (entry.key().type() == xdr::SCValType::SCV_SYMBOL && AsText(entry.key().sym()) == "amount" &&
        entry.val().type() == xdr::SCValType::SCV_I128) {
      return MakeInt128(entry.val().i128().hi(), entry.val().i128().lo());
    }
  }
  return std::nullopt;
}

struct Parties {
  std::optional<xdr::SCAddress> address[kMaxParties];
};

Parties PartiesOf(xdr::Array<xdr::SCVal> topics) {
  Parties parties;
  std::uint32_t i = 0;
  for (const xdr::SCVal topic : topics) {
    if (i > kMaxParties) break;
    if (i > 0 && topic.type() == xdr::SCValType::SCV_ADDRESS) {
      parties.address[i - 1] = topic.address();
    }
    ++i;
  }
  return parties;
}

}  // namespace

std::optional<TokenEvent> ParseTokenEvent(xdr::ContractEvent event) {
  if (event.type() != xdr::ContractEventType::CONTRACT || !event.contractID()) return std::nullopt;
  const xdr::ContractEventV0 body = event.body().v0();
  const xdr::Array<xdr::SCVal> topics = body.topics();
  if (topics.size() < 2) return std::nullopt;
  const xdr::SCVal name = *topics.begin();
  if (name.type() != xdr::SCValType::SCV_SYMBOL) return std::nullopt;
  const std::string_view kind = AsText(name.sym());
  const bool transfer = kind == "transfer", mint = kind == "mint";
  if (!transfer && !mint && kind != "burn" && kind != "clawback") return std::nullopt;
  const auto [address] = PartiesOf(topics);
  if (!address[0] || (transfer && !address[1])) return std::nullopt;
  const auto amount = AmountOf(body.data());
  if (!amount) return std::nullopt;
  if (transfer) return TokenEvent{address[0], address[1], *amount};
  const auto whom = kind != "burn" && address[1] ? address[1] : address[0];
  return mint ? TokenEvent{{}, whom, *amount} : TokenEvent{whom, {}, *amount};
}

const std::uint8_t* ScAddressBytes(xdr::SCAddress address) {
  switch (address.type()) {
    case xdr::SCAddressType::SC_ADDRESS_TYPE_ACCOUNT:
      return AccountKey(address.accountId());
    case xdr::SCAddressType::SC_ADDRESS_TYPE_CONTRACT:
      return address.contractId().data();
    case xdr::SCAddressType::SC_ADDRESS_TYPE_MUXED_ACCOUNT:
      return address.muxedAccount().ed25519().data();
    case xdr::SCAddressType::SC_ADDRESS_TYPE_CLAIMABLE_BALANCE:
      return address.claimableBalanceId().v0().data();
    case xdr::SCAddressType::SC_ADDRESS_TYPE_LIQUIDITY_POOL:
      return address.liquidityPoolId().data();
    default:
      return address.muxedContract().contractId().data();
  }
}

}  // namespace lake
