#include "extract/ledger_line.h"

#include "base/stage_timer.h"

namespace lake {

Result<std::optional<RawLedger>> ReadLedger(LedgerSource& source) {
  const StageTimer timer(Stage::kRead);
  return source.Next();
}

}  // namespace lake
