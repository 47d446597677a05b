// offers_snapshot_v1: every offer of the order book after each ledger that changed it.
#include "stellar/address.h"
#include "stellar/amount.h"
#include "stellar/asset.h"
#include "stellar/integer_text.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::int64_t offer_id;
  std::string_view seller_account;
  std::int64_t ledger_sequence;
  Timestamp closed_at;
  std::string_view selling_asset_type;
  std::optional<std::string_view> selling_asset_code;
  std::optional<std::string_view> selling_asset_issuer;
  std::string_view buying_asset_type;
  std::optional<std::string_view> buying_asset_code;
  std::optional<std::string_view> buying_asset_issuer;
  std::string_view amount;
  std::string_view price;
  Fitted<std::int32_t> flags;
  Timestamp created_at;
  std::int64_t ledger_range;
};

constexpr std::string_view kAssetTypes = "native|credit_alphanum4|credit_alphanum12";

constexpr auto kColumns = ColumnsOf(
    Column<&Row::offer_id>("offer_id", "Number of the offer.")
        .Key()
        .AtLeast(1)
        .Example("1582435201"),
    Column<&Row::seller_account>("seller_account", "Account that made the offer.")
        .Form(TextForm::kAccount),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::selling_asset_type>("selling_asset_type", "Type of the asset it sells.")
        .OneOf(kAssetTypes),
    Column<&Row::selling_asset_code>("selling_asset_code",
                                     "Code of the asset it sells; NULL for lumens.")
        .Example("USDC"),
    Column<&Row::selling_asset_issuer>("selling_asset_issuer",
                                       "Issuer of the asset it sells; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::buying_asset_type>("buying_asset_type", "Type of the asset it buys.")
        .OneOf(kAssetTypes),
    Column<&Row::buying_asset_code>("buying_asset_code",
                                    "Code of the asset it buys; NULL for lumens.")
        .Example("EURC"),
    Column<&Row::buying_asset_issuer>("buying_asset_issuer",
                                      "Issuer of the asset it buys; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::amount>("amount", "Amount still for sale, as an integer.")
        .Form(TextForm::kInteger)
        .Unit("stroops"),
    Column<&Row::price>("price", "Units bought per unit sold as N/D, exact and unreduced.")
        .Example("1/2"),
    Column<&Row::flags>("flags", "Flags of the offer: 1 is passive.").AtLeast(0).Example("1"),
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"offer_id", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "offers_snapshot_v1",
                          .doc = "One row per offer a ledger changed: its state after the ledger.",
                          .group = "account_state",
                          .purpose = "snapshot",
                          .subject = "offers",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey,
                          .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // a removal has no row here (D4)
  const xdr::OfferEntry offer = context.change.post->entry().data().offer();
  const AssetText selling = AssetTextOf(out.arena, offer.selling());
  const AssetText buying = AssetTextOf(out.arena, offer.buying());
  out.rows.Append(Row{
      .offer_id = offer.offerID(),
      .seller_account = AccountText(out.arena, offer.sellerID()),
      .ledger_sequence = context.ledger.sequence,
      .closed_at = context.ledger.closed_at,
      .selling_asset_type = selling.type,
      .selling_asset_code = selling.code,
      .selling_asset_issuer = selling.issuer,
      .buying_asset_type = buying.type,
      .buying_asset_code = buying.code,
      .buying_asset_issuer = buying.issuer,
      .amount = IntegerText(out.arena, offer.amount()),
      .price = PriceFraction(out.arena, offer.price().n(), offer.price().d()),
      .flags = offer.flags(),
      .created_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kOffers{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::OFFER)}};

}  // namespace lake
