#include "tables/operation_source.h"

#include "stellar/tx_hash.h"

namespace lake {

std::optional<xdr::MuxedAccount> SourceOf(const OperationContext& context) {
  if (const auto own = context.op.operation.sourceAccount()) return *own;
  return InnerTransaction(context.tx.tx.envelope).source;
}

Bytes SourceKey(const OperationContext& context) {
  if (const auto own = context.op.operation.sourceAccount()) return Ed25519Of(*own);
  return InnerTransaction(context.tx.tx.envelope).source_ed25519;
}

}  // namespace lake
