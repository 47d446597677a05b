#include "tables/entry_name.h"

#include <initializer_list>

#include "base/hex.h"
#include "base/json_text.h"
#include "base/sha256.h"
#include "stellar/address.h"
#include "stellar/asset.h"
#include "stellar/integer_text.h"
#include "table/fitted.h"

namespace lake {
namespace {

std::string_view Join(Arena& arena, std::string_view a, std::string_view b) {
  char* text = arena.Allocate(a.size() + 1 + b.size());
  char* p = std::copy(a.begin(), a.end(), text);
  *p++ = ':';
  std::copy(b.begin(), b.end(), p);
  return {text, a.size() + 1 + b.size()};
}

std::string_view TrustlineName(Arena& arena, xdr::LedgerKeyTrustLine key) {
  const AssetText asset = AssetTextOf(arena, key.asset());
  return Join(arena, AccountText(arena, key.accountID()),
              asset.pool_id ? *asset.pool_id : asset.canonical);
}

}  // namespace

std::string_view EntryName(Arena& arena, xdr::LedgerKey key) {
  switch (key.type()) {
    case xdr::LedgerEntryType::ACCOUNT:
      return AccountText(arena, key.account().accountID());
    case xdr::LedgerEntryType::TRUSTLINE:
      return TrustlineName(arena, key.trustLine());
    case xdr::LedgerEntryType::OFFER:
      return IntegerText(arena, key.offer().offerID());
    case xdr::LedgerEntryType::DATA:
      return Join(arena, AccountText(arena, key.data().accountID()),
                  SanitizeText(arena, AsText(key.data().dataName())));
    case xdr::LedgerEntryType::CLAIMABLE_BALANCE:
      return HexText(arena, key.claimableBalance().balanceID().encoding());
    case xdr::LedgerEntryType::LIQUIDITY_POOL:
      return HexText(arena, key.liquidityPool().liquidityPoolID().bytes());
    case xdr::LedgerEntryType::CONTRACT_DATA:
      return Join(arena, ScAddressText(arena, key.contractData().contract()),
                  HexText(arena, Sha256(key.encoding())));
    case xdr::LedgerEntryType::CONTRACT_CODE:
      return HexText(arena, key.contractCode().hash().bytes());
    case xdr::LedgerEntryType::CONFIG_SETTING:
      return IntegerText(arena, Exactly(key.configSetting().configSettingID()));
    case xdr::LedgerEntryType::TTL:
      return HexText(arena, key.ttl().keyHash().bytes());
  }
  CHECK(false);
}

}  // namespace lake
