#include "reindex/stored_ledgers.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/hex.h"

namespace lake {
namespace {

Error Lost(std::uint32_t sequence, std::string_view what) {
  return {Code::kDataLoss, fmt::format("ledger {}: {}", sequence, what)};
}

std::string NameOf(std::uint32_t sequence, std::string_view column) {
  return fmt::format("ledger {}: {}", sequence, column);
}

Result<Hash256> HashOf(std::string_view hex, std::uint32_t sequence, std::string_view column) {
  TRY_ASSIGN(const auto bytes, ParseHex(hex).Context(NameOf(sequence, column)));
  Hash256 hash;
  if (bytes.size() != hash.size()) return Lost(sequence, fmt::format("{} is no hash", column));
  std::ranges::copy(bytes, hash.begin());
  return hash;
}

// A column of the row, which has a value.
Result<StoredXdr> XdrOf(QueryResult& rows, std::size_t column, std::size_t row,
                        std::uint32_t sequence) {
  if (rows.IsNull(column, row)) {
    return Lost(sequence, fmt::format("{} has no value", rows.column_name(column)));
  }
  auto bytes = ParseBase64(rows.Text(column, row));
  if (bytes.ok()) return bytes;
  return Lost(sequence,
              fmt::format("{}: {}", rows.column_name(column), bytes.status().error().message));
}

std::string HeadersSql(const StoredTables& tables, std::uint64_t first, std::uint64_t last) {
  return fmt::format(
      "SELECT sequence, ledger_hash, ledger_header, coalesce(transactions, 0) FROM {} LEFT JOIN "
      "(SELECT ledger_sequence, count(*) AS transactions FROM {} WHERE ledger_sequence BETWEEN {} "
      "AND {} GROUP BY ledger_sequence) ON ledger_sequence = sequence WHERE sequence BETWEEN {} "
      "AND {} ORDER BY sequence",
      tables.ledgers, tables.transactions, first, last, first, last);
}

}  // namespace

Result<std::optional<StoredLedger>> StoredLedgers::Next() {
  using Answer = std::optional<StoredLedger>;
  if (ready_.empty()) {
    if (announced_.empty() && due_ > last_) return Answer();
    if (announced_.empty()) TRY(ReadHeaders());
    TRY(ReadTransactions());
  }
  Answer ledger = std::move(ready_.front());
  ready_.pop_front();
  return ledger;
}

Status StoredLedgers::ReadHeaders() {
  const std::uint64_t end = std::min<std::uint64_t>(due_ + limits_.ledgers - 1, last_);
  TRY_ASSIGN(QueryResult rows, connection_.Query(HeadersSql(tables_, due_, end)));
  TRY(ForEachRow(rows, [&](std::size_t row) -> Status {
    const auto sequence = static_cast<std::uint32_t>(rows.Int(0, row));
    if (sequence != due_) {
      return Lost(static_cast<std::uint32_t>(std::min<std::uint64_t>(due_, sequence)),
                  "ledgers_row_v2 has not one row of it");
    }
    ++due_;
    StoredLedger ledger{.sequence = sequence, .hash = {}, .header = {}, .transactions = {}};
    TRY_ASSIGN(ledger.hash, HashOf(rows.Text(1, row), sequence, "ledger_hash"));
    TRY_ASSIGN(ledger.header, XdrOf(rows, 2, row, sequence));
    announced_.push_back({std::move(ledger), static_cast<std::uint64_t>(rows.Int(3, row))});
    return {};
  }));
  if (due_ == end + 1) return {};
  return Lost(static_cast<std::uint32_t>(due_), "ledgers_row_v2 has not one row of it");
}

std::string StoredLedgers::TransactionsSql(const LedgerSpan& ledgers) const {
  std::string columns = "ledger_sequence, transaction_hash, tx_result";
  if (parts_ == Parts::kAll) columns += ", tx_envelope";
  if (parts_ == Parts::kAll && tables_.has_metas) columns += ", tx_meta, tx_fee_meta";
  return fmt::format(
      "SELECT {} FROM {} WHERE ledger_sequence BETWEEN {} AND {} ORDER BY ledger_sequence, rowid",
      columns, tables_.transactions, ledgers.first, ledgers.last);
}

// Those of the next ledgers that were announced.
Status StoredLedgers::ReadTransactions() {
  std::uint64_t count = 0;
  while (!announced_.empty() &&
         (ready_.empty() || count + announced_.front().transactions <= limits_.transactions)) {
    count += announced_.front().transactions;
    ready_.push_back(std::move(announced_.front().ledger));
    announced_.pop_front();
  }
  if (count == 0) return {};
  TRY_ASSIGN(QueryResult rows,
             connection_.Query(TransactionsSql({ready_.front().sequence, ready_.back().sequence})));
  auto ledger = ready_.begin();
  return ForEachRow(rows, [&](std::size_t row) -> Status {
    const auto sequence = static_cast<std::uint32_t>(rows.Int(0, row));
    while (ledger->sequence != sequence) ++ledger;  // each has its header
    StoredTransaction tx;
    TRY_ASSIGN(tx.hash, HashOf(rows.Text(1, row), sequence, "transaction_hash"));
    TRY_ASSIGN(tx.result, XdrOf(rows, 2, row, sequence));
    if (parts_ == Parts::kAll) {
      TRY_ASSIGN(tx.envelope, XdrOf(rows, 3, row, sequence));
      if (tables_.has_metas) {
        TRY_ASSIGN(tx.meta, XdrOf(rows, 4, row, sequence));
        TRY_ASSIGN(tx.fee_changes, XdrOf(rows, 5, row, sequence));
      }
    }
    ledger->transactions.push_back(std::move(tx));
    return {};
  });
}

}  // namespace lake
