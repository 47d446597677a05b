// The six native-balance checks of spec 000.
#include "quality/block_counts.h"
#include "quality/check_groups.h"
#include "quality/text_form.h"
#include "tables/native_balance_row.h"

namespace lake {
namespace {

constexpr std::int64_t kBalanceMax = 1'000'000'000'000'000'000;  // 10^18 stroops

constexpr CheckInfo kChecks[] = {
    {"balance_account_id_format", kValidity, false, "Accounts look like G-addresses."},
    {"balance_range", kValidity, false, "Balances are between 0 and 10^18 stroops."},
    {"liabilities_validation", kConsistency, true,
     "Liabilities are not negative and at most twice the balance; buying liabilities may be "
     "above."},
    {"balance_ledger_consistency", kConsistency, false,
     "Every balance belongs to a ledger of the batch."},
    {"balance_required_fields", kCompleteness, false, "Account and ledger are set."},
    {"sequence_number_validity", kValidity, false, "Sequence numbers are not negative."},
};

constexpr std::string_view kComplaints[] = {"not a G-address",
                                            "balance outside 0 to 10^18",
                                            "liabilities negative or above twice the balance",
                                            "ledger_sequence is not of the batch",
                                            "account or ledger missing",
                                            "negative sequence number"};

constexpr std::string_view kColumns[] = {"account_id",         "balance",
                                         "buying_liabilities", "selling_liabilities",
                                         "ledger_sequence",    "sequence_number"};

bool LiabilitiesHold(std::int64_t balance, std::int64_t buying, std::int64_t selling) {
  __extension__ using Wide = __int128;
  return buying >= 0 && selling >= 0 && Wide{buying} + selling <= Wide{balance} * 2;
}

std::int64_t CountBadLiabilities(const RowCheckBlock& rows) {
  const auto balances = rows[1].As<std::int64_t>();
  const auto buying = rows[2].As<std::int64_t>();
  const auto selling = rows[3].As<std::int64_t>();
  std::int64_t bad = 0;
  for (std::size_t i = 0; i < balances.size(); ++i) {
    bad += !LiabilitiesHold(balances[i], buying[i], selling[i]);
  }
  return bad;
}

void Count(const RowCheckBlock& rows, RowCheckCounts& counts) {
  counts[0] += CountTexts(
      rows[0], [](std::string_view account) { return !account.empty() && !IsAccount(account); });
  counts[1] += CountIntegers(
      rows[1], [](std::int64_t balance) { return balance < 0 || balance > kBalanceMax; });
  counts[2] += CountBadLiabilities(rows);
  counts[3] += CountOthers(rows[4], rows.ledger);
  counts[4] += CountEmpty(rows[0]);
  counts[4] += CountIntegers(rows[4], [](std::int64_t sequence) { return sequence == 0; });
  counts[5] += CountIntegers(rows[5], [](std::int64_t sequence) { return sequence < 0; });
}

}  // namespace

constinit const RowChecks kBalanceChecks =
    RowChecksFor(NativeBalanceColumns(), kChecks, kComplaints, kColumns, Count);

}  // namespace lake
