// One reading of the source by a LedgerHub: a thread, its window and the clients that follow it.
// Everything but `expected` and `wish` is guarded by the hub's mutex.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <thread>

#include "base/result.h"
#include "serve/ledger_hub.h"
#include "serve/ledger_window.h"

namespace lake {

struct HubReader {
  explicit HubReader(std::uint32_t first) : expected(first), window(first) {}

  // The furthest position of its clients, or the end of the window when it has none.
  std::uint32_t furthest() const;
  // Called when a cursor has moved on. A reader that is far enough ahead sleeps until the half of
  // that is taken: woken for each ledger, it would cost a change of threads each.
  void CursorMovedTo(std::uint32_t position) {
    if (position >= asleep_until) wake.notify_one();
  }
  bool attachable() const { return !stop && !failed; }
  void RequestStop();

  std::uint32_t expected;  // the next ledger to read; only for its thread
  bool wish = false;       // its first ledger is none of the source's; only for its thread
  LedgerWindow window;
  std::set<LedgerCursor*> cursors;
  std::unique_ptr<LedgerSource> source;
  std::optional<Error> failed;     // what clients get after the last ledger of the window
  std::uint32_t asleep_until = 0;  // the position of a cursor that is worth waking up for
  bool stop = false;
  bool ended = false;  // its thread is past its last use of the hub
  std::condition_variable_any wake;
  std::jthread thread;
};

}  // namespace lake
