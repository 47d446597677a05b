#include "find/index_keys.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/arena.h"
#include "base/check.h"
#include "base/hex.h"
#include "stellar/asset_contract.h"
#include "stellar/strkey.h"
#include "table/sql_text.h"
#include "tables/address_key.h"
#include "tables/all.h"
#include "tables/asset_pair.h"
#include "tables/entity_kind.h"

namespace lake {
namespace {

IndexKey HashKey(const Hash256& hash) {
  return {kTransactionIndex.spec->name, fmt::format("key = {}", TransactionKey(hash.data())),
          fmt::format("CASE kind WHEN 0 THEN {} ELSE {} END", role::kHash, role::kInnerHash)};
}

IndexKey PartyKey(std::int64_t key) {
  return {kParticipants.spec->name, fmt::format("key = {}", key), "roles"};
}

IndexKey EntityKey(std::string_view kind, std::string_view condition) {
  const Roles role = kind == entity_kind::kAssetPair ? role::kTraded : role::kChanged;
  return {kEntityIndex.spec->name, fmt::format("kind = {} AND {}", QuoteLiteral(kind), condition),
          fmt::to_string(role)};
}

IndexKey EntityNamed(std::string_view kind, std::string_view key) {
  return EntityKey(kind, fmt::format("key = {}", QuoteLiteral(key)));
}

// Every pair that the asset is a side of. Lumens sort first, so that theirs have one beginning;
// of the others, which may stand second, all pairs have to be looked through.
std::string PairsSql(std::string_view asset) {
  const std::string first = fmt::format("{}{}", asset, kPairSeparator);
  if (asset == "native") {
    const std::string behind = fmt::format("{}{}", asset, static_cast<char>(kPairSeparator + 1));
    return fmt::format("key >= {} AND key < {}", QuoteLiteral(first), QuoteLiteral(behind));
  }
  return fmt::format("(starts_with(key, {}) OR ends_with(key, {}))", QuoteLiteral(first),
                     QuoteLiteral(fmt::format("{}{}", kPairSeparator, asset)));
}

// A path payment may trade it for several others.
IndexKey PairsWith(std::string_view asset) {
  IndexKey key = EntityKey(entity_kind::kAssetPair, PairsSql(asset));
  key.repeats = true;
  return key;
}

std::string PayloadHex(std::string_view strkey) {
  const auto key = ParseStrkey(strkey);
  CHECK(key.ok());
  return Hex(key->bytes());
}

// The id of a claimable balance as the tables have it: its type in four bytes.
std::string BalanceHex(std::string_view strkey) { return "000000" + PayloadHex(strkey); }

}  // namespace

IndexKeys KeysOf(const Subject& subject, const Hash256* network_id) {
  switch (subject.kind) {
    case SubjectKind::kTransaction: {
      const auto bytes = ParseHex(subject.id);
      Hash256 hash{};
      CHECK(bytes.ok() && bytes->size() == hash.size());
      std::ranges::copy(*bytes, hash.begin());
      return {{HashKey(hash)}, hash};
    }
    case SubjectKind::kAccount:
      return {{PartyKey(AddressKeyOfStrkey(subject.id))}};
    case SubjectKind::kContract:
      return {{PartyKey(AddressKeyOfStrkey(subject.id)),
               EntityNamed(entity_kind::kContract, subject.id)}};
    case SubjectKind::kLiquidityPool:
      return {{PartyKey(AddressKeyOfStrkey(subject.id)),
               EntityNamed(entity_kind::kPool, PayloadHex(subject.id))}};
    case SubjectKind::kClaimableBalance:
      return {{PartyKey(AddressKeyOfStrkey(subject.id)),
               EntityNamed(entity_kind::kBalance, BalanceHex(subject.id))}};
    case SubjectKind::kOffer:
      return {{EntityNamed(entity_kind::kOffer, subject.id)}};
    case SubjectKind::kAssetPair:
      return {{EntityNamed(entity_kind::kAssetPair, subject.id)}};
    case SubjectKind::kAsset: {
      IndexKeys keys{{PairsWith(subject.id)}};
      if (network_id == nullptr) return keys;
      const auto contract = AssetContractId(*network_id, subject.id);
      if (contract) keys.keys.push_back(PartyKey(AddressKey(contract->data())));
      return keys;
    }
  }
  CHECK(false);
}

}  // namespace lake
