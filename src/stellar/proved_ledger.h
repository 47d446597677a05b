// A ledger that was decoded and proved by whoever read it, so that nobody has to do it again.
#pragma once

#include "base/sha256.h"
#include "stellar/ledger_view.h"
#include "stellar/proof.h"

namespace lake {

struct ProvedLedger {
  LedgerView view;  // its bytes are those of the ledger that this belongs to
  Hash256 network_id{};
  VerifyLevel level = VerifyLevel::kOff;

  // Whether it is what somebody would get who decodes for this network and proves this much.
  bool Covers(const Hash256& network, VerifyLevel wanted) const {
    return network_id == network && level <= wanted;  // the strictest is the first
  }
};

}  // namespace lake
