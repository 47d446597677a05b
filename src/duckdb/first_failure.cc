#include "duckdb/first_failure.h"

#include "duckdb/error.h"

namespace lake {

void FirstFailure::Begin() {
  in_transaction_ = true;
  first_.reset();
}

void FirstFailure::End() {
  in_transaction_ = false;
  first_.reset();
}

Error FirstFailure::Note(Error error) {
  if (!in_transaction_) return error;
  if (!first_) {
    first_ = error;
    return error;
  }
  // After a lost connection nothing that is said about the transaction is true any more.
  const bool lost = first_->code == Code::kUnavailable;
  return lost || IsAbortedTransaction(error) ? *first_ : error;
}

}  // namespace lake
