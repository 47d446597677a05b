// A chain whose ledgers make, change and remove a few entries of every kind that silver keeps
// states of, drawn from a seed: what is told of each follows from what was there before.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "support/entries.h"
#include "support/ledger_builder.h"
#include "support/scvals.h"
#include "support/seeded_random.h"

namespace lake::testing {

class LivingChain {
 public:
  LivingChain(std::uint32_t first, std::uint64_t seed)
      : chain_(kTestPassphrase, first, 22), random_(seed) {}

  std::vector<BuiltLedger> Add(int ledgers) {
    std::vector<BuiltLedger> built;
    for (int i = 0; i < ledgers; ++i) {
      JsonList changes;
      for (int event = 0; event < kEvents; ++event) Happen(changes);
      touched_.clear();
      built.push_back(chain_.Add(LedgerSpec().Add(
          Tx("alice").Op(Payment("bob", NativeAsset(), 5)).Changes(std::move(changes)))));
    }
    return built;
  }

 private:
  static constexpr int kEvents = 6;
  static constexpr int kKinds = 6, kOwners = 3;

  // An entry of that kind and owner which says `value`.
  static Json Entry(std::uint64_t kind, std::uint64_t owner, std::int64_t value) {
    const std::string name = "owner" + std::to_string(owner);
    const Json usd = CreditAsset("USD", "issuer");
    switch (kind) {
      case 0:
        return AccountEntry(name, {{"balance", value}});
      case 1:
        return TrustLineEntry(name, usd, {{"balance", value}});
      case 2:
        return DataEntry(name, "note", std::to_string(value));
      case 3:
        return OfferEntry(name, static_cast<std::int64_t>(owner) + 1, usd, NativeAsset(),
                          {{"amount", value}});
      case 4:
        return PoolEntry(NativeAsset(), usd, {{"reserveA", value}, {"totalPoolShares", 7}});
      default:
        return ContractDataEntry(ContractAddress(name), ScU32(1),
                                 ScU64(static_cast<std::uint64_t>(value)));
    }
  }
  // An entry that is there changes, to what it says already now and then, or goes.
  void Happen(JsonList& changes) {
    const std::uint64_t kind = random_.Below(kKinds);
    const std::uint64_t owner = kind == 4 ? 0 : random_.Below(kOwners);
    const auto key = std::pair(kind, owner);
    if (!touched_.insert(key).second) return;  // one entry, one change a ledger
    const auto found = values_.find(key);
    const auto value = static_cast<std::int64_t>(random_.Below(3)) + 1;
    if (found == values_.end()) {
      changes.push_back(Created(Entry(kind, owner, value)));
      values_[key] = value;
      return;
    }
    changes.push_back(State(Entry(kind, owner, found->second)));
    if (random_.Below(3) == 0) {
      changes.push_back(Removed(Entry(kind, owner, found->second)));
      values_.erase(found);
      return;
    }
    changes.push_back(Updated(Entry(kind, owner, value)));
    found->second = value;
  }

  LedgerChain chain_;
  SeededRandom random_;
  std::map<std::pair<std::uint64_t, std::uint64_t>, std::int64_t> values_;
  std::set<std::pair<std::uint64_t, std::uint64_t>> touched_;
};

}  // namespace lake::testing
