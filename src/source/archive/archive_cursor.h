// Walks over the objects of a lake in the order of their ledgers, from a window of the index to the
// next, and sees every hole between them.
//
// One thread at a time. What a hole means, an error, a wait or nothing, is for the caller to say.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/result.h"
#include "source/archive/archive_index.h"
#include "source/ledger_source.h"

namespace lake {

class ArchiveCursor {
 public:
  // `name` is the lake's, for messages.
  ArchiveCursor(std::shared_ptr<ArchiveIndex> index, bool allow_gaps, std::string name);

  // kNotFound when the lake does not hold range.first but later ledgers, or (bounded range)
  // nothing.
  Status Seek(LedgerRange range, std::stop_token stop);
  // Whether the lake holds the ledger before the one that is due: then it ends there for now. Else
  // it has not come that far yet. After Seek.
  Result<bool> HoldsLedgerBefore(std::stop_token stop);

  enum class Step : std::uint8_t {
    kObject,  // `object` is the next one
    kEnd,     // the range is complete
    kWait,    // an open-ended range has reached the newest ledger: ask again later
    kHole,    // ledgers are missing before the next object: hole() names them
  };
  // After kHole the next call looks again whether they are there, unless SkipHole was called.
  Result<Step> Next(ArchiveObject& object, std::stop_token stop);

  // kDataLoss; kNotFound at the begin of an open-ended range, as from Seek. After kHole.
  Error hole() const;
  // That nothing of the range is there. After kWait.
  Error NotThere() const;
  // Goes on behind the hole, with a warning in the log. After kHole.
  void SkipHole();

  // True when Next needs no look into the index.
  bool has_window() const { return !window_.empty(); }

 private:
  Result<Step> FillWindow(std::stop_token stop);
  Result<Step> LookBeyond(std::stop_token stop);
  // Ledgers that are not there, and what is told of them.
  struct Hole {
    std::uint64_t last;
    std::string what;
  };
  Step MakeHole(std::uint64_t last, std::string_view where);

  const std::shared_ptr<ArchiveIndex> index_;
  const bool allow_gaps_;
  const std::string name_;
  std::uint64_t expected_ = 0;  // 64 bits: one behind the last ledger there can be
  std::optional<std::uint32_t> last_;
  std::deque<ArchiveObject> window_;
  std::optional<Hole> hole_;
  std::uint32_t ledgers_per_object_ = 1;
  std::string previous_key_;  // of the object given last; "" after Seek
  bool at_tip_ = false;
  std::uint32_t quiet_looks_ = 0;  // at the tip, since the last new object
};

}  // namespace lake
