// accounts_snapshot_v1: every account after each ledger that changed it.
#include "base/json_text.h"
#include "stellar/address.h"
#include "stellar/amount.h"
#include "stellar/integer_text.h"
#include "table/describes.h"
#include "tables/account_columns.h"
#include "tables/account_parts.h"
#include "tables/all.h"
#include "tables/standard_columns.h"

namespace lake {
namespace {

struct Row {
  std::string_view account_id;
  std::int64_t ledger_sequence;
  Timestamp closed_at;
  std::string_view balance;
  std::int64_t sequence_number;
  Fitted<std::int32_t> num_subentries;
  Fitted<std::int32_t> num_sponsoring;
  Fitted<std::int32_t> num_sponsored;
  std::optional<std::string_view> home_domain;
  std::int32_t master_weight;
  std::int32_t low_threshold;
  std::int32_t med_threshold;
  std::int32_t high_threshold;
  Fitted<std::int32_t> flags;
  bool auth_required;
  bool auth_revocable;
  bool auth_immutable;
  bool auth_clawback_enabled;
  std::optional<std::string_view> signers;
  std::optional<std::string_view> sponsor_account;
  Timestamp created_at;
  Timestamp updated_at;
  std::int64_t ledger_range;
};

constexpr auto kColumns = ColumnsOf(
    Column<&Row::account_id>("account_id", "The account.").Key().Form(TextForm::kAccount),
    LedgerSequenceColumn<&Row::ledger_sequence>().Key(), ClosedAtColumn<&Row::closed_at>(),
    Column<&Row::balance>("balance", "Lumens the account holds.")
        .Form(TextForm::kDecimal7)
        .Unit("XLM"),
    AccountSequenceColumn<&Row::sequence_number>(), SubentriesColumn<&Row::num_subentries>(),
    SponsoringColumn<&Row::num_sponsoring>(), SponsoredColumn<&Row::num_sponsored>(),
    Column<&Row::home_domain>("home_domain", "Domain that describes the account; NULL when empty.")
        .Example("lobstr.co"),
    Column<&Row::master_weight>("master_weight", "Weight of the account's own key.")
        .AtLeast(0)
        .AtMost(255)
        .Example("1"),
    Column<&Row::low_threshold>("low_threshold", "Weight that low-security operations need.")
        .AtLeast(0)
        .AtMost(255)
        .Example("1"),
    Column<&Row::med_threshold>("med_threshold", "Weight that medium-security operations need.")
        .AtLeast(0)
        .AtMost(255)
        .Example("2"),
    Column<&Row::high_threshold>("high_threshold", "Weight that high-security operations need.")
        .AtLeast(0)
        .AtMost(255)
        .Example("3"),
    Column<&Row::flags>("flags", "The account's flags as a bit mask.").AtLeast(0).Example("1"),
    Column<&Row::auth_required>("auth_required",
                                "Flag 1: holders of its assets need authorization."),
    Column<&Row::auth_revocable>("auth_revocable", "Flag 2: that authorization can be revoked."),
    Column<&Row::auth_immutable>("auth_immutable", "Flag 4: these flags cannot change."),
    Column<&Row::auth_clawback_enabled>("auth_clawback_enabled",
                                        "Flag 8: its assets can be clawed back."),
    Column<&Row::signers>("signers",
                          "Signers besides the master key, in ledger order; NULL when none.")
        .Form(TextForm::kJson)
        .Example("[{\"key\":\"G...\",\"weight\":1}]"),
    Column<&Row::sponsor_account>("sponsor_account",
                                  "Who pays the account's reserve; NULL when it does itself.")
        .Form(TextForm::kAccount),
    CreatedAtColumn<&Row::created_at>(),
    Column<&Row::updated_at>("updated_at", "Close time of the ledger, UTC; rows are written once."),
    LedgerRangeColumn<&Row::ledger_range>());

constexpr std::string_view kPrimaryKey[] = {"account_id", "ledger_sequence"};

constexpr TableSpec kSpec{
    .name = "accounts_snapshot_v1",
    .doc =
        "One row per account a ledger changed, fee payments included: its state after the ledger.",
    .group = "account_state",
    .purpose = "snapshot",
    .subject = "accounts",
    .major_version = 1,
    .columns = kColumns,
    .row_size = sizeof(Row),
    .sequence_column = "ledger_sequence",
    .primary_key = kPrimaryKey,
    .fillfactor = 90};
static_assert(Describes<Row>(kSpec));

// Keys are strkeys and weights are numbers: nothing in here needs escaping.
std::optional<std::string_view> SignersJson(Arena& arena, xdr::Array<xdr::Signer> signers) {
  if (signers.empty()) return std::nullopt;
  constexpr std::string_view kKey = "{\"key\":\"", kWeight = "\",\"weight\":", kEnd = "}";
  constexpr std::size_t kStrkeyMax = 165;
  const std::size_t room = 2 + signers.size() * (kKey.size() + kStrkeyMax + kWeight.size() +
                                                 kEnd.size() + kMaxInt64Text + 1);
  std::string_view texts[20];  // XDR allows 20 signers
  std::uint32_t count = 0;
  for (xdr::Signer signer : signers) texts[count++] = SignerKeyText(arena, signer.key());
  char* const begin = arena.Allocate(room);
  char* p = begin;
  const auto put = [&p](std::string_view text) { p = std::copy(text.begin(), text.end(), p); };
  *p++ = '[';
  count = 0;
  for (xdr::Signer signer : signers) {
    if (count > 0) *p++ = ',';
    put(kKey);
    put(texts[count++]);
    put(kWeight);
    p += WriteUint64(p, signer.weight());
    put(kEnd);
  }
  *p++ = ']';
  const auto size = static_cast<std::size_t>(p - begin);
  arena.Shrink(room, size);
  return std::string_view(begin, size);
}

std::optional<std::string_view> HomeDomain(Arena& arena, Bytes domain) {
  if (domain.empty()) return std::nullopt;
  return SanitizeText(arena, AsText(domain));
}

Status Extract(const ChangeContext& context, RowSink out) {
  if (context.change.post == nullptr) return {};  // a removal has no row here (D4)
  const xdr::LedgerEntry entry = context.change.post->entry();
  const xdr::AccountEntry account = entry.data().account();
  const AccountExtensions extensions = ExtensionsOf(account);
  const std::uint8_t* thresholds = account.thresholds().data();
  const std::uint32_t flags = account.flags();
  out.rows.Append(Row{
      .account_id = AccountText(out.arena, account.accountID()),
      .ledger_sequence = context.ledger.sequence,
      .closed_at = context.ledger.closed_at,
      .balance = Decimal7(out.arena, account.balance()),
      .sequence_number = account.seqNum(),
      .num_subentries = account.numSubEntries(),
      .num_sponsoring = extensions.num_sponsoring,
      .num_sponsored = extensions.num_sponsored,
      .home_domain = HomeDomain(out.arena, account.homeDomain()),
      .master_weight = thresholds[0],
      .low_threshold = thresholds[1],
      .med_threshold = thresholds[2],
      .high_threshold = thresholds[3],
      .flags = flags,
      .auth_required = (flags & 1) != 0,
      .auth_revocable = (flags & 2) != 0,
      .auth_immutable = (flags & 4) != 0,
      .auth_clawback_enabled = (flags & 8) != 0,
      .signers = SignersJson(out.arena, account.signers()),
      .sponsor_account = SponsorText(out.arena, entry),
      .created_at = context.ledger.closed_at,
      .updated_at = context.ledger.closed_at,
      .ledger_range = context.ledger.ledger_range,
  });
  return {};
}

}  // namespace

const Table kAccounts{
    .spec = &kSpec,
    .extractor = {.change = Extract, .entry_types = EntryTypeBit(xdr::LedgerEntryType::ACCOUNT)}};

}  // namespace lake
