#include "tables/party_list.h"

#include <algorithm>

namespace lake {

std::span<const Party> PartyList::Merge() {
  std::ranges::sort(parties_, {}, &Party::key);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < parties_.size(); ++i) {
    if (kept > 0 && parties_[kept - 1].key == parties_[i].key) {
      parties_[kept - 1].roles |= parties_[i].roles;
    } else {
      parties_[kept++] = parties_[i];
    }
  }
  parties_.resize(kept);
  return parties_;
}

}  // namespace lake
