// ledgers_row_v2: one row per closed ledger; the spine every other table joins to.
#include "base/base64.h"
#include "base/hex.h"
#include "stellar/strkey.h"
#include "table/describes.h"
#include "tables/all.h"
#include "tables/ledger_counts.h"

namespace lake {
namespace {

struct Row {
  std::int64_t sequence;
  std::string_view ledger_hash;
  std::string_view previous_ledger_hash;
  Timestamp closed_at;
  std::int32_t protocol_version;
  std::int64_t total_coins;
  std::int64_t fee_pool;
  Fitted<std::int32_t> base_fee;
  Fitted<std::int32_t> base_reserve;
  Fitted<std::int32_t> max_tx_set_size;
  std::int32_t successful_tx_count;
  std::int32_t failed_tx_count;
  std::optional<Timestamp> ingestion_timestamp;
  std::int64_t ledger_range;
  std::optional<std::int32_t> transaction_count;
  std::optional<std::int32_t> operation_count;
  std::optional<std::int32_t> tx_set_operation_count;
  std::optional<std::int64_t> soroban_fee_write1kb;
  std::optional<std::string_view> node_id;
  std::optional<std::string_view> signature;
  std::optional<std::string_view> ledger_header;
  Fitted<std::int64_t> bucket_list_size;
  Fitted<std::int64_t> live_soroban_state_size;
  std::optional<std::int32_t> evicted_keys_count;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::sequence>("sequence", "Sequence number of the ledger.")
        .Key()
        .AtLeast(1)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::ledger_hash>("ledger_hash", "SHA-256 of the ledger header, the ledger's identity.")
        .Hex(64),
    Column<&Row::previous_ledger_hash>("previous_ledger_hash",
                                       "Hash of the ledger before: the chain.")
        .Hex(64),
    Column<&Row::closed_at>("closed_at", "Close time of the ledger, UTC."),
    Column<&Row::protocol_version>("protocol_version", "Protocol version of the ledger.")
        .AtLeast(0)
        .Example("21"),
    Column<&Row::total_coins>("total_coins", "Lumens in existence.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("1054439020873472865"),
    Column<&Row::fee_pool>("fee_pool", "Fees collected so far.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("68123456789012"),
    Column<&Row::base_fee>("base_fee", "Minimum fee of an operation.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("100"),
    Column<&Row::base_reserve>("base_reserve", "Reserve of one ledger entry.")
        .AtLeast(0)
        .Unit("stroops")
        .Example("5000000"),
    Column<&Row::max_tx_set_size>(
        "max_tx_set_size",
        "Limit of the transaction set: operations since protocol 11, transactions before.")
        .AtLeast(0)
        .Example("1000"),
    Column<&Row::successful_tx_count>("successful_tx_count", "Transactions that succeeded.")
        .AtLeast(0)
        .Example("112"),
    Column<&Row::failed_tx_count>("failed_tx_count", "Transactions that failed.")
        .AtLeast(0)
        .Example("51"),
    Column<&Row::ingestion_timestamp>(
        "ingestion_timestamp",
        "When the batch was written; the only column that is not a function of the ledger.")
        .NoDigest(),
    Column<&Row::ledger_range>("ledger_range",
                               "The sequence rounded down to 10,000: the partition.")
        .AtLeast(0)
        .Example("53310000"),
    Column<&Row::transaction_count>("transaction_count",
                                    "Transactions of the ledger, successful and failed.")
        .AtLeast(0)
        .Example("163"),
    Column<&Row::operation_count>("operation_count", "Operations of the successful transactions.")
        .AtLeast(0)
        .Example("234"),
    Column<&Row::tx_set_operation_count>("tx_set_operation_count",
                                         "Operations of all transactions, successful or not.")
        .AtLeast(0)
        .Example("301"),
    Column<&Row::soroban_fee_write1kb>(
        "soroban_fee_write1kb", "Fee for writing 1 KiB of contract state; NULL without Soroban.")
        .Unit("stroops")
        .Example("3500"),
    Column<&Row::node_id>("node_id",
                          "Validator that signed the ledger's value; NULL when unsigned.")
        .Form(TextForm::kAccount),
    Column<&Row::signature>("signature", "That validator's signature; NULL when unsigned.")
        .Form(TextForm::kBase64),
    Column<&Row::ledger_header>("ledger_header", "XDR of the LedgerHeader.")
        .Form(TextForm::kBase64),
    Column<&Row::bucket_list_size>("bucket_list_size",
                                   "Size of the bucket list before protocol 23, of live contract "
                                   "state since; NULL in V0 meta.")
        .Unit("bytes")
        .Example("13959863296"),
    Column<&Row::live_soroban_state_size>("live_soroban_state_size",
                                          "The same number under its newer name (decision D12).")
        .Unit("bytes")
        .Example("13959863296"),
    Column<&Row::evicted_keys_count>("evicted_keys_count",
                                     "Ledger keys evicted in this ledger; NULL in V0 meta.")
        .AtLeast(0)
        .Example("2"));

constexpr std::string_view kPrimaryKey[] = {"sequence"};

constexpr TableSpec kSpec{.name = "ledgers_row_v2",
                          .doc = "One row per closed ledger.",
                          .group = "core",
                          .purpose = "row",
                          .subject = "ledgers",
                          .major_version = 2,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "sequence",
                          .primary_key = kPrimaryKey};
static_assert(Describes<Row>(kSpec));

struct Signer {
  std::optional<std::string_view> node_id;
  std::optional<std::string_view> signature;
};

Signer SignerOf(xdr::StellarValueExt ext, Arena& arena) {
  if (ext.v() != xdr::StellarValueType::STELLAR_VALUE_SIGNED) return {};
  const xdr::LedgerCloseValueSignature signature = ext.lcValueSignature();
  return {AccountText(arena, signature.nodeID().ed25519().data()),
          Base64Text(arena, signature.signature())};
}

Status Extract(const LedgerContext& context, RowSink out) {
  const LedgerView& ledger = context.ledger;
  const xdr::LedgerHeader header = ledger.header();
  const LedgerCounts counts = CountLedger(ledger);
  const Signer signer = SignerOf(header.scpValue().ext(), out.arena);
  const auto state_bytes = ledger.live_soroban_state_bytes();
  std::optional<std::int32_t> evicted;
  if (ledger.evicted_keys()) evicted = Exactly(ledger.evicted_keys()->size());
  out.rows.Append(Row{
      .sequence = context.sequence,
      .ledger_hash = HexText(out.arena, ledger.header_entry().hash().bytes()),
      .previous_ledger_hash = HexText(out.arena, header.previousLedgerHash().bytes()),
      .closed_at = context.closed_at,
      .protocol_version = Exactly(header.ledgerVersion()),
      .total_coins = header.totalCoins(),
      .fee_pool = header.feePool(),
      .base_fee = header.baseFee(),
      .base_reserve = header.baseReserve(),
      .max_tx_set_size = header.maxTxSetSize(),
      .successful_tx_count = counts.successful,
      .failed_tx_count = counts.transactions - counts.successful,
      .ingestion_timestamp = context.ingested_at,
      .ledger_range = context.ledger_range,
      .transaction_count = counts.transactions,
      .operation_count = counts.successful_operations,
      .tx_set_operation_count = counts.operations,
      .soroban_fee_write1kb = ledger.soroban_fee_write_1kb(),
      .node_id = signer.node_id,
      .signature = signer.signature,
      .ledger_header = Base64Text(out.arena, ledger.header_xdr()),
      .bucket_list_size = state_bytes,
      .live_soroban_state_size = state_bytes,
      .evicted_keys_count = evicted,
  });
  return {};
}

}  // namespace

const Table kLedgers{.spec = &kSpec, .extractor = {.ledger = Extract}};

}  // namespace lake
