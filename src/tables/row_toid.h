// Total order ids (stellar/toid.h) as values of BIGINT columns.
//
// Too large, and so NULL with a failed check (D28), where a ledger has more than an id can name.
// Pure functions, safe from any thread.
#pragma once

#include <cstdint>

#include "stellar/integer_text.h"
#include "stellar/toid.h"
#include "table/fitted.h"
#include "tables/extractor.h"

namespace lake {

// Of a transaction; with `operation_order`, which counts from 1, of an operation inside it.
inline Fitted<std::int64_t> RowToid(const TransactionContext& context,
                                    std::uint32_t operation_order = 0) {
  if (context.tx.apply_index > kMaxToidApplyIndex || operation_order > kMaxToidOperationOrder) {
    return Fitted<std::int64_t>(Int128{1} << 64);
  }
  return Toid(static_cast<std::uint32_t>(context.ledger.sequence), context.tx.apply_index,
              operation_order);
}
inline Fitted<std::int64_t> RowToid(const OperationContext& context) {
  return RowToid(context.tx, static_cast<std::uint32_t>(context.index) + 1);
}

}  // namespace lake
