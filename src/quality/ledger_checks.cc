// The five ledger checks of spec 000.
#include <map>

#include "quality/check_groups.h"
#include "quality/text_form.h"

namespace lake {
namespace {

constexpr CheckInfo kChecks[] = {
    {"ledger_hash_format", kValidity, false,
     "Hashes of the ledger and of the ledger before are 64 lower-case hex digits."},
    {"required_fields", kCompleteness, false, "Hash, close time and sequence are set."},
    {"sequence_monotonicity", kConsistency, false,
     "Sequences rise by one, none missing, none twice."},
    {"transaction_count_consistency", kConsistency, false,
     "transaction_count is the number of transaction rows of the ledger."},
    {"timestamp_ordering", kConsistency, false, "Close times never go back."},
};

std::int64_t BadHashes(const BatchScan& ledgers) {
  std::int64_t bad = 0;
  ledgers.ForEach({"ledger_hash", "previous_ledger_hash"}, [&](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      const std::string_view previous = blocks[1].Text(i);
      bad += !IsHex(blocks[0].Text(i), 64);
      bad += !previous.empty() && !IsHex(previous, 64);
    }
  });
  return bad;
}

std::int64_t MissingFields(const BatchScan& ledgers) {
  std::int64_t missing = 0;
  ledgers.ForEach({"ledger_hash", "sequence", "closed_at"}, [&](std::size_t ledger, auto blocks) {
    // A zero close time is real only where the header says so: the load-test networks start in
    // 1970.
    const bool zero_is_real = ledgers.batch().ledgers[ledger]->close_time == 0;
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      missing += blocks[0].Text(i).empty();
      missing += blocks[1].Integer(i) == 0;
      missing += blocks[2].Integer(i) == 0 && !zero_is_real;
    }
  });
  return missing;
}

void CountOrder(const BatchScan& ledgers, LedgerCounts& counts) {
  ledgers.ForEach({"sequence", "closed_at"}, [&](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      const std::int64_t step = blocks[0].Integer(i) - counts.sequence;
      if (counts.any && step != 1) counts.sequence_faults += step > 1 ? step - 1 : 1;
      if (counts.any && blocks[1].Integer(i) < counts.closed_at) ++counts.time_faults;
      counts.sequence = blocks[0].Integer(i);
      counts.closed_at = blocks[1].Integer(i);
      counts.any = true;
    }
  });
}

std::optional<std::size_t> TransactionTable(const Batch& batch) {
  const auto v2 = TableIndex(batch, "transactions_row_v2");
  return v2 ? v2 : TableIndex(batch, "transactions_row_v1");
}

// Rows by their own ledger_sequence, so that a row of a foreign ledger shows up here too. Where the
// workers found none, the rows need not be read again.
std::map<std::int64_t, std::int64_t> CountByLedger(const BatchScan& table, bool foreign_rows) {
  std::map<std::int64_t, std::int64_t> rows;  // by sequence: a batch with gaps is checked, too
  if (!foreign_rows) {
    for (const auto& ledger : table.ledgers()) {
      rows[ledger->sequence] += static_cast<std::int64_t>(ledger->tables[table.table()].size());
    }
    return rows;
  }
  table.ForEach({"ledger_sequence"}, [&rows](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) ++rows[blocks[0].Integer(i)];
  });
  return rows;
}

std::int64_t MiscountedLedgers(const BatchScan& ledgers, const BatchScan& transactions,
                               bool foreign_rows) {
  auto rows = CountByLedger(transactions, foreign_rows);
  std::int64_t bad = 0;
  ledgers.ForEach({"sequence", "transaction_count"}, [&](std::size_t, auto blocks) {
    for (std::size_t i = 0; i < blocks[0].size(); ++i) {
      bad += blocks[1].IsNull(i) || blocks[1].Integer(i) != rows[blocks[0].Integer(i)];
    }
  });
  return bad;
}

}  // namespace

std::span<const CheckInfo> LedgerChecks() { return kChecks; }

void LookAtLedgers(const BatchScan& ledgers, const LedgerFaults& faults, LedgerCounts& counts) {
  counts.bad_hashes += BadHashes(ledgers);
  counts.missing_fields += MissingFields(ledgers);
  CountOrder(ledgers, counts);
  if (const auto table = TransactionTable(ledgers.batch())) {
    const bool foreign_rows = !faults.empty() && faults[*table].foreign_rows > 0;
    counts.miscounted += MiscountedLedgers(ledgers, ledgers.Of(*table), foreign_rows);
  }
}

void CheckLedgers(const BatchScan& ledgers, const LedgerCounts& counts, QualityResults& out) {
  const auto add = [&](std::size_t check, std::int64_t violations, std::string_view what) {
    out.push_back(Outcome(kChecks[check], ledgers.spec(), violations, ledgers.rows(), what));
  };
  add(0, counts.bad_hashes, "not 64 lower-case hex digits");
  add(1, counts.missing_fields, "hash, close time or sequence missing");
  add(2, counts.sequence_faults, "missing or repeated sequences");
  if (TransactionTable(ledgers.batch())) {
    add(3, counts.miscounted, "transaction_count is not the number of transaction rows");
  }
  add(4, counts.time_faults, "closed before the ledger before");
}

}  // namespace lake
