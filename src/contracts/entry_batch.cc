#include "contracts/entry_batch.h"

#include <arrow/array/builder_binary.h>
#include <arrow/array/builder_decimal.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/decimal.h>

#include "flight/flight_status.h"

namespace lake {
namespace {

constexpr std::int32_t kDecimalDigits = 38;

// The first number of 39 digits.
constexpr Int128 TooLong() {
  Int128 power = 1;
  for (int i = 0; i < kDecimalDigits; ++i) power *= 10;
  return power;
}

arrow::Decimal128 Decimal(Int128 value) {
  return {static_cast<std::int64_t>(value >> 64),
          static_cast<std::uint64_t>(static_cast<Uint128>(value))};
}

arrow::Status AppendBalance(const std::optional<Int128>& balance, arrow::Decimal128Builder& exact,
                            arrow::StringBuilder& text) {
  const bool too_long = balance && *balance >= TooLong();  // balances are not negative
  if (balance && !too_long) {
    ARROW_RETURN_NOT_OK(exact.Append(Decimal(*balance)));
  } else {
    ARROW_RETURN_NOT_OK(exact.AppendNull());
  }
  if (!too_long) return text.AppendNull();
  char digits[kMaxInt128Text];
  return text.Append(std::string_view(digits, WriteInt128(digits, *balance)));
}

arrow::Result<arrow::ArrayVector> BalanceArrays(const std::vector<std::optional<Int128>>& of) {
  arrow::Decimal128Builder exact(arrow::decimal128(kDecimalDigits, 0));
  arrow::StringBuilder text;
  for (const std::optional<Int128>& balance : of) {
    ARROW_RETURN_NOT_OK(AppendBalance(balance, exact, text));
  }
  arrow::ArrayVector arrays(2);
  ARROW_RETURN_NOT_OK(exact.Finish(&arrays[0]));
  ARROW_RETURN_NOT_OK(text.Finish(&arrays[1]));
  return arrays;
}

}  // namespace

const std::shared_ptr<arrow::Schema>& ContractSchema() {
  static const auto* const schema = new std::shared_ptr<arrow::Schema>([] {
    arrow::FieldVector fields = ArrowFields(ContractEntryColumns());
    fields.push_back(arrow::field("balance_i128", arrow::decimal128(kDecimalDigits, 0)));
    fields.push_back(arrow::field("balance_text", arrow::utf8()));
    return arrow::schema(std::move(fields));
  }());
  return *schema;
}

EntryBatch::EntryBatch() : arrays_(ContractEntryColumns()) {}

Status EntryBatch::Append(const LedgerEntries& ledger, std::size_t first, std::size_t count) {
  TRY(arrays_.Append(ledger.rows, first, count));
  const auto begin = ledger.balances.begin() + static_cast<std::ptrdiff_t>(first);
  balances_.insert(balances_.end(), begin, begin + static_cast<std::ptrdiff_t>(count));
  return {};
}

Result<std::shared_ptr<arrow::RecordBatch>> EntryBatch::Finish() {
  const auto rows = static_cast<std::int64_t>(balances_.size());
  TRY_ASSIGN(arrow::ArrayVector columns, arrays_.Finish());
  arrow::Result<arrow::ArrayVector> balances = BalanceArrays(balances_);
  TRY(FromArrow(balances.status()));
  columns.insert(columns.end(), balances->begin(), balances->end());
  balances_.clear();
  return arrow::RecordBatch::Make(ContractSchema(), rows, std::move(columns));
}

}  // namespace lake
