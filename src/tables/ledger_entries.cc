// ledger_entries_snapshot_v1: every entry after each ledger that changed it, whole (decision D25).
#include <algorithm>
#include <cstring>
#include <vector>

#include "base/base64.h"
#include "base/hex.h"
#include "stellar/enum_text.h"
#include "table/describes.h"
#include "tables/account_parts.h"
#include "tables/all.h"
#include "tables/entry_name.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::int64_t ledger_sequence;
  Timestamp closed_at;
  std::string_view entry_type;
  std::string_view entry_key;
  std::string_view ledger_key_hash;
  std::string_view ledger_key_xdr;
  std::string_view ledger_entry_xdr;
  std::optional<std::string_view> sponsor;
  std::int64_t last_modified_ledger;
  std::optional<std::int64_t> live_until_ledger;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::entry_type>("entry_type", "Kind of entry.")
        .OneOf("account|trustline|offer|data|claimable_balance|contract_data|contract_code|config_"
               "setting|ttl|liquidity_pool"),
    Column<&Row::entry_key>("entry_key",
                            "Natural key of the entry, as its snapshot table prints it.")
        .Example("GABC...:USDC:GISS..."),
    Column<&Row::ledger_key_hash>("ledger_key_hash", "SHA-256 of the LedgerKey XDR.").Key().Hex(64),
    Column<&Row::ledger_key_xdr>("ledger_key_xdr", "The LedgerKey.").Form(TextForm::kBase64),
    Column<&Row::ledger_entry_xdr>("ledger_entry_xdr", "The LedgerEntry after the ledger.")
        .Form(TextForm::kBase64),
    Column<&Row::sponsor>("sponsor", "Who pays its reserve; NULL when nobody else does.")
        .Form(TextForm::kAccount),
    Column<&Row::last_modified_ledger>("last_modified_ledger",
                                       "Ledger that last changed the entry, as the entry says.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("53312000"),
    Column<&Row::live_until_ledger>(
        "live_until_ledger",
        "Last ledger in which a TTL entry lets its entry live; of contract data and code where the "
        "same ledger set it, else NULL: the entry's TTL has a row of its own.")
        .AtLeast(0)
        .Unit("ledgers")
        .Example("54312000"),
    LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"ledger_key_hash", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "ledger_entries_snapshot_v1",
    .doc =
        "One row per ledger entry of any kind that a ledger changed: the whole entry after the "
        "ledger.",
    .group = "entries",
    .purpose = "snapshot",
    .subject = "ledger_entries",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

// The TTLs that a ledger set, by the hash of the key that they are about.
struct Ttl {
  const std::uint8_t* key_hash;
  std::uint32_t live_until;
};
bool Precedes(const Ttl& a, const Ttl& b) {
  return std::memcmp(a.key_hash, b.key_hash, sizeof(Hash256)) < 0;
}

std::optional<std::int64_t> LiveUntil(const NetChange& change, const Hash256& key_hash,
                                      const std::vector<Ttl>& ttls) {
  if (change.entry_type == xdr::LedgerEntryType::TTL) return change.ttl_live_until;
  if (change.entry_type != xdr::LedgerEntryType::CONTRACT_DATA &&
      change.entry_type != xdr::LedgerEntryType::CONTRACT_CODE) {
    return std::nullopt;
  }
  const Ttl wanted{key_hash.data(), 0};
  const auto found = std::lower_bound(ttls.begin(), ttls.end(), wanted, Precedes);
  if (found == ttls.end() || Precedes(wanted, *found)) return std::nullopt;
  return found->live_until;
}

void Append(const LedgerContext& context, const NetChange& change, const std::vector<Ttl>& ttls,
            RowSink out) {
  const xdr::LedgerEntry entry = change.post->entry();
  const Hash256 key_hash = Sha256(change.key_xdr);
  out.rows.Append(Row{.ledger_sequence = context.sequence,
                      .closed_at = context.closed_at,
                      .entry_type = LowerText(change.entry_type),
                      .entry_key = EntryName(out.arena, xdr::LedgerKey(change.key_xdr.data())),
                      .ledger_key_hash = HexText(out.arena, key_hash),
                      .ledger_key_xdr = Base64Text(out.arena, change.key_xdr),
                      .ledger_entry_xdr = Base64Text(out.arena, change.post->bytes()),
                      .sponsor = SponsorText(out.arena, entry),
                      .last_modified_ledger = entry.lastModifiedLedgerSeq(),
                      .live_until_ledger = LiveUntil(change, key_hash, ttls),
                      .ledger_range = context.ledger_range});
}

Status Extract(const LedgerContext& context, RowSink out) {
  thread_local std::vector<Ttl> ttls;
  ttls.clear();
  for (const NetChange& change : context.net_changes) {
    if (change.entry_type != xdr::LedgerEntryType::TTL || change.post == nullptr) continue;
    ttls.push_back({change.post->entry().data().ttl().keyHash().data(), change.ttl_live_until});
  }
  std::sort(ttls.begin(), ttls.end(), Precedes);
  for (const NetChange& change : context.net_changes) {
    if (change.post != nullptr) Append(context, change, ttls, out);
  }
  return {};
}

}  // namespace

const Table kLedgerEntries{.spec = &kSpec,
                           .extractor = {.ledger = Extract, .needs_net_changes = true}};

}  // namespace lake
