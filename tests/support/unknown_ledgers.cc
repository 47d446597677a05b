#include "support/unknown_ledgers.h"

#include <algorithm>

#include "base/check.h"
#include "stellar/ledger_view.h"
#include "stellar/unknown_ledger.h"
#include "support/ledger_builder.h"

namespace lake::testing {
namespace {

constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kNewType = 77;
constexpr std::size_t kTxSetHashInHeader = 4 + 32;  // behind ledgerVersion, previousLedgerHash

LedgerView DecodeBuilt(const BuiltLedger& ledger, const Hash256& network_id) {
  LedgerView view;
  CHECK(view.Decode(ledger.xdr, network_id).ok());
  return view;
}

std::uint8_t* InLedger(BuiltLedger& ledger, const std::uint8_t* at) {
  return ledger.xdr.data() + (at - ledger.xdr.data());
}

// Gives the only operation a type that nobody knows and computes the hashes again.
void ChangeOperationType(BuiltLedger& ledger, const LedgerView& view) {
  StoreU32(InLedger(ledger, view.operations()[0].operation.body().at()), kNewType);
  const Hash256 tx_set_hash = Sha256(view.tx_set_xdr());
  std::ranges::copy(tx_set_hash, InLedger(ledger, view.header_xdr().data()) + kTxSetHashInHeader);
  ledger.hash = Sha256(view.header_xdr());
  std::ranges::copy(ledger.hash, InLedger(ledger, view.header_entry().at()));
}

void MakeUnknown(BuiltLedger& ledger, const Hash256& network_id, UnknownPart part) {
  if (part == UnknownPart::kProtocol) return;  // its spec says so
  const LedgerView view = DecodeBuilt(ledger, network_id);
  if (part == UnknownPart::kMeta) {
    StoreU32(InLedger(ledger, view.transactions()[0].meta_xdr.data()), kNewType);
  } else if (part == UnknownPart::kTxSet) {
    ChangeOperationType(ledger, view);
  } else {
    StoreU32(ledger.xdr.data(), 3);
  }
}

}  // namespace

std::string_view PartName(UnknownPart part) {
  switch (part) {
    case UnknownPart::kProtocol:
      return "Protocol";
    case UnknownPart::kMeta:
      return "Meta";
    case UnknownPart::kTxSet:
      return "TxSet";
    case UnknownPart::kFrame:
      return "Frame";
  }
  return "";
}

std::vector<BuiltLedger> ChainWithUnknown(std::size_t count, std::size_t at, UnknownPart part) {
  constexpr std::uint32_t kProtocol = 23;
  LedgerChain chain(kTestPassphrase, kFirst, kProtocol);
  std::vector<BuiltLedger> ledgers;
  for (std::size_t i = 0; i < count; ++i) {
    LedgerSpec spec;
    spec.Add(Tx("alice").Op(Payment("bob", NativeAsset(), 100)));
    const bool is_new = i == at && part == UnknownPart::kProtocol;
    spec.Protocol(is_new ? kNewestProtocol + 1 : kProtocol);
    // A ledger that was changed has another hash than the builder thinks.
    if (i > 0) spec.Header({{"previousLedgerHash", Opaque(ledgers.back().hash)}});
    ledgers.push_back(chain.Add(spec));
    if (i == at) MakeUnknown(ledgers.back(), chain.network_id(), part);
  }
  return ledgers;
}

}  // namespace lake::testing
