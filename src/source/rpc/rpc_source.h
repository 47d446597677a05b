// rpc+https://host[/path] and rpc+http://: ledgers of a Stellar RPC server, for following the tip
// where nothing better is at hand (a server keeps days, not years). Asks for pages of getLedgers,
// fewer ledgers at a time when they are large, and again every poll_interval_ms at the tip.
//
// Errors as grpc_source.h has them: attempts are repeated with back-off and a circuit breaker, and
// anything but the expected ledger is never passed on.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

// Does not connect yet.
Result<std::unique_ptr<LedgerSource>> OpenRpcSource(std::string_view spec,
                                                    const SourceOptions& options);

}  // namespace lake
