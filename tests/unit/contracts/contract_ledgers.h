// Ledgers whose one transaction made the changes that a test wants.
#pragma once

#include <string_view>
#include <vector>

#include "source/ledger_source.h"
#include "support/asset_contracts.h"
#include "support/ledger_builder.h"

namespace lake::testing {

inline BuiltLedger AddChanges(LedgerChain& chain, const JsonList& changes) {
  return chain.Add(LedgerSpec().Add(Tx("alice").Op(Inflation()).Changes(changes)));
}

// A counter of contract "counter" is set to 0, 1, 2...: one ledger each, with `entries` such
// entries that are told apart by their keys.
inline std::vector<BuiltLedger> CounterLedgers(std::uint32_t first, std::size_t count,
                                               std::uint32_t entries = 1) {
  LedgerChain chain(kTestPassphrase, first, 23);
  std::vector<BuiltLedger> ledgers;
  for (std::size_t i = 0; i < count; ++i) {
    JsonList changes;
    for (std::uint32_t key = 0; key < entries; ++key) {
      const auto entry = [&](std::size_t value) {
        return ContractDataEntry(ContractAddress("counter"), ScU32(key), ScU64(value));
      };
      changes.push_back(State(entry(i)));
      changes.push_back(Updated(entry(i + 1)));
    }
    ledgers.push_back(AddChanges(chain, changes));
  }
  return ledgers;
}

// One entry of `bytes` bytes in each.
inline std::vector<BuiltLedger> BlobLedgers(std::uint32_t first, std::size_t count,
                                            std::size_t bytes) {
  LedgerChain chain(kTestPassphrase, first, 23);
  const Json entry = ContractDataEntry(ContractAddress("store"), ScSymbol("blob"),
                                       ScBytes(std::string(bytes, 'x')));
  std::vector<BuiltLedger> ledgers;
  for (std::size_t i = 0; i < count; ++i) {
    ledgers.push_back(AddChanges(chain, {State(entry), Updated(entry)}));
  }
  return ledgers;
}

inline RawLedger AsRaw(const BuiltLedger& ledger) {
  return {ledger.sequence, ledger.xdr, nullptr, "built"};
}

}  // namespace lake::testing
