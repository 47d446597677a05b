// What a failover source knows of each of its sources, and what follows from it: which one to read,
// and when to leave the one that is read. Pure logic over the times it is told (microseconds,
// monotonic), so every rule can be tested without threads.
//
// Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "source/failover_policy.h"

namespace lake {

enum class LeaveReason : unsigned char { kDown, kRefused, kBehind, kStalled, kRecovered };
inline constexpr std::array kLeaveReasons = {LeaveReason::kDown, LeaveReason::kRefused,
                                             LeaveReason::kBehind, LeaveReason::kStalled,
                                             LeaveReason::kRecovered};
// "down", "refused", "behind", "stalled", "recovered" (a preferred one did).
std::string_view LeaveReasonName(LeaveReason reason);

class FailoverBoard {
 public:
  FailoverBoard(std::size_t sources, const FailoverPolicy& policy);

  // `tip` is nullopt when the source cannot tell.
  void ProbeSucceeded(std::size_t source, std::optional<std::uint32_t> tip, std::int64_t now);
  void ProbeFailed(std::size_t source);
  void Delivered(std::size_t source, std::uint32_t sequence, std::int64_t now);
  void ReadFailed(std::size_t source, std::int64_t now);
  void Refused(std::size_t source, std::int64_t now);

  // The most preferred one that is fit; else the most preferred that may be tried at all; nullopt
  // when each one has to wait.
  std::optional<std::size_t> Choose(std::int64_t now) const;
  // When the next one may be tried.
  std::int64_t NextChance(std::int64_t now) const;
  // Whether to leave `active`, from which ledger `next` has been waited for since `waiting_since`
  // (nullopt = nobody waits).
  std::optional<LeaveReason> ShouldLeave(std::size_t active, std::uint64_t next,
                                         std::optional<std::int64_t> waiting_since,
                                         std::int64_t now) const;
  bool IsBehind(std::size_t source, std::int64_t now) const;
  // The newest ledger that any source in use claims to have; 0 = none does.
  std::uint32_t BestTip(std::int64_t now) const;
  // It failed, and has not been well for long enough since.
  bool IsSuspect(std::size_t source, std::int64_t now) const;

 private:
  struct Source {
    std::optional<std::uint32_t> tip;
    std::optional<std::int64_t> well_since;
    bool down = false;            // its last probe failed
    std::int64_t not_before = 0;  // not to be tried until then
    std::uint32_t failures = 0;   // in a row
  };
  bool MayBeTried(std::size_t source, std::int64_t now) const;
  bool IsFit(std::size_t source, std::int64_t now) const;
  bool HasRecovered(std::size_t source, std::int64_t now) const;
  void Fail(Source& source, std::int64_t not_before);

  const FailoverPolicy policy_;
  std::vector<Source> sources_;
};

}  // namespace lake
