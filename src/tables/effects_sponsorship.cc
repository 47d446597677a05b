// Effects of somebody beginning or ceasing to pay the reserve of an entry or of a signer (CAP-33).
#include <algorithm>
#include <array>
#include <cstring>

#include "stellar/address.h"
#include "tables/account_parts.h"
#include "tables/effects_groups.h"

namespace lake {
namespace {

constexpr std::size_t kMaxSigners = 20;  // which XDR enforces

struct SponsorshipTypes {
  EffectType created;
  EffectType updated;
  EffectType removed;
};

constexpr SponsorshipTypes kSignerTypes{EffectType::kSignerSponsorshipCreated,
                                        EffectType::kSignerSponsorshipUpdated,
                                        EffectType::kSignerSponsorshipRemoved};

// Offers can be sponsored too, but have no effects of their own that these would belong to.
std::optional<SponsorshipTypes> TypesOf(xdr::LedgerEntryType type) {
  switch (type) {
    case xdr::LedgerEntryType::ACCOUNT:
      return SponsorshipTypes{EffectType::kAccountSponsorshipCreated,
                              EffectType::kAccountSponsorshipUpdated,
                              EffectType::kAccountSponsorshipRemoved};
    case xdr::LedgerEntryType::TRUSTLINE:
      return SponsorshipTypes{EffectType::kTrustlineSponsorshipCreated,
                              EffectType::kTrustlineSponsorshipUpdated,
                              EffectType::kTrustlineSponsorshipRemoved};
    case xdr::LedgerEntryType::DATA:
      return SponsorshipTypes{EffectType::kDataSponsorshipCreated,
                              EffectType::kDataSponsorshipUpdated,
                              EffectType::kDataSponsorshipRemoved};
    case xdr::LedgerEntryType::CLAIMABLE_BALANCE:
      return SponsorshipTypes{EffectType::kClaimableBalanceSponsorshipCreated,
                              EffectType::kClaimableBalanceSponsorshipUpdated,
                              EffectType::kClaimableBalanceSponsorshipRemoved};
    default:
      return std::nullopt;
  }
}

// Sponsors before and after, as 32 key bytes; null for nobody.
struct Sponsors {
  const std::uint8_t* before;
  const std::uint8_t* after;

  bool same() const {
    if (before == nullptr || after == nullptr) return before == after;
    return std::memcmp(before, after, kKeyBytes) == 0;
  }
  EffectType Choose(const SponsorshipTypes& types) const {
    if (before == nullptr) return types.created;
    return after == nullptr ? types.removed : types.updated;
  }
};

const std::uint8_t* KeyOf(xdr::Optional<xdr::AccountID> account) {
  return account ? AccountKey(*account) : nullptr;
}

const std::uint8_t* SponsorOf(const ChangeRef* image) {
  if (image == nullptr) return nullptr;
  const xdr::LedgerEntryExt ext = image->entry().ext();
  return ext.v() == 1 ? KeyOf(ext.v1().sponsoringID()) : nullptr;
}

void WriteFormerSponsor(DetailsBuilder& details, Arena& arena, Sponsors sponsors) {
  if (sponsors.before == nullptr) return;
  details.Key("former_sponsor").Plain(AccountText(arena, sponsors.before));
}

// `sponsor` for a new one, `new_sponsor` for one that takes over.
void WriteNewSponsor(DetailsBuilder& details, Arena& arena, Sponsors sponsors) {
  if (sponsors.before == nullptr || sponsors.after == nullptr) return;
  details.Key("new_sponsor").Plain(AccountText(arena, sponsors.after));
}

void WriteFirstSponsor(DetailsBuilder& details, Arena& arena, Sponsors sponsors) {
  if (sponsors.before != nullptr || sponsors.after == nullptr) return;
  details.Key("sponsor").Plain(AccountText(arena, sponsors.after));
}

// The keys that name the entry, as far as they sort before the sponsors'.
void WriteEntryName(DetailsBuilder& details, Arena& arena, xdr::LedgerEntryData data) {
  switch (data.type()) {
    case xdr::LedgerEntryType::TRUSTLINE: {
      const AssetText asset = AssetTextOf(arena, data.trustLine().asset());
      if (asset.pool_id) {
        details.Key("asset_type").Plain("liquidity_pool");
        details.columns().asset_type = asset.type;
      } else {
        details.AssetName(asset);
      }
      return;
    }
    case xdr::LedgerEntryType::DATA:
      details.Key("data_name").Text(AsText(data.data().dataName()));
      return;
    case xdr::LedgerEntryType::CLAIMABLE_BALANCE:
      details.Key("balance_id").Hex(data.claimableBalance().balanceID().encoding());
      return;
    default:
      return;
  }
}

// Data and balances show at the operation's source: the reference has it so.
EffectParty OwnerOf(EffectWriter& writer, xdr::LedgerEntryData data) {
  switch (data.type()) {
    case xdr::LedgerEntryType::ACCOUNT:
      return writer.Party(data.account().accountID());
    case xdr::LedgerEntryType::TRUSTLINE:
      return writer.Party(data.trustLine().accountID());
    default:
      return writer.source();
  }
}

void AddEntrySponsorship(EffectWriter& writer, const OperationChange& change) {
  const auto types = TypesOf(change.entry_type);
  if (!types) return;
  const Sponsors sponsors{SponsorOf(change.pre), SponsorOf(change.post)};
  if (sponsors.same()) return;
  const xdr::LedgerEntryData data = change.latest()->entry().data();
  Arena& arena = writer.arena();
  DetailsBuilder details = writer.Details();
  WriteEntryName(details, arena, data);
  WriteFormerSponsor(details, arena, sponsors);
  if (data.type() == xdr::LedgerEntryType::TRUSTLINE &&
      data.trustLine().asset().type() == xdr::AssetType::ASSET_TYPE_POOL_SHARE) {
    details.Key("liquidity_pool_id").Hex(data.trustLine().asset().liquidityPoolID().bytes());
  }
  WriteNewSponsor(details, arena, sponsors);
  WriteFirstSponsor(details, arena, sponsors);
  writer.Add(sponsors.Choose(*types), OwnerOf(writer, data), details.Build());
}

bool AnySignerSponsored(const ChangeRef* image) {
  if (image == nullptr) return false;
  const auto sponsors = ExtensionsOf(image->entry().data().account()).signer_sponsors;
  if (!sponsors) return false;
  for (const xdr::SponsorshipDescriptor sponsor : *sponsors) {
    if (sponsor) return true;
  }
  return false;
}

struct SponsoredSigner {
  std::string_view key;  // strkey
  Sponsors sponsors;
};

// The sponsored signers of an account before and after a change, by key.
class SponsoredSigners {
 public:
  SponsoredSigners(Arena& arena, const OperationChange& change) {
    Take(arena, change.pre, &Sponsors::before);
    Take(arena, change.post, &Sponsors::after);
    std::sort(signers_.data(), signers_.data() + size_,
              [](const auto& a, const auto& b) { return a.key < b.key; });
  }
  const SponsoredSigner* begin() const { return signers_.data(); }
  const SponsoredSigner* end() const { return signers_.data() + size_; }

 private:
  void Take(Arena& arena, const ChangeRef* image, const std::uint8_t* Sponsors::*side) {
    if (image == nullptr) return;
    const xdr::AccountEntry account = image->entry().data().account();
    const auto sponsors = ExtensionsOf(account).signer_sponsors;
    if (!sponsors) return;
    auto sponsor = sponsors->begin();
    for (const xdr::Signer signer : account.signers()) {
      if (sponsor == sponsors->end()) return;
      if (const std::uint8_t* key = KeyOf(*sponsor)) {
        Slot(SignerKeyText(arena, signer.key())).sponsors.*side = key;
      }
      ++sponsor;
    }
  }
  SponsoredSigner& Slot(std::string_view key) {
    auto* const last = signers_.data() + size_;
    auto* const found = std::find_if(signers_.data(), last,
                                     [key](const auto& signer) { return signer.key == key; });
    if (found == last) signers_[size_++] = {key, {nullptr, nullptr}};
    return *found;
  }

  std::array<SponsoredSigner, 2 * kMaxSigners> signers_;
  std::size_t size_ = 0;
};

void AddSignerSponsorships(EffectWriter& writer, const OperationChange& change) {
  if (change.entry_type != xdr::LedgerEntryType::ACCOUNT) return;
  if (!AnySignerSponsored(change.pre) && !AnySignerSponsored(change.post)) return;
  const EffectParty account = writer.Party(change.latest()->entry().data().account().accountID());
  Arena& arena = writer.arena();
  for (const SponsoredSigner& signer : SponsoredSigners(arena, change)) {
    if (signer.sponsors.same()) continue;
    DetailsBuilder details = writer.Details();
    WriteFormerSponsor(details, arena, signer.sponsors);
    WriteNewSponsor(details, arena, signer.sponsors);
    details.Signer("signer", signer.key);
    WriteFirstSponsor(details, arena, signer.sponsors);
    writer.Add(signer.sponsors.Choose(kSignerTypes), account, details.Build());
  }
}

}  // namespace

void AddSponsorshipEffects(EffectWriter& writer) {
  for (const OperationChange& change : writer.changes()) {
    AddEntrySponsorship(writer, change);
    AddSignerSponsorships(writer, change);
  }
}

}  // namespace lake
