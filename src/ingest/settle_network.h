// Which network a run is about, before anything is written: what was asked for, what the source's
// manifest says and what the ledgers' own hashes say have to agree.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "source/ledger_source.h"
#include "stellar/network.h"

namespace lake {

// Looks at up to kLedgersTried ledgers from `first` on; the source has to be positioned again
// afterwards. `wanted` is a name or passphrase, "" = not given. kInvalidArgument when they
// disagree, or when nobody knows.
Result<Network> SettleNetwork(LedgerSource& source, std::uint32_t first, const std::string& wanted);

}  // namespace lake
