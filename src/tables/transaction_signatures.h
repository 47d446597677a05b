// Who signed a transaction, as far as the envelope tells: the last four bytes of each key.
//
// Pure functions, safe from any thread; text lives in the arena.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/arena.h"
#include "xdr/views.h"

namespace lake {

struct TransactionSignatures {
  std::int32_t count;
  std::string_view hints_json;  // JSON array of 8 hex characters each (decision D19)
};

// In envelope order, those of a fee bump before those of its inner transaction.
TransactionSignatures SignaturesOf(xdr::TransactionEnvelope envelope, Arena& arena);

}  // namespace lake
