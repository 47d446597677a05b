// account_signers_snapshot_v1: who may sign for an account, after each ledger that changed that
// (D17).
#include <algorithm>
#include <array>

#include "stellar/address.h"
#include "stellar/strkey.h"
#include "table/describes.h"
#include "tables/account_parts.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view account_id;
  std::string_view signer;
  std::int64_t ledger_sequence;
  Fitted<std::int32_t> weight;
  std::optional<std::string_view> sponsor;
  bool deleted;
  Timestamp closed_at;
  std::int64_t ledger_range;
  Timestamp created_at;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::account_id>("account_id", "The account.").Key().Form(TextForm::kAccount),
    Column<&Row::signer>("signer",
                         "Who may sign: a key (G), the hash of a transaction (T) or of a secret "
                         "(X), or a signed payload (P).")
        .Key()
        .Example("GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ"),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(),
    Column<&Row::weight>("weight", "Weight of the signature; 0 when deleted.")
        .AtLeast(0)
        .AtMost(255)
        .Example("1"),
    Column<&Row::sponsor>("sponsor", "Who pays the signer's reserve; NULL when the account does.")
        .Form(TextForm::kAccount),
    Column<&Row::deleted>("deleted", "Whether the signer is gone after the ledger."),
    ClosedAtColumn<&Row::closed_at>(), LedgerRangeColumn<&Row::ledger_range>(),
    CreatedAtColumn<&Row::created_at>());

constexpr std::string_view kPrimaryKey[] = {"account_id", "signer", "ledger_sequence"};

constexpr TableSpec kSpec{.name = "account_signers_snapshot_v1",
                          .doc =
                              "One row per signer of an account whose signer set a ledger changed, "
                              "deleted ones included.",
                          .group = "account_state",
                          .purpose = "snapshot",
                          .subject = "account_signers",
                          .major_version = 1,
                          .columns = kColumns,
                          .row_size = sizeof(Row),
                          .sequence_column = "ledger_sequence",
                          .primary_key = kPrimaryKey,
                          .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

// One signer as the entry has it: compared as bytes, printed only when the set changed.
struct Signer {
  Bytes key;  // SignerKey XDR; empty for the master key
  std::uint32_t weight;
  const std::uint8_t* sponsor;  // 32 key bytes, or null
};

constexpr std::size_t kSignersMax = 21;  // 20 in XDR, and the master key

struct SignerSet {
  std::array<Signer, kSignersMax> list;
  std::size_t size = 0;
  void Add(Signer signer) { list[size++] = signer; }
  std::span<const Signer> all() const { return {list.data(), size}; }
};

const std::uint8_t* SponsorOf(const AccountExtensions& extensions, std::uint32_t index) {
  if (!extensions.signer_sponsors || index >= extensions.signer_sponsors->size()) return nullptr;
  const xdr::SponsorshipDescriptor sponsor = (*extensions.signer_sponsors)[index];
  return sponsor ? AccountKey(*sponsor) : nullptr;
}

SignerSet SignersOf(const ChangeRef* change) {
  SignerSet set;
  if (change == nullptr) return set;
  const xdr::AccountEntry account = change->entry().data().account();
  if (account.thresholds().data()[0] > 0) set.Add({{}, account.thresholds().data()[0], nullptr});
  const AccountExtensions extensions = ExtensionsOf(account);
  std::uint32_t index = 0;
  for (xdr::Signer signer : account.signers()) {
    set.Add({signer.key().encoding(), signer.weight(), SponsorOf(extensions, index++)});
  }
  return set;
}

bool SameKey(const Signer& a, const Signer& b) { return AsText(a.key) == AsText(b.key); }

bool SameSponsor(const Signer& a, const Signer& b) {
  if (a.sponsor == nullptr || b.sponsor == nullptr) return a.sponsor == b.sponsor;
  return std::memcmp(a.sponsor, b.sponsor, 32) == 0;
}

const Signer* Find(const SignerSet& set, const Signer& signer) {
  const auto all = set.all();
  const auto it = std::find_if(all.begin(), all.end(),
                               [&signer](const Signer& other) { return SameKey(signer, other); });
  return it == all.end() ? nullptr : &*it;
}

bool SameSet(const SignerSet& a, const SignerSet& b) {
  if (a.size != b.size) return false;
  return std::all_of(a.all().begin(), a.all().end(), [&b](const Signer& signer) {
    const Signer* other = Find(b, signer);
    return other != nullptr && other->weight == signer.weight && SameSponsor(signer, *other);
  });
}

void Append(const ChangeContext& context, std::string_view account, const Signer& signer,
            bool deleted, RowSink out) {
  std::optional<std::string_view> sponsor;
  if (signer.sponsor != nullptr) sponsor = AccountText(out.arena, signer.sponsor);
  out.rows.Append(Row{
      .account_id = account,
      .signer = signer.key.empty() ? account
                                   : SignerKeyText(out.arena, xdr::SignerKey(signer.key.data())),
      .ledger_sequence = context.ledger.sequence,
      .weight = deleted ? 0 : signer.weight,
      .sponsor = sponsor,
      .deleted = deleted,
      .closed_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
      .created_at = context.ledger.closed_at,
  });
}

Status Extract(const ChangeContext& context, RowSink out) {
  const SignerSet before = SignersOf(context.change.pre);
  const SignerSet after = SignersOf(context.change.post);
  if (context.change.kind == NetChangeKind::kUpdated && SameSet(before, after)) return {};
  const ChangeRef* entry =
      context.change.post != nullptr ? context.change.post : context.change.pre;
  const std::string_view account =
      AccountText(out.arena, entry->entry().data().account().accountID());
  for (const Signer& signer : after.all()) Append(context, account, signer, false, out);
  for (const Signer& signer : before.all()) {
    if (Find(after, signer) == nullptr) Append(context, account, signer, true, out);
  }
  return {};
}

}  // namespace

const Table kAccountSigners{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::ACCOUNT)}};

}  // namespace lake
