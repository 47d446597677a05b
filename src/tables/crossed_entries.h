// The offers and pools that an operation crossed, as they stood before it: where exact prices and
// pool fees are.
//
// Sorted once per operation, and only when it is asked for something, so that an operation with
// many claims and many changes takes no more than n log n. Lives for one operation; one at a time
// per thread, because the memory is kept between operations.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "tables/claim_atoms.h"

namespace lake {

class CrossedEntries {
 public:
  // The changes of the operation.
  explicit CrossedEntries(std::span<const ChangeRef> changes) : changes_(changes) {}

  // The price of the claim's offer; none when the changes do not show the offer.
  std::optional<xdr::Price> OfferPrice(const Claim& claim);
  // The fee of the claim's pool; none when the changes do not show the pool.
  std::optional<std::int32_t> PoolFee(const Claim& claim);

 private:
  struct Image {
    bool of_pool;
    std::int64_t offer_id;      // 0 for pools
    const std::uint8_t* owner;  // 32 bytes: the seller's key, or the pool's id
    const ChangeRef* change;
  };
  static bool Precedes(const Image& a, const Image& b);

  // Of several images the last one.
  const ChangeRef* Find(const Claim& claim);
  void Sort();

  std::span<const ChangeRef> changes_;
  std::vector<Image>* images_ = nullptr;  // the thread's
};

}  // namespace lake
