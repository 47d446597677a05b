// transactions_extra_row_v1: what transactions_row_v2 leaves out of a transaction (decision D23).
#include "stellar/address.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/envelope.h"
#include "tables/row_toid.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  std::int32_t application_order;
  Fitted<std::int64_t> transaction_id;
  std::string_view fee_account;
  std::optional<std::string_view> fee_account_muxed;
  std::optional<std::int64_t> min_sequence_ledger_gap;
  std::int32_t meta_version;
  std::optional<std::int64_t> non_refundable_fee_charged;
  std::optional<std::int64_t> refundable_fee_charged;
  std::optional<std::int64_t> rent_fee_charged;
  Timestamp closed_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::transaction_hash>("transaction_hash", "Hash of the transaction.").Key().Hex(64),
    ApplicationOrderColumn<&Row::application_order>(),
    Column<&Row::transaction_id>("transaction_id",
                                 "Total order id: ledger and application order packed in one "
                                 "number, Horizon's paging token.")
        .Example("228973296419700736"),
    Column<&Row::fee_account>("fee_account",
                              "Who paid the fee: the fee source of a fee bump, else the source.")
        .Form(TextForm::kAccount),
    Column<&Row::fee_account_muxed>(
        "fee_account_muxed", "The same with its mux id, where the envelope names it so; else NULL.")
        .Example("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ"),
    Column<&Row::min_sequence_ledger_gap>(
        "min_sequence_ledger_gap",
        "Ledgers that must lie between the source's last change of its sequence number and this "
        "transaction; NULL when none were asked for.")
        .AtLeast(1)
        .Unit("ledgers")
        .Example("5"),
    Column<&Row::meta_version>("meta_version", "Version of the TransactionMeta.")
        .AtLeast(0)
        .AtMost(4)
        .Example("4"),
    Column<&Row::non_refundable_fee_charged>(
        "non_refundable_fee_charged",
        "Resource fee that would not have been given back, as the meta says; NULL where it does "
        "not say.")
        .Unit("stroops")
        .Example("28154"),
    Column<&Row::refundable_fee_charged>(
        "refundable_fee_charged",
        "Refundable resource fee that was used, rent included; NULL where the meta does not say.")
        .Unit("stroops")
        .Example("37452"),
    Column<&Row::rent_fee_charged>("rent_fee_charged",
                                   "Rent in the refundable fee; NULL where the meta does not say.")
        .Unit("stroops")
        .Example("36872"),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>());
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash"};

constexpr TableSpec kSpec{
    .name = "transactions_extra_row_v1",
    .doc =
        "One row per transaction, failed ones too: its place in the ledger, who paid, the parts "
        "of its resource fee.",
    .group = "extra",
    .purpose = "row",
    .subject = "transactions_extra",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

void SetFeeAccount(Row& row, const TransactionContext& context, Arena& arena) {
  const xdr::TransactionEnvelope envelope = context.tx.envelope;
  if (context.tx.fee_bump) {
    const xdr::MuxedAccount payer = envelope.feeBump().tx().feeSource();
    row.fee_account = AccountText(arena, payer);
    row.fee_account_muxed = MuxedText(arena, payer);
    return;
  }
  row.fee_account = context.source_account;
  if (const auto tx = TransactionOf(envelope)) {
    row.fee_account_muxed = MuxedText(arena, tx->sourceAccount());
  }
}

std::optional<std::int64_t> MinSequenceLedgerGap(xdr::TransactionEnvelope envelope) {
  const auto tx = TransactionOf(envelope);
  if (!tx || tx->cond().type() != xdr::PreconditionType::PRECOND_V2) return std::nullopt;
  const std::uint32_t gap = tx->cond().v2().minSeqLedgerGap();
  return gap > 0 ? std::optional<std::int64_t>(gap) : std::nullopt;
}

void SetFeeParts(Row& row, const TransactionRef& tx) {
  if (!tx.soroban_ext || tx.soroban_ext->v() != 1) return;
  const xdr::SorobanTransactionMetaExtV1 fees = tx.soroban_ext->v1();
  row.non_refundable_fee_charged = fees.totalNonRefundableResourceFeeCharged();
  row.refundable_fee_charged = fees.totalRefundableResourceFeeCharged();
  row.rent_fee_charged = fees.rentFeeCharged();
}

Status Extract(const TransactionContext& context, RowSink out) {
  Row row{};
  row.ledger_sequence = context.ledger.sequence;
  row.transaction_hash = context.hash_hex;
  row.application_order = Exactly(context.tx.apply_index);
  row.transaction_id = RowToid(context);
  SetFeeAccount(row, context, out.arena);
  row.min_sequence_ledger_gap = MinSequenceLedgerGap(context.tx.envelope);
  row.meta_version = context.tx.meta_version;
  SetFeeParts(row, context.tx);
  row.closed_at = context.ledger.closed_at;
  row.ledger_range = context.ledger.ledger_range;
  out.rows.Append(row);
  return {};
}

}  // namespace

const Table kTransactionsExtra{.spec = &kSpec, .extractor = {.transaction = Extract}};

}  // namespace lake
