// The first failure inside a connection's transaction.
//
// After it, DuckDB answers whatever follows with "Current transaction is aborted", and a DuckLake
// whose catalog server went away answers with anything at all. None of that says more than the
// first error, and its code must not decide what is done next. One thread, as its Connection.
#pragma once

#include <optional>

#include "base/result.h"

namespace lake {

class FirstFailure {
 public:
  // A transaction begins or ends.
  void Begin();
  void End();
  // The error to report: the first one of this transaction where `error` only follows from it.
  Error Note(Error error);

 private:
  bool in_transaction_ = false;
  std::optional<Error> first_;
};

}  // namespace lake
