// transactions_row_v1: the 13-column transactions of spec 000.
#include "tables/all.h"
#include "tables/transaction_core.h"

namespace lake {
namespace {

struct Row {
  TransactionCore core;
};

constexpr auto kColumns = TransactionCoreColumns<&Row::core>();
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash"};

constexpr TableSpec kSpec{.name = "transactions_row_v1",
                          .doc = "One row per transaction, successful or not, in apply order.",
                          .group = "core",
                          .purpose = "row",
                          .subject = "transactions",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row, TransactionCore>(kSpec));

Status Extract(const TransactionContext& context, RowSink out) {
  out.rows.Append(Row{TransactionCoreOf(context, out.arena)});
  return {};
}

}  // namespace

const Table kTransactionsV1{.spec = &kSpec, .extractor = {.transaction = Extract}};

}  // namespace lake
