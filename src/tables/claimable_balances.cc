// claimable_balances_snapshot_v1: every claimable balance after each ledger that changed it.
#include "base/hex.h"
#include "stellar/address.h"
#include "stellar/asset.h"
#include "table/describes.h"
#include "tables/account_parts.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view balance_id;
  std::string_view sponsor;
  std::int64_t ledger_sequence;
  Timestamp closed_at;
  std::string_view asset_type;
  std::optional<std::string_view> asset_code;
  std::optional<std::string_view> asset_issuer;
  std::int64_t amount;
  std::int32_t claimants_count;
  Fitted<std::int32_t> flags;
  Timestamp created_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::balance_id>("balance_id",
                             "Id of the claimable balance: its XDR in hex, as in operations.")
        .Key()
        .Hex(72),
    Column<&Row::sponsor>("sponsor", "Who pays its reserve; empty when nobody is named.")
        .Example("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::asset_type>("asset_type", "Type of the asset.")
        .OneOf("native|credit_alphanum4|credit_alphanum12"),
    Column<&Row::asset_code>("asset_code", "Code of the asset; NULL for lumens.").Example("USDC"),
    Column<&Row::asset_issuer>("asset_issuer", "Issuer of the asset; NULL for lumens.")
        .Form(TextForm::kAccount),
    Column<&Row::amount>("amount", "Amount that can be claimed.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("10000000"),
    Column<&Row::claimants_count>("claimants_count", "How many accounts may claim it.")
        .AtLeast(0)
        .AtMost(10)
        .Example("2"),
    Column<&Row::flags>("flags", "Flags: 1 is clawback enabled; 0 when absent.")
        .AtLeast(0)
        .Example("1"),
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"balance_id", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "claimable_balances_snapshot_v1",
    .doc = "One row per claimable balance a ledger changed: its state after the ledger.",
    .group = "account_state",
    .purpose = "snapshot",
    .subject = "claimable_balances",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // a removal has no row here (D4)
  const xdr::LedgerEntry entry = context.change.post->entry();
  const xdr::ClaimableBalanceEntry balance = entry.data().claimableBalance();
  const AssetText asset = AssetTextOf(out.arena, balance.asset());
  const xdr::ClaimableBalanceEntryExt ext = balance.ext();
  out.rows.Append(Row{
      .balance_id = HexText(out.arena, balance.balanceID().encoding()),
      .sponsor = SponsorText(out.arena, entry).value_or(""),
      .ledger_sequence = context.ledger.sequence,
      .closed_at = context.ledger.closed_at,
      .asset_type = asset.type,
      .asset_code = asset.code,
      .asset_issuer = asset.issuer,
      .amount = balance.amount(),
      .claimants_count = Exactly(balance.claimants().size()),
      .flags = ext.v() == 1 ? ext.v1().flags() : 0,
      .created_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kClaimableBalances{
    .spec = &kSpec,
    .extractor = {.change = Extract,
                  .entry_types = EntryTypeBit(xdr::LedgerEntryType::CLAIMABLE_BALANCE)}};

}  // namespace lake
