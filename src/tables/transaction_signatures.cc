#include "tables/transaction_signatures.h"

#include "base/hex.h"
#include "table/fitted.h"
#include "tables/plain_json.h"

namespace lake {
namespace {

constexpr std::size_t kMaxSignatures = 20;  // of one envelope; XDR allows no more
using Hints = PlainJsonArray<2 * kMaxSignatures>;

std::uint32_t AddHints(Hints& hints, xdr::Array<xdr::DecoratedSignature> signatures, Arena& arena) {
  for (const xdr::DecoratedSignature signature : signatures) {
    hints.Add(HexText(arena, signature.hint().bytes()));
  }
  return signatures.size();
}

}  // namespace

TransactionSignatures SignaturesOf(xdr::TransactionEnvelope envelope, Arena& arena) {
  Hints hints;
  std::uint32_t count = 0;
  switch (envelope.type()) {
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX_V0:
      count = AddHints(hints, envelope.v0().signatures(), arena);
      break;
    case xdr::EnvelopeType::ENVELOPE_TYPE_TX:
      count = AddHints(hints, envelope.v1().signatures(), arena);
      break;
    default:
      count = AddHints(hints, envelope.feeBump().signatures(), arena);
      count += AddHints(hints, envelope.feeBump().tx().innerTx().v1().signatures(), arena);
  }
  return {Exactly(count), hints.Text(arena)};
}

}  // namespace lake
