// Rows of ledgers gathered into one Arrow record batch, with the exact balances that no column of a
// table can hold.
//
// Not thread-safe. Values are copied: the ledgers may go.
#pragma once

#include <arrow/type_fwd.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "base/result.h"
#include "contracts/ledger_entries.h"
#include "flight/table_arrays.h"

namespace lake {

// The columns of contract_entry.h, then
//   balance_i128  decimal128(38, 0)  the balance, exact
//   balance_text  utf8               the same where it has 39 digits; balance_i128 is NULL there
const std::shared_ptr<arrow::Schema>& ContractSchema();

class EntryBatch {
 public:
  EntryBatch();

  // Rows [first, first + count) of the ledger.
  Status Append(const LedgerEntries& ledger, std::size_t first, std::size_t count);
  std::size_t rows() const { return arrays_.rows(); }
  std::size_t text_bytes() const { return arrays_.text_bytes(); }
  // What was appended since the last one, which may be nothing.
  Result<std::shared_ptr<arrow::RecordBatch>> Finish();

 private:
  TableArrays arrays_;
  std::vector<std::optional<Int128>> balances_;
};

}  // namespace lake
