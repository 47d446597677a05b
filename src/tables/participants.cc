// participants_v1: who takes part in what (decision D24).
#include "table/describes.h"
#include "table/row_order.h"
#include "table/row_precedes.h"
#include "tables/all.h"
#include "tables/participation.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::int64_t key;
  std::int64_t ledger_sequence;
  std::int32_t application_order;
  std::int32_t operation_order;
  std::int32_t roles;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::key>("key",
                      "The first 63 bits of the 32 bytes behind an address (G, C, L or B) as a "
                      "number.")
        .Key()
        .AtLeast(0)
        .Example("4539628424389459968"),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    ApplicationOrderColumn<&Row::application_order>().Key(),
    Column<&Row::operation_order>("operation_order",
                                  "The operation, counted from 1; 0: the transaction itself.")
        .Key()
        .AtLeast(0)
        .Example("1"),
    Column<&Row::roles>(
        "roles",
        "As what, added up: 1 source of the transaction (of a fee bump the inner "
        "one), 2 fee payer, 4 source of the operation, 8 named by it, 16 affected "
        "by an effect, 32 paid, 64 received, 128 contract called, 256 contract that "
        "emitted an event, 512 claimant, 1024 participant as Horizon has it, 2048 "
        "side of a trade, 4096 of a payment as Horizon has it, 8192 of a failed "
        "transaction.")
        .AtLeast(1)
        .AtMost(16383)
        .Example("1036"));

constexpr std::string_view kPrimaryKey[] = {"key", "ledger_sequence", "application_order",
                                            "operation_order"};

constexpr RowOrder kOrder{.columns = kPrimaryKey,
                          .precedes = RowPrecedes<Row, &Row::key, &Row::ledger_sequence,
                                                  &Row::application_order, &Row::operation_order>};

constexpr TableSpec kSpec{
    .name = "participants_v1",
    .doc =
        "One row per address that takes part in a transaction or in one of its operations, "
        "failed ones too; sorted by key.",
    .group = "index",
    .purpose = "index",
    .subject = "participants",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .partition_column = "",
    .order = &kOrder};
static_assert(Describes<Row>(kSpec));

// The thread's, empty.
PartyList& NoParties() {
  thread_local PartyList parties;
  parties.Clear();
  return parties;
}

void Append(const TransactionContext& context, std::int32_t operation_order, PartyList& parties,
            RowSink out) {
  for (const Party& party : parties.Merge()) {
    out.rows.Append(Row{.key = party.key,
                        .ledger_sequence = context.ledger.sequence,
                        .application_order = Exactly(context.tx.apply_index),
                        .operation_order = operation_order,
                        .roles = party.roles});
  }
}

Status OfTransaction(const TransactionContext& context, RowSink out) {
  PartyList& parties = NoParties();
  AddTransactionParties(context, parties);
  Append(context, 0, parties, out);
  return {};
}

Status OfOperation(const OperationContext& context, RowSink out) {
  PartyList& parties = NoParties();
  AddOperationParties(context, parties);
  Append(context.tx, context.index + 1, parties, out);
  return {};
}

}  // namespace

const Table kParticipants{
    .spec = &kSpec,
    .extractor = {.transaction = OfTransaction, .operation = OfOperation, .needs_effects = true}};

}  // namespace lake
