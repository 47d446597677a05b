// The columns of transactions that say when a transaction may be applied (CAP-21); of a fee bump
// the conditions of the inner transaction.
#pragma once

#include "table/describes.h"
#include "tables/extractor.h"

namespace lake {

struct TransactionPreconditions {
  Fitted<std::int64_t> timebounds_min_time;
  Fitted<std::int64_t> timebounds_max_time;
  std::optional<std::int64_t> ledgerbounds_min;
  std::optional<std::int64_t> ledgerbounds_max;
  std::optional<std::int64_t> min_sequence_number;
  Fitted<std::int64_t> min_sequence_age;
};

// The columns, for a Row whose member `Part` is a TransactionPreconditions.
template <auto Part>
consteval auto TransactionPreconditionsColumns() {
  using P = TransactionPreconditions;
  return ColumnsOf(
      Column<Part, &P::timebounds_min_time>(
          "timebounds_min_time",
          "Earliest close time of the ledger, Unix time; NULL without time bounds.")
          .AtLeast(0)
          .Unit("seconds")
          .Example("0"),
      Column<Part, &P::timebounds_max_time>(
          "timebounds_max_time",
          "Latest close time, Unix time; 0 is no limit, NULL is no time bounds.")
          .AtLeast(0)
          .Unit("seconds")
          .Example("1724000000"),
      Column<Part, &P::ledgerbounds_min>("ledgerbounds_min",
                                         "First ledger that may apply it; NULL without bounds.")
          .AtLeast(0)
          .Unit("ledgers")
          .Example("53312000"),
      Column<Part, &P::ledgerbounds_max>(
          "ledgerbounds_max",
          "Ledger that may no longer apply it; 0 is no limit, NULL is no bounds.")
          .AtLeast(0)
          .Unit("ledgers")
          .Example("0"),
      Column<Part, &P::min_sequence_number>(
          "min_sequence_number",
          "Least sequence number the source account may have; NULL when it must be one less.")
          .Example("229122382143815600"),
      Column<Part, &P::min_sequence_age>(
          "min_sequence_age",
          "Time since the account's sequence number changed; NULL when none is asked for.")
          .AtLeast(1)
          .Unit("seconds")
          .Example("60"));
}

TransactionPreconditions PreconditionsOf(xdr::TransactionEnvelope envelope);

// Signers that must have signed besides the usual ones, as a JSON array of strkeys. None without.
std::optional<std::string_view> ExtraSignersJson(xdr::TransactionEnvelope envelope, Arena& arena);

}  // namespace lake
