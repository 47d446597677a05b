// Effects of Soroban operations: what the contracts of classic assets moved, what trustlines and
// accounts they made, and entries whose life was prolonged.
#include <array>

#include "stellar/address.h"
#include "stellar/amount.h"
#include "tables/asset_event.h"
#include "tables/effects_groups.h"

namespace lake {
namespace {

// A classic account shows as such; whoever else holds units shows in `contract`, at the operation's
// source.
void AddAssetMove(EffectWriter& writer, const AssetEvent& event, xdr::SCAddress address,
                  bool credited) {
  Arena& arena = writer.arena();
  const bool is_account = address.type() == xdr::SCAddressType::SC_ADDRESS_TYPE_ACCOUNT;
  const std::string_view holder = ScAddressText(arena, address);
  DetailsBuilder details = writer.Details();
  details.Amount(LongDecimal7(arena, event.amount)).Asset(event.asset);
  if (!is_account) details.Key("contract").Plain(holder);
  details.Key("contract_event_type").Plain(event.name);
  if (!is_account) {
    writer.Add(credited ? EffectType::kContractCredited : EffectType::kContractDebited,
               writer.source(), details.Build());
    return;
  }
  EffectParty party{holder, std::nullopt};
  if (credited && event.to_id) {
    party.muxed = MuxedText(arena, AccountKey(address.accountId()), *event.to_id);
  }
  writer.Add(credited ? EffectType::kAccountCredited : EffectType::kAccountDebited, party,
             details.Build());
}

void AddAssetEventEffects(EffectWriter& writer) {
  const LedgerContext& ledger = writer.operation().tx.ledger;
  for (const EventRef& event : ledger.ledger.events(writer.operation().op.events)) {
    const auto moved = ParseAssetEvent(event.event, ledger.asset_contracts);
    if (!moved) continue;
    if (moved->from) AddAssetMove(writer, *moved, *moved->from, false);
    if (moved->to) AddAssetMove(writer, *moved, *moved->to, true);
  }
}

// CAP-73: a call of an asset's contract may make trustlines, and accounts by sending them lumens;
// no event says so.
void AddMadeTrustlines(EffectWriter& writer) {
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::TRUSTLINE || !change.created()) continue;
    const xdr::TrustLineEntry line = change.post->entry().data().trustLine();
    const AssetText asset = AssetTextOf(writer.arena(), line.asset());
    const std::string_view limit = Decimal7(writer.arena(), line.limit());
    writer.Add(EffectType::kTrustlineCreated, writer.Party(line.accountID()),
               writer.Details().Asset(asset).Limit(limit).Build());
  }
}

void AddMadeAccounts(EffectWriter& writer) {
  constexpr std::uint32_t kMasterKeyWeight = 1;
  for (const OperationChange& change : writer.changes()) {
    if (change.entry_type != xdr::LedgerEntryType::ACCOUNT || !change.created()) continue;
    const xdr::AccountEntry entry = change.post->entry().data().account();
    const EffectParty account = writer.Party(entry.accountID());
    const std::string_view balance = Decimal7(writer.arena(), entry.balance());
    DetailsBuilder created = writer.Details();
    created.Key("starting_balance").Plain(balance);
    writer.Add(EffectType::kAccountCreated, account, created.Build());
    writer.Add(
        EffectType::kSignerCreated, account,
        writer.Details().Signer("public_key", account.account).Weight(kMasterKeyWeight).Build());
  }
}

// The keys of the TTL entries that the operation wrote.
void WriteTtlKeys(JsonWriter& json, OperationChanges changes) {
  json.OpenArray();
  for (const OperationChange& change : changes) {
    if (change.entry_type != xdr::LedgerEntryType::TTL || change.post == nullptr) continue;
    std::array<std::uint8_t, 4 + kKeyBytes> key;
    StoreU32(key.data(), static_cast<std::uint32_t>(xdr::LedgerEntryType::TTL));
    const Bytes hash = change.post->entry().data().ttl().keyHash().bytes();
    std::copy(hash.begin(), hash.end(), key.begin() + 4);
    json.Base64(key);
  }
  json.CloseArray();
}

void AddExtend(EffectWriter& writer) {
  DetailsBuilder details = writer.Details();
  WriteTtlKeys(details.Key("entries"), writer.changes());
  details.Key("extend_to").Number(std::uint64_t{writer.body().extendFootprintTTLOp().extendTo()});
  writer.Add(EffectType::kExtendFootprintTtl, writer.source(), details.Build());
}

void AddRestore(EffectWriter& writer) {
  DetailsBuilder details = writer.Details();
  WriteTtlKeys(details.Key("entries"), writer.changes());
  writer.Add(EffectType::kRestoreFootprint, writer.source(), details.Build());
}

}  // namespace

Status AddSorobanEffects(EffectWriter& writer) {
  switch (writer.body().type()) {
    case xdr::OperationType::INVOKE_HOST_FUNCTION:
      AddAssetEventEffects(writer);
      AddMadeTrustlines(writer);
      AddMadeAccounts(writer);
      return {};
    case xdr::OperationType::EXTEND_FOOTPRINT_TTL:
      AddExtend(writer);
      return {};
    default:
      AddRestore(writer);
      return {};
  }
}

}  // namespace lake
