// What the meta of a transaction says of one of its operations, and exact prices.
#include <algorithm>
#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>

#include "base/hex.h"
#include "functions/function_parts.h"
#include "stellar/address.h"
#include "stellar/asset.h"
#include "stellar/integer_text.h"
#include "stellar/revoked_balance.h"

namespace lake {
namespace {

using ChangeType = xdr::LedgerEntryChangeType;
using Changes = xdr::Array<xdr::LedgerEntryChange>;

template <class Operations>
std::optional<Changes> ChangesAt(Operations operations, std::int64_t index) {
  if (index < 0 || index >= std::int64_t{operations.size()}) return std::nullopt;
  return operations[static_cast<std::uint32_t>(index)].changes();
}

// None where the meta has no such operation.
std::optional<Changes> ChangesOf(xdr::TransactionMeta meta, std::int64_t operation) {
  switch (meta.v()) {
    case 0:
      return ChangesAt(meta.operations(), operation);
    case 1:
      return ChangesAt(meta.v1().operations(), operation);
    case 2:
      return ChangesAt(meta.v2().operations(), operation);
    case 3:
      return ChangesAt(meta.v3().operations(), operation);
    case 4:
      return ChangesAt(meta.v4().operations(), operation);
    default:
      return std::nullopt;
  }
}

// The entry that the change shows, none of a removal.
std::optional<xdr::LedgerEntry> ImageOf(xdr::LedgerEntryChange change) {
  switch (change.type()) {
    case ChangeType::LEDGER_ENTRY_CREATED:
      return change.created();
    case ChangeType::LEDGER_ENTRY_UPDATED:
      return change.updated();
    case ChangeType::LEDGER_ENTRY_STATE:
      return change.state();
    case ChangeType::LEDGER_ENTRY_RESTORED:
      return change.restored();
    case ChangeType::LEDGER_ENTRY_REMOVED:
      return std::nullopt;
  }
  return std::nullopt;
}

// A pool before and after the operation.
struct PoolChange {
  std::optional<xdr::LiquidityPoolEntryConstantProduct> before, after;
  std::string id;  // 32 bytes
};

// In the order of their ids, so that the same operation always gives the same list.
std::map<std::string, PoolChange> PoolsOf(Changes changes) {
  std::map<std::string, PoolChange> pools;
  for (const xdr::LedgerEntryChange change : changes) {
    const auto entry = ImageOf(change);
    if (!entry || entry->data().type() != xdr::LedgerEntryType::LIQUIDITY_POOL) continue;
    const xdr::LiquidityPoolEntry pool = entry->data().liquidityPool();
    PoolChange& of_pool = pools[std::string(AsText(pool.liquidityPoolID().bytes()))];
    const auto body = pool.body().constantProduct();
    if (change.type() == ChangeType::LEDGER_ENTRY_STATE) {
      if (!of_pool.before) of_pool.before = body;
    } else {
      of_pool.after = body;
    }
  }
  return pools;
}

bool Creates(Changes changes, Bytes balance_id) {
  for (const xdr::LedgerEntryChange change : changes) {
    if (change.type() != ChangeType::LEDGER_ENTRY_CREATED) continue;
    const auto data = change.created().data();
    if (data.type() == xdr::LedgerEntryType::CLAIMABLE_BALANCE &&
        std::ranges::equal(data.claimableBalance().balanceID().encoding(), balance_id)) {
      return true;
    }
  }
  return false;
}

// Source and sequence of the transaction, of a fee bump the inner one's: its ids are made of them.
RevokingOperation OperationOf(xdr::TransactionEnvelope envelope, std::uint32_t index) {
  switch (envelope.type()) {
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0: {
      const auto tx = envelope.v0().tx();
      return {{tx.sourceAccountEd25519().bytes()}, tx.seqNum(), index};
    }
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_FEE_BUMP: {
      const auto tx = envelope.feeBump().tx().innerTx().v1().tx();
      return {{AccountKey(tx.sourceAccount()), 32}, tx.seqNum(), index};
    }
    default: {
      const auto tx = envelope.v1().tx();
      return {{AccountKey(tx.sourceAccount()), 32}, tx.seqNum(), index};
    }
  }
}

struct Taken {
  xdr::Asset asset;
  std::int64_t amount;
};

// What the pool gave of each of its assets; nothing where it did not get poorer.
std::vector<Taken> TakenFrom(const PoolChange& pool) {
  if (!pool.before) return {};
  const auto before = *pool.before;
  const std::int64_t a = before.reserveA() - (pool.after ? pool.after->reserveA() : 0);
  const std::int64_t b = before.reserveB() - (pool.after ? pool.after->reserveB() : 0);
  std::vector<Taken> taken;
  if (a > 0) taken.push_back({before.params().assetA(), a});
  if (b > 0) taken.push_back({before.params().assetB(), b});
  return taken;
}

// CAP-38: the reserves of a pool whose shares an issuer takes away go to claimable balances of the
// trustor, but what the trustor issues itself is burnt.
Status PoolRevocations(const ScalarCall& call) {
  TRY_ASSIGN(const auto meta, DecodedText<xdr::TransactionMeta>::Of(call.text(0)));
  TRY_ASSIGN(const auto envelope, DecodedText<xdr::TransactionEnvelope>::Of(call.text(1)));
  const auto changes = ChangesOf(meta.view(), call.integer(2));
  if (!changes) return {};
  const RevokingOperation operation =
      OperationOf(envelope.view(), static_cast<std::uint32_t>(call.integer(2)));
  for (const auto& [id, pool] : PoolsOf(*changes)) {
    for (const Taken& taken : TakenFrom(pool)) {
      const auto balance = RevokedBalanceId(operation, AsBytes(id), taken.asset);
      call.result.emplace_back(HexText(call.arena, AsBytes(id)));
      call.result.emplace_back(AssetTextOf(call.arena, taken.asset).canonical);
      call.result.emplace_back(taken.amount);
      call.result.push_back(Creates(*changes, balance) ? SqlValue(HexText(call.arena, balance))
                                                       : SqlValue());
    }
  }
  return {};
}

// NULL where a change lacks what the account was before it.
std::optional<Int128> RiseOf(Changes changes) {
  Int128 rise = 0;
  bool has_image = false;
  for (const xdr::LedgerEntryChange change : changes) {
    const auto entry = ImageOf(change);
    const auto type = entry ? entry->data().type() : change.removed().type();
    if (type != xdr::LedgerEntryType::ACCOUNT) continue;
    const bool needs_image = change.type() == ChangeType::LEDGER_ENTRY_UPDATED || !entry;
    if (needs_image && !has_image) return std::nullopt;
    has_image = change.type() == ChangeType::LEDGER_ENTRY_STATE;
    if (!entry) continue;
    const Int128 balance = entry->data().account().balance();
    rise += has_image ? -balance : balance;
  }
  return rise;
}

Status LumenRise(const ScalarCall& call) {
  TRY_ASSIGN(const auto meta, DecodedText<xdr::TransactionMeta>::Of(call.text(0)));
  const auto changes = ChangesOf(meta.view(), call.integer(1));
  const std::optional<Int128> rise = changes ? RiseOf(*changes) : std::nullopt;
  constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
  if (rise && *rise <= kMax && *rise >= -kMax) {
    call.result.emplace_back(static_cast<std::int64_t>(*rise));
  }
  return {};
}

Status ComparePrices(const ScalarCall& call) {
  const Int128 left = Int128{call.integer(0)} * call.integer(3);
  const Int128 right = Int128{call.integer(2)} * call.integer(1);
  call.result.emplace_back(std::int64_t{left < right ? -1 : left > right ? 1 : 0});
  return {};
}

}  // namespace

std::vector<ScalarFunction> MetaFunctions() {
  return {{.name = "pool_revocations",
           .arguments = {SqlType::kText, SqlType::kText, SqlType::kInt32},
           .result = {{"pool", SqlType::kText},
                      {"asset", SqlType::kText},
                      {"amount", SqlType::kInt64},
                      {"balance", SqlType::kText}},
           .list = true,
           .evaluate = &PoolRevocations},
          {.name = "lumen_rise",
           .arguments = {SqlType::kText, SqlType::kInt32},
           .result = {{.type = SqlType::kInt64}},
           .evaluate = &LumenRise},
          {.name = "cmp_price",
           .arguments = {SqlType::kInt64, SqlType::kInt64, SqlType::kInt64, SqlType::kInt64},
           .result = {{.type = SqlType::kInt32}},
           .evaluate = &ComparePrices}};
}

}  // namespace lake
