#include "tables/crossed_entries.h"

#include <algorithm>
#include <cstring>

#include "stellar/strkey.h"

namespace lake {

bool CrossedEntries::Precedes(const Image& a, const Image& b) {
  if (a.of_pool != b.of_pool) return b.of_pool;
  if (a.offer_id != b.offer_id) return a.offer_id < b.offer_id;
  const int order = std::memcmp(a.owner, b.owner, kKeyBytes);
  return order != 0 ? order < 0 : a.change < b.change;
}

void CrossedEntries::Sort() {
  thread_local std::vector<Image> images;
  images_ = &images;
  images.clear();
  for (const ChangeRef& change : changes_) {
    if (change.type != xdr::LedgerEntryChangeType::LEDGER_ENTRY_STATE) continue;
    if (change.entry_type == xdr::LedgerEntryType::OFFER) {
      const xdr::OfferEntry offer = change.entry().data().offer();
      images.push_back({false, offer.offerID(), offer.sellerID().ed25519().data(), &change});
    } else if (change.entry_type == xdr::LedgerEntryType::LIQUIDITY_POOL) {
      const xdr::LiquidityPoolEntry pool = change.entry().data().liquidityPool();
      images.push_back({true, 0, pool.liquidityPoolID().data(), &change});
    }
  }
  std::sort(images.begin(), images.end(), Precedes);
}

const ChangeRef* CrossedEntries::Find(const Claim& claim) {
  if (images_ == nullptr) Sort();
  const Image last{claim.of_pool, claim.offer_id, claim.seller, changes_.data() + changes_.size()};
  const auto after = std::upper_bound(images_->begin(), images_->end(), last, Precedes);
  if (after == images_->begin()) return nullptr;
  const Image& found = *std::prev(after);
  const bool is_it = found.of_pool == claim.of_pool && found.offer_id == claim.offer_id &&
                     std::memcmp(found.owner, claim.seller, kKeyBytes) == 0;
  return is_it ? found.change : nullptr;
}

std::optional<xdr::Price> CrossedEntries::OfferPrice(const Claim& claim) {
  const ChangeRef* const image = claim.of_pool ? nullptr : Find(claim);
  if (image == nullptr) return std::nullopt;
  return image->entry().data().offer().price();
}

std::optional<std::int32_t> CrossedEntries::PoolFee(const Claim& claim) {
  const ChangeRef* const image = claim.of_pool ? Find(claim) : nullptr;
  if (image == nullptr) return std::nullopt;
  return image->entry().data().liquidityPool().body().constantProduct().params().fee();
}

}  // namespace lake
