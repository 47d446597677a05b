// The ledgers of a lake, put together again from the rows of ledgers_row_v2 and
// transactions_row_v2, one after the other.
//
// Reads a few thousand transactions at once, some 100 MB of pubnet's. Nothing of it is proved
// (rebuilt_ledger.h). One thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/sha256.h"
#include "duckdb/database.h"
#include "stellar/ledger_set.h"

namespace lake {

// Where the rows stand; paths are quoted.
struct StoredTables {
  std::string ledgers;
  std::string transactions;
  bool has_metas = true;  // the columns tx_meta and tx_fee_meta
};

using StoredXdr = std::vector<std::uint8_t>;

// How much is read at once; of one ledger all of it.
struct StoredLimits {
  std::uint64_t ledgers = 4'096;  // headers
  std::uint64_t transactions = 8'192;
};

struct StoredTransaction {
  Hash256 hash;
  StoredXdr result;
  StoredXdr envelope, meta, fee_changes;  // empty when they were not asked for or are not there
};

struct StoredLedger {
  std::uint32_t sequence;
  Hash256 hash;
  StoredXdr header;
  std::vector<StoredTransaction> transactions;  // in the order of the table
};

class StoredLedgers {
 public:
  enum class Parts : std::uint8_t { kResults, kAll };

  // Reads `ledgers`, each of which has a row in ledgers_row_v2.
  StoredLedgers(Connection connection, StoredTables tables, Parts parts, LedgerSpan ledgers,
                StoredLimits limits = {})
      : connection_(std::move(connection)),
        tables_(std::move(tables)),
        parts_(parts),
        due_(ledgers.first),
        last_(ledgers.last),
        limits_(limits) {}

  // The next one; nothing behind the last. kDataLoss, naming ledger and column, when rows are not
  // there or do not hold what they should.
  Result<std::optional<StoredLedger>> Next();

 private:
  struct Announced {
    StoredLedger ledger;
    std::uint64_t transactions;
  };
  Status ReadHeaders();
  Status ReadTransactions();
  std::string TransactionsSql(const LedgerSpan& ledgers) const;

  Connection connection_;
  const StoredTables tables_;
  const Parts parts_;
  std::uint64_t due_;  // the first ledger whose header was not read
  const std::uint32_t last_;
  const StoredLimits limits_;
  std::deque<Announced> announced_;  // headers were read
  std::deque<StoredLedger> ready_;   // all was
};

}  // namespace lake
