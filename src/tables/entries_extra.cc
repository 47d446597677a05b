// entries_extra_snapshot_v1: what the snapshot tables leave out of an entry (decision D23).
#include "base/hex.h"
#include "stellar/address.h"
#include "stellar/enum_text.h"
#include "table/describes.h"
#include "tables/account_parts.h"
#include "tables/all.h"
#include "tables/claim_predicate.h"
#include "tables/entry_name.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view ledger_key_hash;
  std::int64_t ledger_sequence;
  std::string_view entry_type;
  std::string_view entry_key;
  std::optional<std::string_view> sponsor;
  std::optional<std::string_view> inflation_destination;
  std::optional<std::int64_t> sequence_ledger;
  Fitted<std::int64_t> sequence_time;
  std::optional<std::int32_t> liquidity_pool_use_count;
  std::optional<std::string_view> claimants;
  Timestamp closed_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::ledger_key_hash>(
        "ledger_key_hash", "SHA-256 of the LedgerKey XDR; joins ledger_entry_removals_stream_v1.")
        .Key()
        .Hex(64),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::entry_type>("entry_type", "Kind of entry.")
        .OneOf("account|trustline|offer|data|claimable_balance"),
    Column<&Row::entry_key>("entry_key",
                            "Natural key of the entry, as its snapshot table prints it.")
        .Example("GABC...:USDC:GISS..."),
    Column<&Row::sponsor>("sponsor", "Who pays its reserve; NULL when nobody else does.")
        .Form(TextForm::kAccount),
    Column<&Row::inflation_destination>(
        "inflation_destination", "Of an account: whom its inflation votes are for; NULL when none.")
        .Form(TextForm::kAccount),
    Column<&Row::sequence_ledger>(
        "sequence_ledger",
        "Of an account: ledger that last changed its sequence number; NULL before protocol 19.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::sequence_time>(
        "sequence_time", "Of an account: close time of that ledger; NULL before protocol 19.")
        .AtLeast(0)
        .Unit("seconds")
        .Example("1726472954"),
    Column<&Row::liquidity_pool_use_count>(
        "liquidity_pool_use_count",
        "Of a trustline: pool shares of its account whose pool holds its asset; NULL before the "
        "first.")
        .AtLeast(0)
        .Example("2"),
    Column<&Row::claimants>("claimants",
                            "Of a claimable balance: who may claim it and when, in the entry's "
                            "order; times are absolute.")
        .Form(TextForm::kJson)
        .Example(R"([{"destination":"G...","predicate":{"unconditional":true}}])"),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"ledger_key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "entries_extra_snapshot_v1",
    .doc =
        "One row per classic entry a ledger changed that has one of these values after the "
        "ledger, or had one before it: NULLs say that it has none any more.",
    .group = "extra",
    .purpose = "snapshot",
    .subject = "entries_extra",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

struct Values {
  std::optional<xdr::AccountID> sponsor;
  std::optional<xdr::AccountID> inflation_destination;
  std::optional<xdr::AccountEntryExtensionV3> sequence_change;
  std::optional<std::int32_t> pool_use_count;
  std::optional<xdr::Array<xdr::Claimant>> claimants;
  bool any() const {
    return sponsor || inflation_destination || sequence_change || pool_use_count || claimants;
  }
};

std::optional<std::int32_t> PoolUseCount(xdr::TrustLineEntryExt ext) {
  if (ext.v() != 1 || ext.v1().ext().v() != 2) return std::nullopt;
  return ext.v1().ext().v2().liquidityPoolUseCount();
}

Values ValuesOf(const ChangeRef* image) {
  Values values;
  if (image == nullptr) return values;
  const xdr::LedgerEntry entry = image->entry();
  const xdr::LedgerEntryExt ext = entry.ext();
  if (ext.v() == 1) {
    if (const xdr::SponsorshipDescriptor sponsor = ext.v1().sponsoringID()) {
      values.sponsor = *sponsor;
    }
  }
  switch (image->entry_type) {
    case xdr::LedgerEntryType::ACCOUNT: {
      const xdr::AccountEntry account = entry.data().account();
      if (const auto destination = account.inflationDest()) {
        values.inflation_destination = *destination;
      }
      values.sequence_change = ExtensionsOf(account).sequence_change;
      break;
    }
    case xdr::LedgerEntryType::TRUSTLINE:
      values.pool_use_count = PoolUseCount(entry.data().trustLine().ext());
      break;
    case xdr::LedgerEntryType::CLAIMABLE_BALANCE:
      values.claimants = entry.data().claimableBalance().claimants();
      break;
    default:
      break;
  }
  return values;
}

std::string_view ClaimantsJson(Arena& arena, xdr::Array<xdr::Claimant> claimants) {
  thread_local std::string text;
  text.clear();
  JsonWriter json(text);
  json.OpenArray();
  for (const xdr::Claimant claimant : claimants) {
    json.OpenObject();
    json.Key("destination").Plain(AccountText(arena, claimant.v0().destination()));
    WriteClaimPredicate(json.Key("predicate"), claimant.v0().predicate());
    json.CloseObject();
  }
  json.CloseArray();
  return arena.Copy(text);
}

void SetValues(Row& row, const Values& values, Arena& arena) {
  if (values.sponsor) row.sponsor = AccountText(arena, *values.sponsor);
  if (values.inflation_destination) {
    row.inflation_destination = AccountText(arena, *values.inflation_destination);
  }
  if (values.sequence_change) {
    row.sequence_ledger = values.sequence_change->seqLedger();
    row.sequence_time = values.sequence_change->seqTime();
  }
  row.liquidity_pool_use_count = values.pool_use_count;
  if (values.claimants) row.claimants = ClaimantsJson(arena, *values.claimants);
}

Status Extract(const ChangeContext& context, RowSink out) {
  const NetChange& change = context.change;
  if (change.post == nullptr) return {};  // a removal has no row here (D4)
  const Values values = ValuesOf(change.post);
  if (!values.any() && !ValuesOf(change.pre).any()) return {};
  Row row{};
  row.ledger_key_hash = HexText(out.arena, Sha256(change.key_xdr));
  row.ledger_sequence = context.ledger.sequence;
  row.entry_type = LowerText(change.entry_type);
  row.entry_key = EntryName(out.arena, xdr::LedgerKey(change.key_xdr.data()));
  SetValues(row, values, out.arena);
  row.closed_at = context.ledger.closed_at;
  row.ledger_range = context.ledger.ledger_range;
  out.rows.Append(row);
  return {};
}

}  // namespace

const Table kEntriesExtra{
    .spec = &kSpec,
    .extractor = {.change = Extract,
                  .entry_types = EntryTypeBit(xdr::LedgerEntryType::ACCOUNT) |
                                 EntryTypeBit(xdr::LedgerEntryType::TRUSTLINE) |
                                 EntryTypeBit(xdr::LedgerEntryType::OFFER) |
                                 EntryTypeBit(xdr::LedgerEntryType::DATA) |
                                 EntryTypeBit(xdr::LedgerEntryType::CLAIMABLE_BALANCE)}};

}  // namespace lake
