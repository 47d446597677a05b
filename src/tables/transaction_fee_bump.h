// The columns of transactions that only a fee bump (CAP-15) fills.
#pragma once

#include "table/describes.h"
#include "tables/extractor.h"

namespace lake {

struct TransactionFeeBump {
  std::optional<std::string_view> fee_account_muxed;
  std::optional<std::string_view> inner_transaction_hash;
  std::optional<std::int64_t> fee_bump_fee;
  std::optional<std::int64_t> max_fee_bid;
  std::optional<std::string_view> inner_source_account;
};

// The columns, for a Row whose member `Part` is a TransactionFeeBump.
template <auto Part>
consteval auto TransactionFeeBumpColumns() {
  using P = TransactionFeeBump;
  return ColumnsOf(
      Column<Part, &P::fee_account_muxed>(
          "fee_account_muxed", "Fee account with its mux id; NULL unless a muxed one pays.")
          .Example("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ"),
      Column<Part, &P::inner_transaction_hash>(
          "inner_transaction_hash", "Hash of the inner transaction; NULL unless a fee bump.")
          .Hex(64),
      Column<Part, &P::fee_bump_fee>(
          "fee_bump_fee", "Fee that the fee bump offered for all; NULL unless a fee bump.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("400"),
      Column<Part, &P::max_fee_bid>("max_fee_bid", "The same number (decision D14).")
          .AtLeast(0)
          .Unit("stroops")
          .Example("400"),
      Column<Part, &P::inner_source_account>(
          "inner_source_account", "Source of the inner transaction; NULL unless a fee bump.")
          .Form(TextForm::kAccount));
}

TransactionFeeBump FeeBumpOf(const TransactionContext& context, Arena& arena);

}  // namespace lake
