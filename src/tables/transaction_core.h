// The 13 columns that both transaction tables begin with (contract: legacy_tables,
// transactions_row_v1).
#pragma once

#include "table/describes.h"
#include "tables/extractor.h"

namespace lake {

struct TransactionCore {
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  std::string_view source_account;
  std::int64_t fee_charged;
  std::int64_t max_fee;
  bool successful;
  std::string_view transaction_result_code;
  std::int32_t operation_count;
  std::optional<std::string_view> memo_type;
  std::optional<std::string_view> memo;
  Timestamp created_at;
  std::optional<std::int64_t> account_sequence;
  std::int64_t ledger_range;
};

// The columns, for a Row whose member `Core` is a TransactionCore.
template <auto Core>
consteval auto TransactionCoreColumns() {
  using C = TransactionCore;
  return ColumnsOf(
      Column<Core, &C::ledger_sequence>("ledger_sequence", "Ledger that applied the transaction.")
          .AtLeast(1)
          .Unit("ledgers")
          .Example("53312000"),
      Column<Core, &C::transaction_hash>(
          "transaction_hash", "Hash that identifies the transaction; the outer one of a fee bump.")
          .Key()
          .Hex(64),
      Column<Core, &C::source_account>("source_account",
                                       "Source account, of the inner transaction for a fee bump.")
          .Form(TextForm::kAccount),
      Column<Core, &C::fee_charged>("fee_charged", "Fee that was paid.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("100"),
      Column<Core, &C::max_fee>("max_fee",
                                "Fee the source offered, in the inner transaction of a fee bump.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("200"),
      Column<Core, &C::successful>("successful", "Whether the transaction succeeded."),
      Column<Core, &C::transaction_result_code>("transaction_result_code", "Outer result code.")
          .Example("TransactionResultCodeTxSuccess"),
      Column<Core, &C::operation_count>("operation_count", "Operations in the envelope.")
          .AtLeast(0)
          .Example("234"),
      Column<Core, &C::memo_type>("memo_type", "Kind of memo.").OneOf("none|text|id|hash|return"),
      Column<Core, &C::memo>(
          "memo", "The memo: text as UTF-8, id in decimal, hash and return in hex; NULL for none.")
          .Example("invoice 42"),
      Column<Core, &C::created_at>("created_at", "Close time of the ledger, UTC."),
      Column<Core, &C::account_sequence>("account_sequence",
                                         "Sequence number the transaction used up.")
          .Example("229122382143815681"),
      Column<Core, &C::ledger_range>("ledger_range",
                                     "The sequence rounded down to 10,000: the partition.")
          .AtLeast(0)
          .Example("53310000"));
}

TransactionCore TransactionCoreOf(const TransactionContext& context, Arena& arena);

}  // namespace lake
