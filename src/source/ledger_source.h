// Where ledgers come from. One interface for folders, files, HTTP, S3, gRPC, RPC and fakes.
//
// Next gives ledgers in ascending order without a hole; what it gives is whole (no truncated or
// partial object is ever handed out) but not yet decoded or proved. Errors: kDataLoss for a
// missing, duplicated, truncated or corrupt ledger, naming it and the object; kUnavailable after
// the source's own retries are used up; kNotFound never (the end of a bounded range is nullopt).
// One thread calls Next; Stop may be called from another and makes a blocked Next return
// kCancelled.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/result.h"
#include "stellar/ledger_set.h"
#include "stellar/proved_ledger.h"

namespace lake {

// One LedgerCloseMeta as bytes. `owner` keeps `xdr` alive; several ledgers may share one owner.
struct RawLedger {
  std::uint32_t sequence = 0;
  Bytes xdr;
  std::shared_ptr<const void> owner;
  std::string
      origin;  // for messages: "FC6DB5CF--59912400.xdr.zst at 4711" (object, then byte offset)
  // Of a source that had to look inside (failover); whoever extracts takes the view.
  std::shared_ptr<ProvedLedger> proved = {};
};

// What a source holds, as far as it can tell without reading ledgers.
struct SourceExtent {
  LedgerSet ledgers;
  std::optional<std::string> network_passphrase;  // from the lake's manifest
  std::uint64_t objects = 0;
  std::uint64_t object_bytes = 0;  // compressed, 0 = unknown
  bool exact = true;  // false: the inside of a lake too large to list was taken to be whole
};

class LedgerSource {
 public:
  virtual ~LedgerSource() = default;
  // Short and stable, without secrets: for lineage, logs and messages.
  virtual std::string Describe() const = 0;
  virtual Result<SourceExtent> Extent() = 0;
  // The newest ledger it has now, nullopt when it cannot tell: what is asked again and again to see
  // how far behind somebody is, so a source for which Extent is dear has its own.
  virtual Result<std::optional<std::uint32_t>> Newest() {
    TRY_ASSIGN(const SourceExtent extent, Extent());
    if (extent.ledgers.empty()) return std::optional<std::uint32_t>();
    return std::optional(extent.ledgers.last());
  }
  // Positions the source; may be called again to start over. `first` 0 = the first ledger that it
  // holds. Ledgers of [first, last] follow from Next. kNotFound when the source does not hold
  // `first` and never will; for an open end see below.
  virtual Status Seek(LedgerRange range) = 0;
  // The next ledger; nullopt at the end of a bounded range (or of a set of files). With an
  // open-ended range over a growing source it waits for the next ledger.
  virtual Result<std::optional<RawLedger>> Next() = 0;
  virtual void Stop() = 0;
};

}  // namespace lake
