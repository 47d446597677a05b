// The six native-balance checks of spec 000.
#include "quality/check_groups.h"
#include "quality/text_form.h"

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

struct Faults {
  std::int64_t accounts = 0, balances = 0, liabilities = 0, sequences = 0;
};

bool LiabilitiesHold(std::int64_t balance, std::int64_t buying, std::int64_t selling) {
  __extension__ using Wide = __int128;
  return buying >= 0 && selling >= 0 && Wide{buying} + selling <= Wide{balance} * 2;
}

Faults Scan(const BatchScan& balances) {
  Faults faults;
  balances.ForEach(
      {"account_id", "balance", "buying_liabilities", "selling_liabilities", "sequence_number"},
      [&](std::size_t, auto blocks) {
        for (std::size_t i = 0; i < blocks[0].size(); ++i) {
          const std::string_view account = blocks[0].Text(i);
          const std::int64_t balance = blocks[1].Integer(i);
          faults.accounts += !account.empty() && !IsAccount(account);
          faults.balances += balance < 0 || balance > kBalanceMax;
          faults.liabilities +=
              !LiabilitiesHold(balance, blocks[2].Integer(i), blocks[3].Integer(i));
          faults.sequences += !blocks[4].IsNull(i) && blocks[4].Integer(i) < 0;
        }
      });
  return faults;
}

}  // namespace

std::span<const CheckInfo> BalanceChecks() { return kChecks; }

void CheckBalances(const BatchScan& balances, QualityResults& out) {
  const TableSpec& spec = balances.spec();
  const std::int64_t rows = balances.rows();
  const Faults faults = Scan(balances);
  out.push_back(Outcome(kChecks[0], spec, faults.accounts, rows, "not a G-address"));
  out.push_back(Outcome(kChecks[1], spec, faults.balances, rows, "balance outside 0 to 10^18"));
  out.push_back(Outcome(kChecks[2], spec, faults.liabilities, rows,
                        "liabilities negative or above twice the balance"));
  out.push_back(Outcome(kChecks[3], spec, RowsOfForeignLedgers(balances), rows,
                        "ledger_sequence is not of the batch"));
  out.push_back(Outcome(kChecks[4], spec, MissingKeys(balances, "account_id"), rows,
                        "account or ledger missing"));
  out.push_back(Outcome(kChecks[5], spec, faults.sequences, rows, "negative sequence number"));
}

}  // namespace lake
