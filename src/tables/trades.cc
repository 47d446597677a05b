// trades_row_v1: every time a successful operation crossed a resting offer or a liquidity pool.
#include "base/hex.h"
#include "stellar/amount.h"
#include "stellar/asset.h"
#include "stellar/strkey.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/crossed_entries.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

constexpr std::string_view kNoPrice = "0.0000000";

struct Row {
  std::int64_t ledger_sequence;
  std::string_view transaction_hash;
  std::int32_t operation_index;
  std::int32_t trade_index;
  std::string_view trade_type;
  Timestamp trade_timestamp;
  std::string_view seller_account;
  std::optional<std::string_view> selling_asset_code;
  std::optional<std::string_view> selling_asset_issuer;
  std::string_view selling_amount;
  std::string_view buyer_account;
  std::optional<std::string_view> buying_asset_code;
  std::optional<std::string_view> buying_asset_issuer;
  std::string_view buying_amount;
  std::string_view price;
  Timestamp created_at;
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
    Column<&Row::trade_type>("trade_type", "What was crossed.").OneOf("orderbook|liquidity_pool"),
    Column<&Row::trade_timestamp>("trade_timestamp", "Close time of the ledger, UTC."),
    Column<&Row::seller_account>("seller_account",
                                 "The resting side: owner of the offer, or id of the pool in hex.")
        .Example("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"),
    Column<&Row::selling_asset_code>("selling_asset_code",
                                     "Code of the asset the resting side gave; NULL for lumens.")
        .Example("USDC"),
    Column<&Row::selling_asset_issuer>("selling_asset_issuer", "Its issuer; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::selling_amount>("selling_amount", "Units the resting side gave.")
        .Form(TextForm::kDecimal7),
    Column<&Row::buyer_account>("buyer_account", "The taker: source of the operation.")
        .Form(TextForm::kAccount),
    Column<&Row::buying_asset_code>("buying_asset_code",
                                    "Code of the asset the resting side got; NULL for lumens.")
        .Example("EURC"),
    Column<&Row::buying_asset_issuer>("buying_asset_issuer", "Its issuer; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::buying_amount>("buying_amount", "Units the resting side got.")
        .Form(TextForm::kDecimal7),
    Column<&Row::price>("price",
                        "Units of the bought asset per unit of the sold one: the offer's price, or "
                        "what the pool got by what it gave.")
        .Form(TextForm::kDecimal7),
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>());
constexpr std::string_view kPrimaryKey[] = {"ledger_sequence", "transaction_hash",
                                            "operation_index", "trade_index"};

constexpr TableSpec kSpec{.name = "trades_row_v1",
                          .doc = "One row per offer or pool that a successful operation crossed.",
                          .group = "effects_trades",
                          .purpose = "row",
                          .subject = "trades",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

// The price of the offer before the operation.
std::string_view TradePrice(Arena& arena, CrossedEntries& crossed, const Claim& claim) {
  if (const auto price = crossed.OfferPrice(claim)) {
    if (const auto text = PriceText(arena, price->n(), price->d())) return *text;
  }
  return PriceText(arena, claim.amount_bought, claim.amount_sold).value_or(kNoPrice);
}

Row RowOf(const OperationContext& context, CrossedEntries& crossed, const Claim& claim,
          std::int32_t index, Arena& arena) {
  const LedgerContext& ledger = context.tx.ledger;
  const AssetText sold = AssetTextOf(arena, claim.sold);
  const AssetText bought = AssetTextOf(arena, claim.bought);
  return {.ledger_sequence = ledger.sequence,
          .transaction_hash = context.tx.hash_hex,
          .operation_index = context.index,
          .trade_index = index,
          .trade_type = claim.of_pool ? "liquidity_pool" : "orderbook",
          .trade_timestamp = ledger.closed_at,
          .seller_account = claim.of_pool ? HexText(arena, Bytes(claim.seller, kKeyBytes))
                                          : AccountText(arena, claim.seller),
          .selling_asset_code = sold.code,
          .selling_asset_issuer = sold.issuer,
          .selling_amount = Decimal7(arena, claim.amount_sold),
          .buyer_account = context.source_account,
          .buying_asset_code = bought.code,
          .buying_asset_issuer = bought.issuer,
          .buying_amount = Decimal7(arena, claim.amount_bought),
          .price = TradePrice(arena, crossed, claim),
          .created_at = ledger.closed_at,
          .ledger_range = ledger.ledger_range};
}

Status Extract(const OperationContext& context, RowSink out) {
  if (!context.tx.tx.successful || !CanTrade(context.op.operation.body().type())) return {};
  TRY_ASSIGN(const auto atoms, ClaimAtomsOf(context));
  CrossedEntries crossed(context.tx.ledger.ledger.changes(context.op.changes));
  std::int32_t index = 0;
  for (const xdr::ClaimAtom atom : atoms) {
    const Claim claim = ClaimOf(atom);
    if (!claim.empty()) out.rows.Append(RowOf(context, crossed, claim, index, out.arena));
    ++index;
  }
  return {};
}

}  // namespace

const Table kTrades{.spec = &kSpec, .extractor = {.operation = Extract}};

}  // namespace lake
