#include "stellar/network_detect.h"

#include "stellar/ledger_view.h"
#include "xdr/check.h"

namespace lake {

Result<const Network*> DetectNetwork(Bytes ledger_close_meta) {
  TRY(xdr::Decode<xdr::LedgerCloseMeta>(ledger_close_meta).status());
  LedgerView ledger;
  for (const Network& network : KnownNetworks()) {
    const Status status = ledger.Decode(ledger_close_meta, network.id);
    if (!status.ok()) continue;  // its hashes are not those of the results
    return ledger.transactions().empty() ? nullptr : &network;
  }
  return nullptr;
}

}  // namespace lake
