// What native_balances_snapshot_v1 holds of an account, for the table and for the checks on it.
#pragma once

#include "table/describes.h"
#include "tables/account_columns.h"

namespace lake {

struct NativeBalanceRow {
  std::string_view account_id;
  std::int64_t balance;
  std::int64_t buying_liabilities;
  std::int64_t selling_liabilities;
  Fitted<std::int32_t> num_subentries;
  Fitted<std::int32_t> num_sponsoring;
  Fitted<std::int32_t> num_sponsored;
  std::optional<std::int64_t> sequence_number;
  std::int64_t last_modified_ledger;
  std::int64_t ledger_sequence;
  std::int64_t ledger_range;
};

consteval auto NativeBalanceColumns() {
  using Row = NativeBalanceRow;
  return ColumnsOf(
      Column<&Row::account_id>("account_id", "The account.").Key().Form(TextForm::kAccount),
      Column<&Row::balance>("balance", "Lumens the account holds.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("25000000"),
      Column<&Row::buying_liabilities>("buying_liabilities",
                                       "Lumens its offers may still buy; 0 when it has none.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("0"),
      Column<&Row::selling_liabilities>("selling_liabilities",
                                        "Lumens its offers may still sell; 0 when it has none.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("5000000"),
      SubentriesColumn<&Row::num_subentries>(), SponsoringColumn<&Row::num_sponsoring>(),
      SponsoredColumn<&Row::num_sponsored>(), AccountSequenceColumn<&Row::sequence_number>(),
      Column<&Row::last_modified_ledger>("last_modified_ledger",
                                         "Ledger that last changed the entry, as the entry says.")
          .AtLeast(0)
          .Unit("ledgers")
          .Example("53312000"),
      Column<&Row::ledger_sequence>("ledger_sequence", "Ledger in which the change happened.")
          .Key()
          .AtLeast(1)
          .Unit("ledgers")
          .Example("53312000"),
      Column<&Row::ledger_range>("ledger_range",
                                 "The sequence rounded down to 10,000: the partition.")
          .AtLeast(0)
          .Example("53310000"));
}

}  // namespace lake
