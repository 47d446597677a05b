// The four operation checks of spec 000.
#include "quality/check_groups.h"
#include "quality/text_form.h"

namespace lake {
namespace {

constexpr CheckInfo kChecks[] = {
    {"operation_index_ordering", kConsistency, false,
     "Indexes of a transaction's operations count up from 0."},
    {"operation_transaction_hash", kValidity, false, "Hashes are 64 lower-case hex digits."},
    {"operation_ledger_consistency", kConsistency, false,
     "Every operation belongs to a ledger of the batch."},
    {"operation_required_fields", kCompleteness, false, "Transaction hash and ledger are set."},
};

struct Faults {
  std::int64_t transactions_out_of_order = 0;
  std::int64_t hashes = 0;
};

// Rows of a transaction stand together, in envelope order.
Faults Scan(const BatchScan& operations) {
  Faults faults;
  std::string transaction;
  std::int64_t expected = 0;
  bool counted = false;
  operations.ForEach({"transaction_hash", "operation_index"}, [&](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      const std::string_view hash = blocks[0].Text(i);
      if (hash != transaction) {
        faults.hashes += !IsHex(hash, 64);
        transaction = hash;
        expected = 0;
        counted = false;
      }
      if (blocks[1].Integer(i) != expected++ && !counted) {
        ++faults.transactions_out_of_order;
        counted = true;
      }
    }
  });
  return faults;
}

}  // namespace

std::span<const CheckInfo> OperationChecks() { return kChecks; }

void CheckOperations(const BatchScan& operations, QualityResults& out) {
  const TableSpec& spec = operations.spec();
  const std::int64_t rows = operations.rows();
  const Faults faults = Scan(operations);
  out.push_back(Outcome(kChecks[0], spec, faults.transactions_out_of_order, rows,
                        "transactions whose operation indexes do not count up from 0"));
  out.push_back(Outcome(kChecks[1], spec, faults.hashes, rows, "not 64 lower-case hex digits"));
  out.push_back(Outcome(kChecks[2], spec, RowsOfForeignLedgers(operations), rows,
                        "ledger_sequence is not of the batch"));
  out.push_back(Outcome(kChecks[3], spec, MissingKeys(operations, "transaction_hash"), rows,
                        "transaction hash or ledger missing"));
}

}  // namespace lake
