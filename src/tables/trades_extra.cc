// trades_extra_row_v1: what trades_row_v1 leaves out of a trade (decision D23).
#include "table/describes.h"
#include "tables/all.h"
#include "tables/crossed_entries.h"
#include "tables/row_toid.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

// Horizon's id of a taker that leaves no offer: that of the operation, with this bit.
constexpr std::uint64_t kNoOfferBit = std::uint64_t{1} << 62;

struct Row {
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  std::int32_t operation_index;
  std::int32_t trade_index;
  Fitted<std::int64_t> operation_id;
  std::optional<std::int64_t> offer_id;
  Fitted<std::int64_t> taker_offer_id;
  std::int64_t price_n;
  std::int64_t price_d;
  std::optional<std::int32_t> pool_fee_bp;
  Timestamp closed_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    LedgerSequenceColumn<&Row::ledger_sequence>(),
    Column<&Row::transaction_hash>("transaction_hash", "Hash of the transaction.").Key().Hex(64),
    Column<&Row::operation_index>("operation_index",
                                  "Position of the operation in the envelope, counted from 0.")
        .Key()
        .AtLeast(0)
        .Example("0"),
    Column<&Row::trade_index>("trade_index",
                              "Position of the claim atom in the operation's result, from 0; atoms "
                              "of nothing for nothing have no row.")
        .Key()
        .AtLeast(0)
        .Example("0"),
    Column<&Row::operation_id>("operation_id",
                               "Total order id of the operation: ledger, application order from 1, "
                               "operation from 1, packed in one number.")
        .Example("228973296419700737"),
    Column<&Row::offer_id>("offer_id", "The resting offer; NULL for a pool.").Example("1582435201"),
    Column<&Row::taker_offer_id>(
        "taker_offer_id",
        "The offer that the taker left in the book; operation_id plus 2^62 when it left none, as "
        "Horizon has it.")
        .Example("4840659314847088641"),
    Column<&Row::price_n>("price_n",
                          "Numerator of the price, units of the bought asset per unit of the sold "
                          "one: that of the resting offer as it stands there, or what a pool got. "
                          "An offer that the changes do not show has that of the amounts.")
        .Example("14523"),
    Column<&Row::price_d>("price_d", "Its denominator: the offer's, or what a pool gave.")
        .Example("100000"),
    Column<&Row::pool_fee_bp>("pool_fee_bp", "Fee of the pool; NULL for an offer.")
        .AtLeast(0)
        .Unit("basis points")
        .Example("30"),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>());
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash",
                                            "operation_index", "trade_index"};

constexpr TableSpec kSpec{
    .name = "trades_extra_row_v1",
    .doc = "One row per row of trades_row_v1: exact price, offers of both sides, fee of the pool.",
    .group = "extra",
    .purpose = "row",
    .subject = "trades_extra",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

// Ids of ledgers from 2^30 on have the bit themselves.
Fitted<std::int64_t> TakerOffer(const OperationContext& context, Fitted<std::int64_t> operation) {
  if (const auto left = OfferLeft(context)) return *left;
  if (!operation.has_value()) return operation;
  return Int128{*operation} + Int128{kNoOfferBit};
}

void SetPrice(Row& row, CrossedEntries& crossed, const Claim& claim) {
  row.price_n = claim.amount_bought;
  row.price_d = claim.amount_sold;
  if (const auto price = crossed.OfferPrice(claim)) {
    row.price_n = price->n();
    row.price_d = price->d();
  }
}

Status Extract(const OperationContext& context, RowSink out) {
  if (!context.tx.tx.successful || !CanTrade(context.op.operation.body().type())) return {};
  TRY_ASSIGN(const auto atoms, ClaimAtomsOf(context));
  if (atoms.empty()) return {};
  const LedgerContext& ledger = context.tx.ledger;
  CrossedEntries crossed(ledger.ledger.changes(context.op.changes));
  Row row{};
  row.ledger_sequence = ledger.sequence;
  row.transaction_hash = context.tx.hash_hex;
  row.operation_index = context.index;
  row.operation_id = RowToid(context);
  row.taker_offer_id = TakerOffer(context, row.operation_id);
  row.closed_at = ledger.closed_at;
  row.ledger_range = ledger.ledger_range;
  for (const xdr::ClaimAtom atom : atoms) {
    const Claim claim = ClaimOf(atom);
    if (!claim.empty()) {
      row.offer_id = claim.of_pool ? std::nullopt : std::optional(claim.offer_id);
      row.pool_fee_bp = crossed.PoolFee(claim);
      SetPrice(row, crossed, claim);
      out.rows.Append(row);
    }
    ++row.trade_index;
  }
  return {};
}

}  // namespace

const Table kTradesExtra{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake
