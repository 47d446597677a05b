// trustlines_snapshot_v1: every trustline after each ledger that changed it.
#include "stellar/address.h"
#include "stellar/amount.h"
#include "stellar/asset.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view account_id;
  std::string_view asset_code;
  std::string_view asset_issuer;
  std::string_view asset_type;
  std::string_view balance;
  std::string_view trust_limit;
  std::string_view buying_liabilities;
  std::string_view selling_liabilities;
  bool authorized;
  bool authorized_to_maintain_liabilities;
  bool clawback_enabled;
  std::int64_t ledger_sequence;
  Timestamp created_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::account_id>("account_id", "Account that trusts the asset.")
        .Key()
        .Form(TextForm::kAccount),
    Column<&Row::asset_code>("asset_code",
                             "Code of the asset; POOL_SHARE for shares of a liquidity pool.")
        .Key()
        .Example("USDC"),
    Column<&Row::asset_issuer>("asset_issuer",
                               "Issuer of the asset; the pool id in hex for pool shares.")
        .Key()
        .Example("GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN"),
    Column<&Row::asset_type>("asset_type", "Type of the asset.")
        .Key()
        .OneOf("credit_alphanum4|credit_alphanum12|liquidity_pool_shares"),
    Column<&Row::balance>("balance", "Units the account holds.").Form(TextForm::kDecimal7),
    Column<&Row::trust_limit>("trust_limit",
                              "Most units the account will hold; 922337203685.4775807 is no limit.")
        .Form(TextForm::kDecimal7),
    Column<&Row::buying_liabilities>("buying_liabilities", "Units its offers may still buy.")
        .Form(TextForm::kDecimal7),
    Column<&Row::selling_liabilities>("selling_liabilities", "Units its offers may still sell.")
        .Form(TextForm::kDecimal7),
    Column<&Row::authorized>("authorized", "Flag 1: the issuer lets the account hold and trade."),
    Column<&Row::authorized_to_maintain_liabilities>("authorized_to_maintain_liabilities",
                                                     "Flag 2: open offers may stay, nothing else."),
    Column<&Row::clawback_enabled>("clawback_enabled", "Flag 4: the issuer may claw units back."),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), CreatedAtColumn<&Row::created_at>(),
    LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"account_id", "asset_code", "asset_issuer",
                                            "asset_type", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "trustlines_snapshot_v1",
    .doc = "One row per trustline a ledger changed: its state after the ledger.",
    .group = "account_state",
    .purpose = "snapshot",
    .subject = "trustlines",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

struct Liabilities {
  std::int64_t buying = 0;
  std::int64_t selling = 0;
};

Liabilities LiabilitiesOf(xdr::TrustLineEntryExt ext) {
  if (ext.v() != 1) return {};
  const xdr::Liabilities liabilities = ext.v1().liabilities();
  return {liabilities.buying(), liabilities.selling()};
}

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // a removal has no row here (D4)
  const xdr::TrustLineEntry line = context.change.post->entry().data().trustLine();
  const AssetText asset = AssetTextOf(out.arena, line.asset());
  const Liabilities liabilities = LiabilitiesOf(line.ext());
  const std::uint32_t flags = line.flags();
  out.rows.Append(Row{
      .account_id = AccountText(out.arena, line.accountID()),
      .asset_code = asset.pool_id ? "POOL_SHARE" : asset.code.value_or(""),
      .asset_issuer = asset.pool_id ? *asset.pool_id : asset.issuer.value_or(""),
      .asset_type = asset.type,
      .balance = Decimal7(out.arena, line.balance()),
      .trust_limit = Decimal7(out.arena, line.limit()),
      .buying_liabilities = Decimal7(out.arena, liabilities.buying),
      .selling_liabilities = Decimal7(out.arena, liabilities.selling),
      .authorized = (flags & 1) != 0,
      .authorized_to_maintain_liabilities = (flags & 2) != 0,
      .clawback_enabled = (flags & 4) != 0,
      .ledger_sequence = context.ledger.sequence,
      .created_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kTrustlines{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::TRUSTLINE)}};

}  // namespace lake
