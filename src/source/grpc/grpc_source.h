// grpc://host:port and grpcs://host:port: ledgers from a RawLedgerService. Survives a peer that
// goes away, hangs, comes back older or sends anything but the expected ledger: it connects again
// and asks for the next expected ledger, so nothing is lost, doubled or reordered.
//
// Errors of Next: kUnavailable when NetworkOptions' attempts are used up, kDataLoss when the server
// keeps sending something else than the expected ledger, kInvalidArgument when it refuses us.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

// Does not connect yet.
Result<std::unique_ptr<LedgerSource>> OpenGrpcSource(std::string_view spec,
                                                     const SourceOptions& options);

}  // namespace lake
