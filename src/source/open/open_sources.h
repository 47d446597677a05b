// One source from several addresses in order of preference: the first alone, or all of them behind
// a failover source whose ledgers are proved before they are accepted.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "source/ledger_source.h"
#include "source/source_options.h"
#include "stellar/proof.h"

namespace lake {

// Errors: those of OpenSource for a single address; of several, only an address that makes no sense
// is one: a source that is down now may come back.
Result<std::unique_ptr<LedgerSource>> OpenSources(std::span<const std::string> specs,
                                                  const SourceOptions& options, VerifyLevel level);

}  // namespace lake
