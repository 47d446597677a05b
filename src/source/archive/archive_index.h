// Which objects of a SEP-54 lake hold which ledgers. Two kinds: one lists the store
// (listed_index.h), one computes keys from the manifest where listing is impossible
// (computed_index.h).
//
// One thread at a time. Calls may go to a remote store, return kCancelled after `stop`, and pass
// its errors on. kDataLoss for objects that overlap or whose names contradict themselves, the
// manifest or their folder.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "source/ledger_source.h"

namespace lake {

// An object and the ledgers that it holds by its name, both inclusive.
struct ArchiveObject {
  std::string key;
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  std::uint64_t size = 0;  // compressed, 0 = unknown
};

// kDataLoss, naming both, when two neighbours of `objects` (by first ledger) hold the same ledger.
Status CheckNoOverlap(const std::vector<ArchiveObject>& objects);

class ArchiveIndex {
 public:
  virtual ~ArchiveIndex() = default;
  // The objects that hold any ledger of first..last, ascending, without overlap; there may be
  // holes.
  virtual Result<std::vector<ArchiveObject>> Find(std::uint32_t first, std::uint32_t last,
                                                  std::stop_token stop) = 0;
  // The newest ledger now; nullopt for a lake without ledgers at `from` or later.
  virtual Result<std::optional<std::uint32_t>> Newest(std::uint32_t from, std::stop_token stop) = 0;
  virtual Result<SourceExtent> Extent(std::stop_token stop) = 0;
};

// The first ledger that has a LedgerCloseMeta: the genesis ledger, 1, is not made by consensus. A
// batch that begins at 0 or 1 by its name begins here by its content.
inline constexpr std::uint32_t kFirstLedger = 2;

}  // namespace lake
