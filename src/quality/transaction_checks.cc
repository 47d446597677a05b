// The four transaction checks of spec 000.
#include "quality/block_counts.h"
#include "quality/check_groups.h"
#include "quality/text_form.h"
#include "tables/transaction_core.h"

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

constexpr std::string_view kComplaints[] = {"not 64 lower-case hex digits", "not a G-address",
                                            "fee outside 100 stroops to 100 XLM",
                                            "ledger_sequence is not of the batch"};

constexpr std::string_view kColumns[] = {"transaction_hash", "source_account", "fee_charged",
                                         "ledger_sequence"};

// Both transaction tables begin like this.
struct Row {
  TransactionCore core;
};

void Count(const RowCheckBlock& rows, RowCheckCounts& counts) {
  counts[0] += CountTexts(rows[0], [](std::string_view hash) { return !IsHex(hash, 64); });
  counts[1] += CountTexts(
      rows[1], [](std::string_view account) { return !account.empty() && !IsAccount(account); });
  counts[2] +=
      CountIntegers(rows[2], [](std::int64_t fee) { return fee < kFeeMin || fee > kFeeMax; });
  counts[3] += CountOthers(rows[3], rows.ledger);
}

}  // namespace

constinit const RowChecks kTransactionChecks =
    RowChecksFor(TransactionCoreColumns<&Row::core>(), kChecks, kComplaints, kColumns, Count);

}  // namespace lake
