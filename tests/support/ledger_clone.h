// A chain of any length made of one real ledger: for benchmarks that need much realistic data.
//
// Every clone has its own sequence, close time and previous-ledger hash, its own sequence numbers
// in the envelopes and so its own transaction hashes, and entries modified in its own ledger; all
// hashes are valid. The rest is the original's, so a clone costs what the original costs; or, where
// a seed is given, what the first clone has of it and a real chain would not repeat is drawn anew
// for every further clone (ledger_variety.h), since files of a chain that repeats are too small.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "stellar/ledger_view.h"
#include "support/built_ledger.h"
#include "support/ledger_variety.h"

namespace lake::testing {

class LedgerCloner {
 public:
  // `first_sequence` is not before the original's; 0 is the original's, whose first clone is the
  // original itself. Aborts when `original` is not a valid ledger of that network.
  LedgerCloner(std::vector<std::uint8_t> original, std::string_view passphrase,
               std::uint32_t first_sequence = 0, std::optional<std::uint64_t> seed = {});
  LedgerCloner(const LedgerCloner&) = delete;
  LedgerCloner& operator=(const LedgerCloner&) = delete;

  // The next ledger of the chain.
  BuiltLedger Next();

 private:
  std::uint8_t* Mutable(const std::uint8_t* p) { return bytes_.data() + (p - bytes_.data()); }
  void MoveOn(std::uint32_t ledgers);
  void MoveTransaction(const TransactionRef& tx, std::uint32_t ledgers);
  void MoveEntry(const ChangeRef& change, std::uint32_t ledgers);
  void Rehash();
  Hash256 LegacyTxSetHash() const;

  Hash256 network_id_;
  std::vector<std::uint8_t> bytes_;
  std::optional<LedgerVariety> variety_;
  LedgerView view_;  // of bytes_, which only ever change in place
  Sha256Stream stream_;
  std::vector<Hash256> transaction_hashes_;
  Hash256 hash_{};
  bool begun_ = false;
};

}  // namespace lake::testing
