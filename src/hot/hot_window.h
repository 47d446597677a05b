// Which ledgers a hot buffer holds, and where it goes on.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "postgres/connection.h"
#include "stellar/ledger_set.h"

namespace lake {

struct HotWindow {
  LedgerSet held;                                // also of a part of the tables only
  std::optional<std::uint32_t> flushed_through;  // in the lake

  // Whether a crash has taken the rows and nobody has begun anew.
  bool lost = false;

  // The first ledger that the buffer holds, or is to hold: the one behind those that were flushed,
  // else its lowest. Nothing in a buffer that was never written to, or that a crash emptied before
  // anything was flushed.
  std::optional<std::uint32_t> first() const;
  // What neither lake nor buffer has between the first ledger and `next`: a flusher does not pass
  // it, because only ledgers that chain leave the buffer.
  LedgerSet HoleBefore(std::uint32_t next) const;
};

// In the caller's transaction, or as it is now. kNotFound, with what to do, when there are no
// tables.
Result<HotWindow> ReadHotWindow(PgConnection& connection);

}  // namespace lake
