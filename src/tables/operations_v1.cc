// operations_row_v1: the 13-column operations of spec 000.
#include "stellar/strkey.h"
#include "stellar/tx_hash.h"
#include "tables/all.h"
#include "tables/operation_core.h"

namespace lake {
namespace {

struct Row {
  OperationCore core;
  std::optional<std::string_view> payment_to;
  std::optional<std::int64_t> payment_amount;
};

constexpr auto kColumns = JoinColumns(
    OperationCoreColumns<&Row::core>(),
    ColumnsOf(
        Column<&Row::payment_to>("payment_to",
                                 "Receiver of a payment or path payment; NULL for other types.")
            .Form(TextForm::kAccount),
        Column<&Row::payment_amount>(
            "payment_amount",
            "Amount the receiver got, of a path payment the delivered one; NULL for other types.")
            .AtLeast(0)
            .Unit("stroops")
            .Example("10000000")));
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash",
                                            "operation_index"};

constexpr TableSpec kSpec{.name = "operations_row_v1",
                          .doc = "One row per operation of every transaction, successful or not.",
                          .group = "core",
                          .purpose = "row",
                          .subject = "operations",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row, OperationCore>(kSpec));

struct Payment {
  std::optional<xdr::MuxedAccount> to;
  std::optional<std::int64_t> amount;
};

// What a strict-send path payment delivered stands only in its result.
std::optional<std::int64_t> Delivered(const OperationContext& context) {
  if (!context.op.result || context.op.result->code() != xdr::OperationResultCode::opINNER) {
    return std::nullopt;
  }
  const auto result = context.op.result->tr().pathPaymentStrictSendResult();
  if (result.code() != xdr::PathPaymentStrictSendResultCode::PATH_PAYMENT_STRICT_SEND_SUCCESS) {
    return std::nullopt;
  }
  return result.success().last().amount();
}

Payment PaymentOf(const OperationContext& context) {
  const xdr::OperationBody body = context.op.operation.body();
  switch (body.type()) {
    case xdr::OperationType::PAYMENT:
      return {body.paymentOp().destination(), body.paymentOp().amount()};
    case xdr::OperationType::PATH_PAYMENT_STRICT_RECEIVE:
      return {body.pathPaymentStrictReceiveOp().destination(),
              body.pathPaymentStrictReceiveOp().destAmount()};
    case xdr::OperationType::PATH_PAYMENT_STRICT_SEND:
      return {body.pathPaymentStrictSendOp().destination(), Delivered(context)};
    default:
      return {};
  }
}

Status Extract(const OperationContext& context, RowSink out) {
  const Payment payment = PaymentOf(context);
  std::optional<std::string_view> to;
  if (payment.to) to = AccountText(out.arena, Ed25519Of(*payment.to).data());
  out.rows.Append(
      Row{.core = OperationCoreOf(context), .payment_to = to, .payment_amount = payment.amount});
  return {};
}

}  // namespace

const Table kOperationsV1{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake
