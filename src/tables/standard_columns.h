// The columns that stand in most tables: where a row belongs in time. Same words everywhere.
#pragma once

#include "table/column.h"

namespace lake {

template <auto Member>
consteval auto LedgerSequenceColumn() {
  return Column<Member>("ledger_sequence", "Ledger in which it happened.")
      .AtLeast(1)
      .Unit("ledgers")
      .Example("53312000");
}
template <auto Member>
consteval auto ApplicationOrderColumn() {
  return Column<Member>("application_order",
                        "Place among the ledger's transactions in the order in which they were "
                        "applied, counted from 1.")
      .AtLeast(1)
      .Example("29");
}
template <auto Member>
consteval auto ClosedAtColumn() {
  return Column<Member>("closed_at", "Close time of that ledger, UTC.");
}
template <auto Member>
consteval auto CreatedAtColumn() {
  return Column<Member>("created_at", "Close time of that ledger, UTC (decision D3).");
}
template <auto Member>
consteval auto LedgerRangeColumn() {
  return Column<Member>("ledger_range", "The sequence rounded down to 10,000: the partition.")
      .AtLeast(0)
      .Example("53310000");
}

}  // namespace lake
