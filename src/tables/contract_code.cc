// contract_code_snapshot_v1: every WASM code entry after each ledger that changed it.
#include "base/hex.h"
#include "base/sha256.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

// ContractCodeCostInputs (CAP-54); all absent while the entry has no such extension.
struct CostInputs {
  std::optional<std::int64_t> n_instructions;
  std::optional<std::int64_t> n_functions;
  std::optional<std::int64_t> n_globals;
  std::optional<std::int64_t> n_table_entries;
  std::optional<std::int64_t> n_types;
  std::optional<std::int64_t> n_data_segments;
  std::optional<std::int64_t> n_elem_segments;
  std::optional<std::int64_t> n_imports;
  std::optional<std::int64_t> n_exports;
  std::optional<std::int64_t> n_data_segment_bytes;
};

struct Row {
  std::string_view contract_code_hash;
  std::string_view ledger_key_hash;
  Fitted<std::int32_t> last_modified_ledger;
  std::int32_t ledger_entry_change;
  bool deleted;
  Timestamp closed_at;
  std::int64_t ledger_sequence;
  CostInputs cost;
  std::int64_t ledger_range;
};

constexpr auto kCostColumns = ColumnsOf(
    Column<&Row::cost, &CostInputs::n_instructions>(
        "n_instructions", "Instructions of the module; NULL when the entry has no cost inputs.")
        .AtLeast(0)
        .Example("2400"),
    Column<&Row::cost, &CostInputs::n_functions>("n_functions", "Functions of the module.")
        .AtLeast(0)
        .Example("31"),
    Column<&Row::cost, &CostInputs::n_globals>("n_globals", "Globals of the module.")
        .AtLeast(0)
        .Example("3"),
    Column<&Row::cost, &CostInputs::n_table_entries>("n_table_entries",
                                                     "Table entries of the module.")
        .AtLeast(0)
        .Example("0"),
    Column<&Row::cost, &CostInputs::n_types>("n_types", "Types of the module.")
        .AtLeast(0)
        .Example("12"),
    Column<&Row::cost, &CostInputs::n_data_segments>("n_data_segments",
                                                     "Data segments of the module.")
        .AtLeast(0)
        .Example("1"),
    Column<&Row::cost, &CostInputs::n_elem_segments>("n_elem_segments",
                                                     "Element segments of the module.")
        .AtLeast(0)
        .Example("0"),
    Column<&Row::cost, &CostInputs::n_imports>("n_imports", "Imports of the module.")
        .AtLeast(0)
        .Example("9"),
    Column<&Row::cost, &CostInputs::n_exports>("n_exports", "Exports of the module.")
        .AtLeast(0)
        .Example("8"),
    Column<&Row::cost, &CostInputs::n_data_segment_bytes>("n_data_segment_bytes",
                                                          "Bytes in its data segments.")
        .AtLeast(0)
        .Unit("bytes")
        .Example("420"));

constexpr auto kColumns = JoinColumns(
    ColumnsOf(
        Column<&Row::contract_code_hash>("contract_code_hash", "SHA-256 of the WASM.")
            .Key()
            .Hex(64),
        Column<&Row::ledger_key_hash>(
            "ledger_key_hash", "SHA-256 of the LedgerKey XDR; joins ttl_snapshot_v1.key_hash.")
            .Hex(64),
        Column<&Row::last_modified_ledger>("last_modified_ledger",
                                           "Ledger that last changed the entry, as the entry says.")
            .AtLeast(0)
            .Unit("ledgers")
            .Example("53312000"),
        Column<&Row::ledger_entry_change>(
            "ledger_entry_change", "Net change: 0 created, 1 updated, 2 removed, 4 restored.")
            .AtLeast(0)
            .AtMost(4)
            .Example("1"),
        Column<&Row::deleted>(
            "deleted",
            "Whether the code is gone after the ledger; the row then shows its last state."),
        ClosedAtColumn<&Row::closed_at>(), LedgerSequenceColumn<&Row::ledger_sequence>().Key()),
    kCostColumns, ColumnsOf(LedgerRangeColumn<&Row::ledger_range>()));

constexpr std::string_view kPrimaryKey[] = {"contract_code_hash", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "contract_code_snapshot_v1",
                          .doc = "One row per WASM code entry a ledger changed or removed.",
                          .group = "soroban",
                          .purpose = "snapshot",
                          .subject = "contract_code",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey,
                          .fillfactor = 90};
static_assert(Describes<Row, CostInputs>(kSpec));

CostInputs CostOf(xdr::ContractCodeEntryExt ext) {
  if (ext.v() != 1) return CostInputs{};
  const xdr::ContractCodeCostInputs inputs = ext.v1().costInputs();
  return {.n_instructions = inputs.nInstructions(),
          .n_functions = inputs.nFunctions(),
          .n_globals = inputs.nGlobals(),
          .n_table_entries = inputs.nTableEntries(),
          .n_types = inputs.nTypes(),
          .n_data_segments = inputs.nDataSegments(),
          .n_elem_segments = inputs.nElemSegments(),
          .n_imports = inputs.nImports(),
          .n_exports = inputs.nExports(),
          .n_data_segment_bytes = inputs.nDataSegmentBytes()};
}

Status Extract(const ChangeContext& context, RowSink out) {
  const NetChange& change = context.change;
  const xdr::LedgerEntry entry = (change.post != nullptr ? change.post : change.pre)->entry();
  const xdr::ContractCodeEntry code = entry.data().contractCode();
  out.rows.Append(Row{
      .contract_code_hash = HexText(out.arena, code.hash().bytes()),
      .ledger_key_hash = HexText(out.arena, Sha256(change.key_xdr)),
      .last_modified_ledger = entry.lastModifiedLedgerSeq(),
      .ledger_entry_change = Exactly(change.kind),
      .deleted = change.kind == NetChangeKind::kRemoved,
      .closed_at = context.ledger.closed_at,
      .ledger_sequence = context.ledger.sequence,
      .cost = CostOf(code.ext()),
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kContractCode{
    .spec = &kSpec,
    .extractor = {.change = Extract,
                  .entry_types = EntryTypeBit(xdr::LedgerEntryType::CONTRACT_CODE)}};

}  // namespace lake
