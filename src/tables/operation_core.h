// The 11 columns that both operation tables begin with (contract: legacy_tables,
// operations_row_v1).
#pragma once

#include "table/describes.h"
#include "tables/extractor.h"

namespace lake {

struct OperationCore {
  std::string_view transaction_hash;
  std::int32_t operation_index;
  std::int64_t ledger_sequence;
  std::string_view source_account;
  std::int32_t type;
  std::string_view type_string;
  Timestamp created_at;
  bool transaction_successful;
  std::optional<std::string_view> operation_result_code;
  std::optional<std::string_view> operation_trace_code;
  std::int64_t ledger_range;
};

// The columns, for a Row whose member `Core` is an OperationCore.
template <auto Core>
consteval auto OperationCoreColumns() {
  using C = OperationCore;
  return ColumnsOf(
      Column<Core, &C::transaction_hash>("transaction_hash", "Hash of the transaction.")
          .Key()
          .Hex(64),
      Column<Core, &C::operation_index>("operation_index",
                                        "Position in the envelope, counted from 0.")
          .Key()
          .AtLeast(0)
          .Example("0"),
      Column<Core, &C::ledger_sequence>("ledger_sequence", "Ledger that applied the operation.")
          .AtLeast(1)
          .Unit("ledgers")
          .Example("53312000"),
      Column<Core, &C::source_account>(
          "source_account", "Source of the operation, or of the transaction when it names none.")
          .Form(TextForm::kAccount),
      Column<Core, &C::type>("type", "Operation type as a number.")
          .AtLeast(0)
          .AtMost(26)
          .Example("1"),
      Column<Core, &C::type_string>("type_string", "Operation type as a name.").Example("payment"),
      Column<Core, &C::created_at>("created_at", "Close time of the ledger, UTC."),
      Column<Core, &C::transaction_successful>("transaction_successful",
                                               "Whether the transaction succeeded."),
      Column<Core, &C::operation_result_code>(
          "operation_result_code",
          "Outcome of the operation; NULL when the transaction failed before its operations ran.")
          .Example("OperationResultCodeOpInner"),
      Column<Core, &C::operation_trace_code>(
          "operation_trace_code", "Outcome in the operation's own terms; NULL unless it ran.")
          .Example("PaymentResultCodePaymentSuccess"),
      Column<Core, &C::ledger_range>("ledger_range",
                                     "The sequence rounded down to 10,000: the partition.")
          .AtLeast(0)
          .Example("53310000"));
}

OperationCore OperationCoreOf(const OperationContext& context);

}  // namespace lake
