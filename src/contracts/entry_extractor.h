// One ledger's bytes in, its contract entries out: those that a filter lets through, decoded no
// further than the filter has to look before it says no.
//
// An extractor keeps its memory between ledgers and belongs to one thread. The filter outlives it.
#pragma once

#include <array>
#include <utility>
#include <vector>

#include "contracts/entry_filter.h"
#include "contracts/ledger_entries.h"
#include "source/ledger_source.h"
#include "stellar/change_stream.h"
#include "stellar/ledger_view.h"
#include "stellar/proof.h"

namespace lake {

class EntryExtractor {
 public:
  EntryExtractor(const Hash256& network_id, VerifyLevel verify, const EntryFilter& filter)
      : network_id_(network_id), verify_(verify), filter_(filter) {}

  // Decodes and proves, unless the source did. The status names the ledger and its object:
  // kDataLoss when anything does not hold.
  LedgerEntries Extract(RawLedger& ledger);

 private:
  Status Decode(RawLedger& ledger);
  Status MakeRows(LedgerEntries& out);
  void ReadLifetimes(std::span<const NetChange> changes);
  std::optional<std::uint32_t> LifetimeOf(const Hash256& key_hash) const;
  void Add(const NetChange& change, LedgerEntries& out) const;

  const Hash256 network_id_;
  const VerifyLevel verify_;
  const EntryFilter& filter_;
  LedgerView view_;
  ChangeCompactor compactor_;
  // Until when entries live whose lifetime this ledger changed, by the hash of their key; sorted.
  std::vector<std::pair<Hash256, std::uint32_t>> lifetimes_;
};

}  // namespace lake
