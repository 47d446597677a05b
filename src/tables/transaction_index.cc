// transaction_index_v1: where a transaction's hash is found (decision D24).
#include "table/describes.h"
#include "table/row_order.h"
#include "table/row_precedes.h"
#include "tables/address_key.h"
#include "tables/all.h"
#include "tables/inner_hash.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

enum Kind : std::int32_t { kOuter = 0, kInner = 1 };

struct Row {
  std::int64_t key;
  std::int64_t ledger_sequence;
  std::int32_t application_order;
  std::int32_t kind;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::key>(
        "key",
        "The first 48 bits of the hash as a number; what is found is confirmed by the "
        "whole hash.")
        .Key()
        .AtLeast(0)
        .Example("56664118817729"),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    ApplicationOrderColumn<&Row::application_order>().Key(),
    Column<&Row::kind>("kind", "0: the hash of the transaction; 1: of the one inside a fee bump.")
        .Key()
        .AtLeast(0)
        .AtMost(1)
        .Example("0"));

constexpr std::string_view kPrimaryKey[] = {"key", "ledger_sequence", "application_order", "kind"};

constexpr RowOrder kOrder{
    .columns = kPrimaryKey,
    .precedes =
        RowPrecedes<Row, &Row::key, &Row::ledger_sequence, &Row::application_order, &Row::kind>};

constexpr TableSpec kSpec{
    .name = "transaction_index_v1",
    .doc =
        "One row per hash of a transaction, failed ones too, and one more per inner hash of a "
        "fee bump; sorted by key.",
    .group = "index",
    .purpose = "index",
    .subject = "transaction",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .partition_column = "",
    .order = &kOrder};
static_assert(Describes<Row>(kSpec));

Status Extract(const TransactionContext& context, RowSink out) {
  Row row{.key = TransactionKey(context.tx.hash.data()),
          .ledger_sequence = context.ledger.sequence,
          .application_order = Exactly(context.tx.apply_index),
          .kind = kOuter};
  out.rows.Append(row);
  if (!context.tx.fee_bump) return {};
  row.key = TransactionKey(InnerHash(context).data());
  row.kind = kInner;
  out.rows.Append(row);
  return {};
}

}  // namespace

const Table kTransactionIndex{.spec = &kSpec, .extractor = {.transaction = Extract}};

}  // namespace lake
