// contract_data_snapshot_v1: every contract storage entry after each ledger that changed it.
#include "base/base64.h"
#include "base/hex.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/contract_storage.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view contract_id;
  std::int64_t ledger_sequence;
  std::string_view ledger_key_hash;
  std::string_view contract_key_type;
  std::string_view contract_durability;
  std::optional<std::string_view> asset_code;
  std::optional<std::string_view> asset_issuer;
  std::optional<std::string_view> asset_type;
  std::optional<std::string_view> balance_holder;
  std::optional<std::string_view> balance;
  Fitted<std::int32_t> last_modified_ledger;
  std::int32_t ledger_entry_change;
  bool deleted;
  Timestamp closed_at;
  std::string_view contract_data_xdr;
  Timestamp created_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::contract_id>("contract_id", storage_doc::kContractId).Form(TextForm::kContract),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::ledger_key_hash>("ledger_key_hash",
                                  "SHA-256 of the LedgerKey XDR; joins ttl_snapshot_v1.key_hash.")
        .Key()
        .Hex(64),
    Column<&Row::contract_key_type>("contract_key_type", storage_doc::kKeyType)
        .Example("ScValTypeScvLedgerKeyContractInstance"),
    Column<&Row::contract_durability>("contract_durability", storage_doc::kDurability)
        .OneOf("ContractDataDurabilityPersistent|ContractDataDurabilityTemporary"),
    Column<&Row::asset_code>("asset_code", storage_doc::kAssetCode).Example("USDC"),
    Column<&Row::asset_issuer>("asset_issuer", storage_doc::kAssetIssuer).Form(TextForm::kAccount),
    Column<&Row::asset_type>("asset_type", storage_doc::kAssetType)
        .OneOf("native|credit_alphanum4|credit_alphanum12"),
    Column<&Row::balance_holder>("balance_holder", storage_doc::kBalanceHolder)
        .Form(TextForm::kContract),
    Column<&Row::balance>("balance", "That balance as an integer.").Form(TextForm::kInteger),
    Column<&Row::last_modified_ledger>("last_modified_ledger", storage_doc::kLastModified)
        .AtLeast(0)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::ledger_entry_change>("ledger_entry_change",
                                      "Net change: 0 created, 1 updated, 2 removed, 4 restored.")
        .AtLeast(0)
        .AtMost(4)
        .Example("1"),
    Column<&Row::deleted>("deleted", storage_doc::kDeleted), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::contract_data_xdr>("contract_data_xdr", "The ContractDataEntry.")
        .Form(TextForm::kBase64),
    CreatedAtColumn<&Row::created_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"contract_id", "ledger_key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "contract_data_snapshot_v1",
    .doc = "One row per contract storage entry a ledger changed or removed; nonces are left out.",
    .group = "soroban",
    .purpose = "snapshot",
    .subject = "contract_data",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

Status Extract(const ChangeContext& context, RowSink out) {
  const NetChange& change = context.change;
  const std::optional<StorageEntry> entry = StorageEntryOf(change);
  if (!entry) return {};
  const AssetText asset =
      InstanceAsset(out.arena, entry->data, context.ledger.network_id).value_or(AssetText{});
  const std::optional<ContractBalance> balance = BalanceOf(entry->data);
  const StorageColumns columns = StorageColumnsOf(out.arena, *entry, asset, balance);
  out.rows.Append(Row{
      .contract_id = columns.contract_id,
      .ledger_sequence = context.ledger.sequence,
      .ledger_key_hash = HexText(out.arena, Sha256(change.key_xdr)),
      .contract_key_type = columns.contract_key_type,
      .contract_durability = columns.contract_durability,
      .asset_code = columns.asset_code,
      .asset_issuer = columns.asset_issuer,
      .asset_type = columns.asset_type,
      .balance_holder = columns.balance_holder,
      .balance = balance ? std::optional(IntegerText(out.arena, balance->amount)) : std::nullopt,
      .last_modified_ledger = columns.last_modified_ledger,
      .ledger_entry_change = Exactly(change.kind),
      .deleted = columns.deleted,
      .closed_at = context.ledger.closed_at,
      .contract_data_xdr = Base64Text(out.arena, entry->data.encoding()),
      .created_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kContractData{
    .spec = &kSpec,
    .extractor = {.change = Extract,
                  .entry_types = EntryTypeBit(xdr::LedgerEntryType::CONTRACT_DATA)}};

}  // namespace lake
