// transactions_row_v2: every transaction with what was asked, what was paid and what came of it.
#include "base/base64.h"
#include "stellar/address.h"
#include "stellar/tx_hash.h"
#include "tables/all.h"
#include "tables/transaction_core.h"
#include "tables/transaction_fee_bump.h"
#include "tables/transaction_preconditions.h"
#include "tables/transaction_signatures.h"
#include "tables/transaction_soroban.h"

namespace lake {
namespace {

struct Row {
  TransactionCore core;
  std::optional<std::string_view> source_account_muxed;
  TransactionFeeBump fee_bump;
  TransactionPreconditions preconditions;
  TransactionSoroban soroban;
  std::int32_t signatures_count;
  bool new_account;
  std::optional<std::string_view> tx_envelope;
  std::optional<std::string_view> tx_result;
  std::optional<std::string_view> tx_meta;
  std::optional<std::string_view> tx_fee_meta;
  std::optional<std::string_view> tx_signers;
  std::optional<std::string_view> extra_signers;
};

constexpr auto kColumns = JoinColumns(
    TransactionCoreColumns<&Row::core>(),
    ColumnsOf(
        Column<&Row::source_account_muxed>("source_account_muxed",
                                           "Source account with its mux id; NULL without one.")
            .Example("MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUAAAAAAAAAAAACJUQ")),
    TransactionFeeBumpColumns<&Row::fee_bump>(),
    TransactionPreconditionsColumns<&Row::preconditions>(),
    TransactionSorobanColumns<&Row::soroban>(),
    ColumnsOf(
        Column<&Row::signatures_count>("signatures_count",
                                       "Signatures, outer and inner ones of a fee bump.")
            .AtLeast(0)
            .Example("1"),
        Column<&Row::new_account>(
            "new_account", "Whether it succeeded and an operation of it created an account."),
        Column<&Row::tx_envelope>("tx_envelope", "XDR of the TransactionEnvelope.")
            .Form(TextForm::kBase64),
        Column<&Row::tx_result>("tx_result", "XDR of the TransactionResult.")
            .Form(TextForm::kBase64),
        Column<&Row::tx_meta>("tx_meta", "XDR of the TransactionMeta.").Form(TextForm::kBase64),
        Column<&Row::tx_fee_meta>("tx_fee_meta",
                                  "XDR of the LedgerEntryChanges that taking the fee made.")
            .Form(TextForm::kBase64),
        Column<&Row::tx_signers>("tx_signers",
                                 "Signature hints: the last four bytes of each signing key in hex "
                                 "(decision D19).")
            .Form(TextForm::kJson)
            .Example(R"(["7c5a1e90"])"),
        Column<&Row::extra_signers>("extra_signers",
                                    "Signer keys that had to sign too; NULL when none had to.")
            .Form(TextForm::kJson)
            .Example(R"(["XBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWGTOG"])")));

constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash"};

constexpr TableSpec kSpec{.name = "transactions_row_v2",
                          .doc = "One row per transaction, successful or not, in apply order.",
                          .group = "core",
                          .purpose = "row",
                          .subject = "transactions",
                          .major_version = 2,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey,
                          .row_group_rows = 4'096};  // rows hold their XDR: some 10 KB each
static_assert(Describes<Row, TransactionCore, TransactionFeeBump, TransactionPreconditions,
                        TransactionSoroban>(kSpec));

bool CreatedAccount(const TransactionContext& context) {
  if (!context.tx.successful) return false;
  for (const OperationRef& op : context.ledger.ledger.operations(context.tx.operations)) {
    if (op.operation.body().type() == xdr::OperationType::CREATE_ACCOUNT) return true;
  }
  return false;
}

Status Extract(const TransactionContext& context, RowSink out) {
  const TransactionRef& tx = context.tx;
  const auto source = InnerTransaction(tx.envelope).source;
  const TransactionSignatures signatures = SignaturesOf(tx.envelope, out.arena);
  out.rows.Append(Row{
      .core = TransactionCoreOf(context, out.arena),
      .source_account_muxed = source ? MuxedText(out.arena, *source) : std::nullopt,
      .fee_bump = FeeBumpOf(context, out.arena),
      .preconditions = PreconditionsOf(tx.envelope),
      .soroban = SorobanOf(context, out.arena),
      .signatures_count = signatures.count,
      .new_account = CreatedAccount(context),
      .tx_envelope = Base64Text(out.arena, tx.envelope_xdr),
      .tx_result = Base64Text(out.arena, tx.result_xdr),
      .tx_meta = Base64Text(out.arena, tx.meta_xdr),
      .tx_fee_meta = Base64Text(out.arena, tx.fee_changes_xdr),
      .tx_signers = signatures.hints_json,
      .extra_signers = ExtraSignersJson(tx.envelope, out.arena),
  });
  return {};
}

}  // namespace

const Table kTransactions{.spec = &kSpec, .extractor = {.transaction = Extract}};

}  // namespace lake
