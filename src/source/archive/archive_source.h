// A SEP-54 data lake over any ObjectStore: finds what it holds from the names of its objects,
// fetches ahead on several threads and gives the ledgers in order, several per object or one.
//
// Errors: kDataLoss names the missing, duplicated, truncated or corrupt ledger and its object. With
// allow_gaps missing ledgers are skipped with a warning in the log. An open-ended range looks for
// new objects every poll_interval_ms. A store that cannot list needs a manifest: keys are then
// computed. One thread uses the source; Stop may come from any. Its threads end with the source.
#pragma once

#include <memory>

#include "base/result.h"
#include "source/archive/object_store.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

// Reads the manifest and looks into the store once. kNotFound when there is no object of a lake in
// it.
Result<std::unique_ptr<LedgerSource>> OpenArchive(std::shared_ptr<ObjectStore> store,
                                                  const SourceOptions& options);

}  // namespace lake
