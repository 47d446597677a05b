// Walks over the objects of a lake in the order of their ledgers, from a window of the index to the
// next, and sees every hole between them.
//
// One thread at a time. kDataLoss names the missing ledgers; with allow_gaps they are skipped with
// a warning in the log.
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

  enum class Step : std::uint8_t {
    kObject,  // `object` is the next one
    kEnd,     // the range is complete
    kWait,    // an open-ended range has reached the newest ledger: ask again later
  };
  Result<Step> Next(ArchiveObject& object, std::stop_token stop);

  // True when Next needs no look into the index.
  bool has_window() const { return !window_.empty(); }

 private:
  Result<Step> FillWindow(std::stop_token stop);
  Result<Step> LookBeyond(std::stop_token stop);
  // What a hole of expected_..`last` means: an error, or a line in the log.
  Status Missing(std::uint64_t last, std::string_view where) const;

  const std::shared_ptr<ArchiveIndex> index_;
  const bool allow_gaps_;
  const std::string name_;
  std::uint64_t expected_ = 0;  // 64 bits: one behind the last ledger there can be
  std::optional<std::uint32_t> last_;
  std::deque<ArchiveObject> window_;
  std::uint32_t ledgers_per_object_ = 1;
  std::string previous_key_;  // of the object given last; "" after Seek
  bool at_tip_ = false;
  std::uint32_t quiet_looks_ = 0;  // at the tip, since the last new object
};

}  // namespace lake
