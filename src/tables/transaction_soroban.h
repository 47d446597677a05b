// The columns of transactions that only Soroban transactions fill, fee-bumped ones included.
//
// Money: soroban_fee_base + soroban_fee_charged = fee_charged, and soroban_fee_resources =
// soroban_fee_charged + soroban_fee_refund.
#pragma once

#include "table/describes.h"
#include "tables/extractor.h"

namespace lake {

struct TransactionSoroban {
  std::optional<std::int64_t> resources_instructions;
  std::optional<std::int64_t> resources_read_bytes;
  std::optional<std::int64_t> resources_write_bytes;
  std::optional<std::int32_t> data_size_bytes;
  std::optional<std::string_view> data_resources;
  Fitted<std::int64_t> fee_base;
  std::optional<std::int64_t> fee_resources;
  Fitted<std::int64_t> fee_refund;
  Fitted<std::int64_t> fee_charged;
  Fitted<std::int64_t> fee_wasted;
  std::optional<std::string_view> host_function_type;
  std::optional<std::string_view> contract_id;
  std::optional<std::int32_t> contract_events_count;
};

namespace transaction_soroban_detail {

template <auto Part>
consteval auto ResourceColumns() {
  using P = TransactionSoroban;
  return ColumnsOf(
      Column<Part, &P::resources_instructions>("soroban_resources_instructions",
                                               "CPU instructions the transaction declared.")
          .AtLeast(0)
          .Unit("instructions")
          .Example("4194304"),
      Column<Part, &P::resources_read_bytes>(
          "soroban_resources_read_bytes",
          "Bytes it declared to read; since protocol 23 only those read from disk.")
          .AtLeast(0)
          .Unit("bytes")
          .Example("5120"),
      Column<Part, &P::resources_write_bytes>("soroban_resources_write_bytes",
                                              "Bytes it declared to write.")
          .AtLeast(0)
          .Unit("bytes")
          .Example("1024"),
      Column<Part, &P::data_size_bytes>("soroban_data_size_bytes",
                                        "Size of the SorobanTransactionData XDR.")
          .AtLeast(1)
          .Unit("bytes")
          .Example("244"),
      Column<Part, &P::data_resources>("soroban_data_resources",
                                       "XDR of the SorobanTransactionData.")
          .Form(TextForm::kBase64));
}

template <auto Part>
consteval auto FeeColumns() {
  using P = TransactionSoroban;
  return ColumnsOf(
      Column<Part, &P::fee_base>(
          "soroban_fee_base",
          "Inclusion fee charged: what the fee account paid first, less the resource fee; NULL "
          "when the ledger does not show its balance.")
          .Unit("stroops")
          .Example("100"),
      Column<Part, &P::fee_resources>("soroban_fee_resources",
                                      "Resource fee the transaction declared and paid first.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("50000"),
      Column<Part, &P::fee_refund>("soroban_fee_refund",
                                   "Part of the resource fee the fee account got back.")
          .AtLeast(0)
          .Unit("stroops")
          .Example("10000"),
      Column<Part, &P::fee_charged>("soroban_fee_charged",
                                    "Resource fee that remained: declared less refunded.")
          .Unit("stroops")
          .Example("40000"),
      Column<Part, &P::fee_wasted>(
          "soroban_fee_wasted",
          "Resource fee that bought nothing: soroban_fee_charged of a failed transaction, else 0.")
          .Unit("stroops")
          .Example("0"));
}

}  // namespace transaction_soroban_detail

// The columns, for a Row whose member `Part` is a TransactionSoroban.
template <auto Part>
consteval auto TransactionSorobanColumns() {
  using P = TransactionSoroban;
  return JoinColumns(
      transaction_soroban_detail::ResourceColumns<Part>(),
      transaction_soroban_detail::FeeColumns<Part>(),
      ColumnsOf(Column<Part, &P::host_function_type>(
                    "soroban_host_function_type",
                    "Kind of host function; NULL when the transaction calls none.")
                    .Example("HostFunctionTypeHostFunctionTypeInvokeContract"),
                Column<Part, &P::contract_id>(
                    "soroban_contract_id",
                    "Contract that was invoked, or whose creation was asked for; NULL for others.")
                    .Form(TextForm::kContract),
                Column<Part, &P::contract_events_count>(
                    "soroban_contract_events_count",
                    "Events of type contract that its operation left; NULL unless Soroban.")
                    .AtLeast(0)
                    .Example("1")));
}

TransactionSoroban SorobanOf(const TransactionContext& context, Arena& arena);

}  // namespace lake
