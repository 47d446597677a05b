// liquidity_pools_snapshot_v1: every liquidity pool after each ledger that changed it.
#include "base/hex.h"
#include "stellar/asset.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view liquidity_pool_id;
  std::int64_t ledger_sequence;
  Timestamp closed_at;
  std::string_view pool_type;
  std::int32_t fee;
  Fitted<std::int32_t> trustline_count;
  std::int64_t total_pool_shares;
  std::string_view asset_a_type;
  std::optional<std::string_view> asset_a_code;
  std::optional<std::string_view> asset_a_issuer;
  std::int64_t asset_a_amount;
  std::string_view asset_b_type;
  std::optional<std::string_view> asset_b_code;
  std::optional<std::string_view> asset_b_issuer;
  std::int64_t asset_b_amount;
  Timestamp created_at;
  std::int64_t ledger_range;
};

constexpr std::string_view kAssetTypes = "native|credit_alphanum4|credit_alphanum12";

constexpr auto kColumns = ColumnsOf(
    Column<&Row::liquidity_pool_id>("liquidity_pool_id", "Id of the pool.").Key().Hex(64),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::pool_type>("pool_type", "Kind of pool; there is one.").OneOf("constant_product"),
    Column<&Row::fee>("fee", "Fee of a trade.").AtLeast(0).Unit("basis points").Example("30"),
    Column<&Row::trustline_count>("trustline_count", "Accounts that trust the pool's shares.")
        .AtLeast(0)
        .Example("17"),
    Column<&Row::total_pool_shares>("total_pool_shares", "Shares issued.")
        .AtLeast(0)
        .Unit("1e-7 shares")
        .Example("5000000000"),
    Column<&Row::asset_a_type>("asset_a_type", "Type of the first asset.").OneOf(kAssetTypes),
    Column<&Row::asset_a_code>("asset_a_code", "Code of the first asset; NULL for lumens.")
        .Example("AQUA"),
    Column<&Row::asset_a_issuer>("asset_a_issuer", "Issuer of the first asset; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::asset_a_amount>("asset_a_amount", "Reserve of the first asset.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("120000000"),
    Column<&Row::asset_b_type>("asset_b_type", "Type of the second asset.").OneOf(kAssetTypes),
    Column<&Row::asset_b_code>("asset_b_code", "Code of the second asset; NULL for lumens.")
        .Example("USDC"),
    Column<&Row::asset_b_issuer>("asset_b_issuer", "Issuer of the second asset; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::asset_b_amount>("asset_b_amount", "Reserve of the second asset.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("70000000"),
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"liquidity_pool_id", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "liquidity_pools_snapshot_v1",
    .doc = "One row per liquidity pool a ledger changed: its state after the ledger.",
    .group = "account_state",
    .purpose = "snapshot",
    .subject = "liquidity_pools",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // a removal has no row here (D4)
  const xdr::LiquidityPoolEntry entry = context.change.post->entry().data().liquidityPool();
  const xdr::LiquidityPoolEntryConstantProduct pool = entry.body().constantProduct();
  const AssetText a = AssetTextOf(out.arena, pool.params().assetA());
  const AssetText b = AssetTextOf(out.arena, pool.params().assetB());
  out.rows.Append(Row{
      .liquidity_pool_id = HexText(out.arena, entry.liquidityPoolID().bytes()),
      .ledger_sequence = context.ledger.sequence,
      .closed_at = context.ledger.closed_at,
      .pool_type = "constant_product",
      .fee = pool.params().fee(),
      .trustline_count = pool.poolSharesTrustLineCount(),
      .total_pool_shares = pool.totalPoolShares(),
      .asset_a_type = a.type,
      .asset_a_code = a.code,
      .asset_a_issuer = a.issuer,
      .asset_a_amount = pool.reserveA(),
      .asset_b_type = b.type,
      .asset_b_code = b.code,
      .asset_b_issuer = b.issuer,
      .asset_b_amount = pool.reserveB(),
      .created_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kLiquidityPools{
    .spec = &kSpec,
    .extractor = {.change = Extract,
                  .entry_types = EntryTypeBit(xdr::LedgerEntryType::LIQUIDITY_POOL)}};

}  // namespace lake
