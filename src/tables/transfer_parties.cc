#include "tables/transfer_parties.h"

#include <algorithm>

#include "stellar/address.h"
#include "tables/asset_event.h"
#include "tables/claim_atoms.h"
#include "tables/lumen_drift.h"
#include "tables/operation_result.h"
#include "tables/operation_source.h"
#include "tables/token_event.h"

namespace lake {
namespace {

using Key = std::optional<std::int64_t>;  // none: nobody

Key IssuerOf(xdr::Asset asset) {
  switch (asset.type()) {
    case xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM4:
      return AddressKey(AccountKey(asset.alphaNum4().issuer()));
    case xdr::AssetType::ASSET_TYPE_CREDIT_ALPHANUM12:
      return AddressKey(AccountKey(asset.alphaNum12().issuer()));
    default:
      return std::nullopt;
  }
}

class Transfers {
 public:
  Transfers(const OperationContext& context, PartyList& parties)
      : context_(context), parties_(parties), source_(AddressKey(SourceKey(context).data())) {}

  void Add() {
    AddMoves();
    const Int128 drift = LumenDrift(context_);
    drift > 0 ? Move({}, source_, {}, drift) : Move(source_, {}, {}, drift);
  }

 private:
  void AddMoves() {
    using Type = xdr::OperationType;
    const xdr::OperationBody body = context_.op.operation.body();
    switch (body.type()) {
      case Type::CREATE_ACCOUNT:
        return Move(source_, AddressKey(AccountKey(body.createAccountOp().destination())), {},
                    body.createAccountOp().startingBalance());
      case Type::PAYMENT:
        return Move(source_, AddressKey(AccountKey(body.paymentOp().destination())),
                    IssuerOf(body.paymentOp().asset()), body.paymentOp().amount());
      case Type::PATH_PAYMENT_STRICT_RECEIVE: {
        const xdr::PathPaymentStrictReceiveOp op = body.pathPaymentStrictReceiveOp();
        return Path(op.destination(), op.destAsset());
      }
      case Type::PATH_PAYMENT_STRICT_SEND: {
        const xdr::PathPaymentStrictSendOp op = body.pathPaymentStrictSendOp();
        return Path(op.destination(), op.destAsset());
      }
      case Type::MANAGE_SELL_OFFER:
      case Type::MANAGE_BUY_OFFER:
      case Type::CREATE_PASSIVE_SELL_OFFER:
        return Claims();
      case Type::INVOKE_HOST_FUNCTION:
        return Events();
      default:
        return Others(body);
    }
  }

  void Others(xdr::OperationBody body) {
    using Type = xdr::OperationType;
    switch (body.type()) {
      case Type::ACCOUNT_MERGE:
        return Merge(body.destination());
      case Type::INFLATION:
        return Inflation();
      case Type::CREATE_CLAIMABLE_BALANCE:
      case Type::CLAIM_CLAIMABLE_BALANCE:
      case Type::CLAWBACK_CLAIMABLE_BALANCE:
        return Balances(body.type());
      case Type::CLAWBACK:
        return Move(AddressKey(AccountKey(body.clawbackOp().from())), {}, {},
                    body.clawbackOp().amount());
      case Type::ALLOW_TRUST:
      case Type::SET_TRUST_LINE_FLAGS:
        return Revocation();
      case Type::LIQUIDITY_POOL_DEPOSIT:
      case Type::LIQUIDITY_POOL_WITHDRAW:
        return Pools();
      default:
        return;
    }
  }

  void Move(Key from, Key to, Key issuer, Int128 amount) {
    if (amount == 0) return;
    const bool only_issuer = issuer && from == issuer && to == issuer;
    if (from && (from != issuer || only_issuer)) parties_.Add(*from, role::kPaid);
    if (to && (to != issuer || only_issuer)) parties_.Add(*to, role::kReceived);
  }

  // A damaged result was refused where the trades are made; here it moves nothing.
  void Claims() {
    const auto atoms = ClaimAtomsOf(context_);
    if (!atoms.ok()) return;
    for (const xdr::ClaimAtom atom : *atoms) {
      const Claim claim = ClaimOf(atom);
      const std::int64_t seller = AddressKey(claim.seller);
      Move(seller, source_, IssuerOf(claim.sold), claim.amount_sold);
      Move(source_, seller, IssuerOf(claim.bought), claim.amount_bought);
    }
  }

  void Path(xdr::MuxedAccount destination, xdr::Asset asset) {
    Claims();
    Move(source_, AddressKey(AccountKey(destination)), IssuerOf(asset), 1);
  }

  void Merge(xdr::MuxedAccount destination) {
    const auto outcome = AppliedOutcome(context_);
    if (!outcome) return;
    const xdr::AccountMergeResult result = outcome->accountMergeResult();
    if (result.code() != xdr::AccountMergeResultCode::ACCOUNT_MERGE_SUCCESS) return;
    Move(source_, AddressKey(AccountKey(destination)), {}, result.sourceAccountBalance());
  }

  void Inflation() {
    const auto outcome = AppliedOutcome(context_);
    if (!outcome) return;
    const xdr::InflationResult result = outcome->inflationResult();
    if (result.code() != xdr::InflationResultCode::INFLATION_SUCCESS) return;
    for (const xdr::InflationPayout payout : result.payouts()) {
      Move({}, AddressKey(AccountKey(payout.destination())), {}, payout.amount());
    }
  }

  std::span<const ChangeRef> Changes() const {
    return context_.tx.ledger.ledger.changes(context_.op.changes);
  }

  // The one balance that the operation made or took away.
  void Balances(xdr::OperationType type) {
    for (const ChangeRef& change : Changes()) {
      if (change.entry_type != xdr::LedgerEntryType::CLAIMABLE_BALANCE ||
          change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) {
        continue;
      }
      const xdr::ClaimableBalanceEntry balance = change.entry().data().claimableBalance();
      const std::int64_t id = AddressKey(balance.balanceID().v0().data());
      const Key issuer = IssuerOf(balance.asset());
      if (type == xdr::OperationType::CREATE_CLAIMABLE_BALANCE) {
        Move(source_, id, issuer, balance.amount());
      } else {
        const bool claim = type == xdr::OperationType::CLAIM_CLAIMABLE_BALANCE;
        Move(id, claim ? Key(source_) : Key(), claim ? issuer : Key(), balance.amount());
      }
    }
  }

  // Shares of pools that were turned into claimable balances (CAP-38); what the trustor issues
  // itself is burnt.
  void Revocation() {
    for (const ChangeRef& change : Changes()) {
      if (change.entry_type == xdr::LedgerEntryType::LIQUIDITY_POOL &&
          change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) {
        parties_.Add(change.entry().data().liquidityPool().liquidityPoolID().data(), role::kPaid);
      } else if (change.entry_type == xdr::LedgerEntryType::CLAIMABLE_BALANCE &&
                 change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_CREATED) {
        parties_.Add(change.entry().data().claimableBalance().balanceID().v0().data(),
                     role::kReceived);
      }
    }
  }

  // By how much the reserves of the operation's pool changed.
  void Pools() {
    std::optional<xdr::LiquidityPoolEntry> before;
    for (const ChangeRef& change : Changes()) {
      if (change.entry_type != xdr::LedgerEntryType::LIQUIDITY_POOL ||
          change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_REMOVED) {
        continue;
      }
      const xdr::LiquidityPoolEntry pool = change.entry().data().liquidityPool();
      if (change.type == xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) {
        before = pool;
      } else if (before) {
        PoolMoves(before->body().constantProduct(), pool);
      }
    }
  }

  void PoolMoves(xdr::LiquidityPoolEntryConstantProduct before, xdr::LiquidityPoolEntry pool) {
    const xdr::LiquidityPoolEntryConstantProduct after = pool.body().constantProduct();
    const std::int64_t id = AddressKey(pool.liquidityPoolID().data());
    const auto move = [&](xdr::Asset asset, Int128 raise) {
      raise > 0 ? Move(source_, id, IssuerOf(asset), raise)
                : Move(id, source_, IssuerOf(asset), raise);
    };
    move(after.params().assetA(), Int128{after.reserveA()} - before.reserveA());
    move(after.params().assetB(), Int128{after.reserveB()} - before.reserveB());
  }

  void Events() {
    const LedgerContext& ledger = context_.tx.ledger;
    const auto key = [](const std::optional<xdr::SCAddress>& address) {
      return address ? Key(AddressKey(ScAddressBytes(*address))) : Key();
    };
    for (const EventRef& event : ledger.ledger.events(context_.op.events)) {
      const auto moved = ParseTokenEvent(event.event);
      if (!moved) continue;
      Key issuer;
      if (const auto asset = ParseAssetEvent(event.event, ledger.asset_contracts)) {
        if (asset->asset.issuer) issuer = AddressKeyOfStrkey(*asset->asset.issuer);
      }
      Move(key(moved->from), key(moved->to), issuer, moved->amount);
    }
  }

  const OperationContext& context_;
  PartyList& parties_;
  const std::int64_t source_;
};

}  // namespace

void AddTransferParties(const OperationContext& context, PartyList& parties) {
  Transfers(context, parties).Add();
}

}  // namespace lake
