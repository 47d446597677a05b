// Ledgers that a test has built as "the network" that any number of fake sources read at once: the
// test moves the tip, and sets faults, as with any FakeLedgers.
#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "source/source_factory.h"
#include "support/built_ledger.h"
#include "support/fake_ledger_source.h"

namespace lake::testing {

// `ledgers` have consecutive sequences; at first `tip` is the newest.
inline std::shared_ptr<FakeLedgers> FakeChain(std::vector<BuiltLedger> ledgers, std::uint32_t tip) {
  auto fake = std::make_shared<FakeLedgers>(ledgers.front().sequence, tip);
  const auto shared = std::make_shared<const std::vector<BuiltLedger>>(std::move(ledgers));
  for (const BuiltLedger& ledger : *shared) {
    fake->ReplaceAt(ledger.sequence, [shared, &ledger](RawLedger raw) {
      raw.xdr = ledger.xdr;
      raw.owner = shared;
      return raw;
    });
  }
  return fake;
}

inline SourceFactory FactoryOf(std::shared_ptr<FakeLedgers> ledgers) {
  return [ledgers]() -> Result<std::unique_ptr<LedgerSource>> {
    return std::unique_ptr<LedgerSource>(std::make_unique<FakeLedgerSource>(ledgers));
  };
}

}  // namespace lake::testing
