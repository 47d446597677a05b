// The four transaction checks of spec 000.
#include "quality/check_groups.h"
#include "quality/text_form.h"

namespace lake {
namespace {

constexpr std::int64_t kFeeMin = 100;
constexpr std::int64_t kFeeMax = 1'000'000'000;  // 100 XLM in stroops

constexpr CheckInfo kChecks[] = {
    {"transaction_hash_format", kValidity, false, "Hashes are 64 lower-case hex digits."},
    {"source_account_format", kValidity, false, "Source accounts look like G-addresses."},
    {"transaction_fee_range", kValidity, true,
     "Fees are between 100 stroops and 100 XLM; surge-priced and Soroban fees may be above."},
    {"transaction_ledger_consistency", kConsistency, false,
     "Every transaction belongs to a ledger of the batch."},
};

}  // namespace

std::span<const CheckInfo> TransactionChecks() { return kChecks; }

void CheckTransactions(const BatchScan& transactions, QualityResults& out) {
  std::int64_t hashes = 0, accounts = 0, fees = 0;
  transactions.ForEach({"transaction_hash", "source_account", "fee_charged"},
                       [&](std::size_t, auto blocks) {
                         for (std::size_t i = 0; i < blocks[0].size(); ++i) {
                           const std::string_view account = blocks[1].Text(i);
                           const std::int64_t fee = blocks[2].Integer(i);
                           hashes += !IsHex(blocks[0].Text(i), 64);
                           accounts += !account.empty() && !IsAccount(account);
                           fees += fee < kFeeMin || fee > kFeeMax;
                         }
                       });
  const TableSpec& spec = transactions.spec();
  const std::int64_t rows = transactions.rows();
  out.push_back(Outcome(kChecks[0], spec, hashes, rows, "not 64 lower-case hex digits"));
  out.push_back(Outcome(kChecks[1], spec, accounts, rows, "not a G-address"));
  out.push_back(Outcome(kChecks[2], spec, fees, rows, "fee outside 100 stroops to 100 XLM"));
  out.push_back(Outcome(kChecks[3], spec, RowsOfForeignLedgers(transactions), rows,
                        "ledger_sequence is not of the batch"));
}

}  // namespace lake
