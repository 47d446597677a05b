// Fetches one object of a lake and takes its ledgers out of it: all that the name promises, or an
// error.
//
// One thread at a time; the prefetcher has one per thread, so contexts and buffers are used again.
#pragma once

#include <cstdint>
#include <memory>
#include <stop_token>
#include <vector>

#include "base/metrics.h"
#include "base/result.h"
#include "source/archive/archive_index.h"
#include "source/archive/object_store.h"
#include "source/bytes/ledger_reader.h"

namespace lake {

struct LoadedObject {
  std::vector<RawLedger> ledgers;  // ascending, without a hole
  std::uint64_t bytes = 0;         // of their XDR
};

class ObjectLoader {
 public:
  ObjectLoader(std::shared_ptr<ObjectStore> store, std::shared_ptr<BufferPool> pool,
               std::uint64_t max_output_bytes);
  // kNotFound when the object is not there; kDataLoss when it is not whole or holds other ledgers
  // than its name says; errors of the store.
  Result<LoadedObject> Load(const ArchiveObject& object, std::stop_token stop);

 private:
  Result<LoadedObject> LoadOnce(const ArchiveObject& object, std::stop_token stop);

  const std::shared_ptr<ObjectStore> store_;
  Counter& objects_;
  Counter& bytes_;
  LedgerReader reader_;
};

}  // namespace lake
