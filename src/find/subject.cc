#include "find/subject.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>

#include "base/arena.h"
#include "base/hex.h"
#include "stellar/asset.h"
#include "stellar/strkey.h"
#include "tables/asset_pair.h"

namespace lake {
namespace {

constexpr std::string_view kForms =
    "find takes the hash of a transaction (64 hex digits), an address (G..., M..., C..., L... or "
    "B...), the number of an offer, an asset (native or CODE:ISSUER) or a pair of them "
    "(native/CODE:ISSUER)";
constexpr std::size_t kHashDigits = 64;
// A type, which is 0, in front of the hash.
constexpr std::string_view kBalanceType = "00000000";
constexpr std::size_t kBalanceDigits = kBalanceType.size() + kHashDigits;

Error Wrong(std::string_view what) {
  return {Code::kInvalidArgument, std::string(what).append("; ").append(kForms)};
}

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsHexDigit(char c) { return IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

Result<Subject> Offer(std::string_view digits) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || number <= 0) {
    return Wrong("no offer has this number: they count from 1 to 9223372036854775807");
  }
  return Subject{SubjectKind::kOffer, std::to_string(number)};
}

Result<Subject> Balance(std::string_view hex) {
  if (!hex.starts_with(kBalanceType)) {
    return Wrong("this is no id of a claimable balance: its first eight hex digits are not zeros");
  }
  TRY_ASSIGN(const auto hash, ParseHex(hex.substr(kBalanceType.size())));
  Arena arena;
  return Subject{SubjectKind::kClaimableBalance,
                 std::string(ClaimableBalanceText(arena, hash.data()))};
}

Result<Subject> Hash(std::string_view hex) {
  TRY_ASSIGN(const auto hash, ParseHex(hex));
  return Subject{SubjectKind::kTransaction, Hex(hash)};
}

Result<Subject> Asset(std::string_view text) {
  if (!ParseAssetText(text)) {
    return Wrong(
        "this is no asset: a code has 1 to 12 letters and digits, an issuer is a G... address "
        "whose checksum is right");
  }
  return Subject{SubjectKind::kAsset, std::string(text)};
}

Result<Subject> Pair(std::string_view text) {
  const std::size_t slash = text.find(kPairSeparator);
  const auto one = ParseAssetText(text.substr(0, slash));
  const auto other = ParseAssetText(text.substr(slash + 1));
  if (!one || !other) return Wrong("one side of this pair is no asset");
  if (one->canonical == other->canonical) return Wrong("both sides of this pair are one asset");
  Arena arena;
  return Subject{SubjectKind::kAssetPair, std::string(AssetPairText(arena, *one, *other))};
}

Result<Subject> Address(std::string_view text) {
  const auto key = ParseStrkey(text);
  if (!key.ok()) return Wrong("this names nothing: " + key.error().message);
  switch (key->kind) {
    case StrkeyKind::kAccount:
      return Subject{SubjectKind::kAccount, std::string(text)};
    case StrkeyKind::kContract:
      return Subject{SubjectKind::kContract, std::string(text)};
    case StrkeyKind::kLiquidityPool:
      return Subject{SubjectKind::kLiquidityPool, std::string(text)};
    case StrkeyKind::kClaimableBalance:
      return Subject{SubjectKind::kClaimableBalance, std::string(text)};
    case StrkeyKind::kMuxedAccount: {
      Arena arena;
      return Subject{SubjectKind::kAccount, std::string(AccountText(arena, key->payload.data())),
                     "the index knows the account, not the ids of its M... addresses: places of "
                     "all of them"};
    }
    default:
      return Wrong("this is a signer (P..., T... or X...), of which there is no index");
  }
}

}  // namespace

std::string_view NameOf(SubjectKind kind) {
  constexpr std::array<std::string_view, 8> kNames = {
      "transaction",       "account", "contract", "liquidity pool",
      "claimable balance", "offer",   "asset",    "asset pair"};
  return kNames.at(static_cast<std::size_t>(kind));
}

Result<Subject> ParseSubject(std::string_view text) {
  if (std::ranges::all_of(text, IsHexDigit)) {
    if (text.size() == kHashDigits) return Hash(text);
    if (text.size() == kBalanceDigits) return Balance(text);
  }
  if (!text.empty() && std::ranges::all_of(text, IsDigit)) return Offer(text);
  if (text.find(kPairSeparator) != std::string_view::npos) return Pair(text);
  if (text == "native" || text.find(':') != std::string_view::npos) return Asset(text);
  return Address(text);
}

}  // namespace lake
