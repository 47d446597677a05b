// config_settings_snapshot_v1: the network's Soroban settings after each ledger that changed one.
#include "base/base64.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

// Setting 1, CONFIG_SETTING_CONTRACT_COMPUTE_V0.
struct Compute {
  std::optional<std::int64_t> ledger_max_instructions;
  std::optional<std::int64_t> tx_max_instructions;
  std::optional<std::int64_t> fee_rate_per_instructions_increment;
  std::optional<std::uint32_t> tx_memory_limit;
};

// Setting 2, CONFIG_SETTING_CONTRACT_LEDGER_COST_V0.
struct LedgerCost {
  std::optional<std::uint32_t> ledger_max_read_ledger_entries;
  std::optional<std::uint32_t> ledger_max_read_bytes;
  std::optional<std::uint32_t> ledger_max_write_ledger_entries;
  std::optional<std::uint32_t> ledger_max_write_bytes;
  std::optional<std::uint32_t> tx_max_read_ledger_entries;
  std::optional<std::uint32_t> tx_max_read_bytes;
  std::optional<std::uint32_t> tx_max_write_ledger_entries;
  std::optional<std::uint32_t> tx_max_write_bytes;
};

struct Row {
  std::int32_t config_setting_id;
  std::int64_t ledger_sequence;
  Fitted<std::int32_t> last_modified_ledger;
  Timestamp closed_at;
  Compute compute;
  LedgerCost cost;
  std::optional<std::uint32_t> contract_max_size_bytes;
  std::string_view config_setting_xdr;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::config_setting_id>("config_setting_id", "Which setting: ConfigSettingID.")
        .Key()
        .AtLeast(0)
        .Example("1"),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::last_modified_ledger>("last_modified_ledger",
                                       "Ledger that last changed the entry, as the entry says.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("53312000"),
    ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::compute, &Compute::ledger_max_instructions>(
        "ledger_max_instructions", "Instructions a ledger may run; setting 1 only.")
        .AtLeast(0)
        .Example("500000000"),
    Column<&Row::compute, &Compute::tx_max_instructions>(
        "tx_max_instructions", "Instructions a transaction may run; setting 1 only.")
        .AtLeast(0)
        .Example("100000000"),
    Column<&Row::compute, &Compute::fee_rate_per_instructions_increment>(
        "fee_rate_per_instructions_increment", "Fee for 10,000 instructions; setting 1 only.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("25"),
    Column<&Row::compute, &Compute::tx_memory_limit>(
        "tx_memory_limit", "Memory a transaction may use; setting 1 only.")
        .Unit("bytes")
        .Example("41943040"),
    Column<&Row::cost, &LedgerCost::ledger_max_read_ledger_entries>(
        "ledger_max_read_ledger_entries", "Entries a ledger may read from disk; setting 2 only.")
        .Example("200"),
    Column<&Row::cost, &LedgerCost::ledger_max_read_bytes>(
        "ledger_max_read_bytes", "Bytes a ledger may read from disk; setting 2 only.")
        .Unit("bytes")
        .Example("500000"),
    Column<&Row::cost, &LedgerCost::ledger_max_write_ledger_entries>(
        "ledger_max_write_ledger_entries", "Entries a ledger may write; setting 2 only.")
        .Example("125"),
    Column<&Row::cost, &LedgerCost::ledger_max_write_bytes>(
        "ledger_max_write_bytes", "Bytes a ledger may write; setting 2 only.")
        .Unit("bytes")
        .Example("143360"),
    Column<&Row::cost, &LedgerCost::tx_max_read_ledger_entries>(
        "tx_max_read_ledger_entries", "Entries a transaction may read from disk; setting 2 only.")
        .Example("40"),
    Column<&Row::cost, &LedgerCost::tx_max_read_bytes>(
        "tx_max_read_bytes", "Bytes a transaction may read from disk; setting 2 only.")
        .Unit("bytes")
        .Example("200000"),
    Column<&Row::cost, &LedgerCost::tx_max_write_ledger_entries>(
        "tx_max_write_ledger_entries", "Entries a transaction may write; setting 2 only.")
        .Example("25"),
    Column<&Row::cost, &LedgerCost::tx_max_write_bytes>(
        "tx_max_write_bytes", "Bytes a transaction may write; setting 2 only.")
        .Unit("bytes")
        .Example("132096"),
    Column<&Row::contract_max_size_bytes>("contract_max_size_bytes",
                                          "Largest WASM; setting 0 only.")
        .Unit("bytes")
        .Example("65536"),
    Column<&Row::config_setting_xdr>("config_setting_xdr",
                                     "The ConfigSettingEntry, whatever the setting.")
        .Form(TextForm::kBase64),
    LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"config_setting_id", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "config_settings_snapshot_v1",
    .doc = "One row per network setting a ledger changed, by upgrade or otherwise.",
    .group = "soroban",
    .purpose = "snapshot",
    .subject = "config_settings",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row, Compute, LedgerCost>(kSpec));

Compute ComputeOf(xdr::ConfigSettingEntry setting) {
  if (setting.configSettingID() != xdr::ConfigSettingID::CONFIG_SETTING_CONTRACT_COMPUTE_V0) {
    return Compute{};
  }
  const xdr::ConfigSettingContractComputeV0 compute = setting.contractCompute();
  return {.ledger_max_instructions = compute.ledgerMaxInstructions(),
          .tx_max_instructions = compute.txMaxInstructions(),
          .fee_rate_per_instructions_increment = compute.feeRatePerInstructionsIncrement(),
          .tx_memory_limit = compute.txMemoryLimit()};
}

LedgerCost CostOf(xdr::ConfigSettingEntry setting) {
  if (setting.configSettingID() != xdr::ConfigSettingID::CONFIG_SETTING_CONTRACT_LEDGER_COST_V0) {
    return LedgerCost{};
  }
  const xdr::ConfigSettingContractLedgerCostV0 cost = setting.contractLedgerCost();
  return {.ledger_max_read_ledger_entries = cost.ledgerMaxDiskReadEntries(),
          .ledger_max_read_bytes = cost.ledgerMaxDiskReadBytes(),
          .ledger_max_write_ledger_entries = cost.ledgerMaxWriteLedgerEntries(),
          .ledger_max_write_bytes = cost.ledgerMaxWriteBytes(),
          .tx_max_read_ledger_entries = cost.txMaxDiskReadEntries(),
          .tx_max_read_bytes = cost.txMaxDiskReadBytes(),
          .tx_max_write_ledger_entries = cost.txMaxWriteLedgerEntries(),
          .tx_max_write_bytes = cost.txMaxWriteBytes()};
}

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // the protocol never removes a setting
  const xdr::LedgerEntry entry = context.change.post->entry();
  const xdr::ConfigSettingEntry setting = entry.data().configSetting();
  std::optional<std::uint32_t> contract_max_size;
  if (setting.configSettingID() == xdr::ConfigSettingID::CONFIG_SETTING_CONTRACT_MAX_SIZE_BYTES) {
    contract_max_size = setting.contractMaxSizeBytes();
  }
  out.rows.Append(Row{
      .config_setting_id = Exactly(setting.configSettingID()),
      .ledger_sequence = context.ledger.sequence,
      .last_modified_ledger = entry.lastModifiedLedgerSeq(),
      .closed_at = context.ledger.closed_at,
      .compute = ComputeOf(setting),
      .cost = CostOf(setting),
      .contract_max_size_bytes = contract_max_size,
      .config_setting_xdr = Base64Text(out.arena, setting.encoding()),
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kConfigSettings{
    .spec = &kSpec,
    .extractor = {.change = Extract,
                  .entry_types = EntryTypeBit(xdr::LedgerEntryType::CONFIG_SETTING)}};

}  // namespace lake
