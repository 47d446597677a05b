// The four operation checks of spec 000.
#include "quality/block_counts.h"
#include "quality/check_groups.h"
#include "quality/text_form.h"
#include "tables/operation_core.h"

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

constexpr std::string_view kComplaints[] = {
    "transactions whose operation indexes do not count up from 0", "not 64 lower-case hex digits",
    "ledger_sequence is not of the batch", "transaction hash or ledger missing"};

constexpr std::string_view kColumns[] = {"transaction_hash", "operation_index", "ledger_sequence"};

// Both operation tables begin like this.
struct Row {
  OperationCore core;
};

// Rows of a transaction stand together, in envelope order.
void CountByTransaction(const RowCheckBlock& rows, RowCheckCounts& counts) {
  RowCheckState& state = rows.state;
  const auto hashes = rows[0].As<std::string_view>();
  const auto indexes = rows[1].As<std::int32_t>();
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    if (hashes[i] != state.transaction) {
      counts[1] += !IsHex(hashes[i], 64);
      state = {hashes[i], 0, false};
    }
    if (indexes[i] != state.next_operation++ && !state.out_of_order) {
      ++counts[0];
      state.out_of_order = true;
    }
  }
}

void Count(const RowCheckBlock& rows, RowCheckCounts& counts) {
  CountByTransaction(rows, counts);
  counts[2] += CountOthers(rows[2], rows.ledger);
  counts[3] += CountEmpty(rows[0]);
  counts[3] += CountIntegers(rows[2], [](std::int64_t sequence) { return sequence == 0; });
}

}  // namespace

constinit const RowChecks kOperationChecks =
    RowChecksFor(OperationCoreColumns<&Row::core>(), kChecks, kComplaints, kColumns, Count);

}  // namespace lake
