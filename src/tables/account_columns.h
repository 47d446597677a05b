// Columns of an account's entry that accounts_snapshot_v1 and native_balances_snapshot_v1 share.
#pragma once

#include "table/column.h"

namespace lake {

template <auto Member>
consteval auto AccountSequenceColumn() {
  return Column<Member>("sequence_number", "Sequence number of its last transaction.")
      .AtLeast(0)
      .Example("229122382143815681");
}

template <auto Member>
consteval auto SubentriesColumn() {
  return Column<Member>("num_subentries", "Entries the account owns; they raise its reserve.")
      .AtLeast(0)
      .Example("3");
}

template <auto Member>
consteval auto SponsoringColumn() {
  return Column<Member>("num_sponsoring", "Reserves it pays for others.").AtLeast(0).Example("0");
}

template <auto Member>
consteval auto SponsoredColumn() {
  return Column<Member>("num_sponsored", "Reserves others pay for it.").AtLeast(0).Example("2");
}

}  // namespace lake
