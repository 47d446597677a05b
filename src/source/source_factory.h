// For who needs more than one reading of the same ledgers.
#pragma once

#include <functional>
#include <memory>

#include "base/result.h"
#include "source/ledger_source.h"

namespace lake {

// Makes an independent source over the same ledgers; called from any thread.
using SourceFactory = std::function<Result<std::unique_ptr<LedgerSource>>()>;

}  // namespace lake
