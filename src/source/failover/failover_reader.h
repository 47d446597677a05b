// The failover source itself (failover_source.h has its contract): what reads in
// failover_source.cc, what looks at the members beside it in failover_probes.cc. Internal to
// failover/.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <thread>
#include <vector>

#include "source/failover/failover_source.h"
#include "source/late_ledgers.h"
#include "source/stop_switch.h"

namespace lake {

class FailoverSource final : public LedgerSource {
 public:
  FailoverSource(std::vector<FailoverMember> members, FailoverOptions options);
  ~FailoverSource() override { Stop(); }

  std::string Describe() const override;
  Result<SourceExtent> Extent() override;
  Result<std::optional<std::uint32_t>> Newest() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override;

 private:
  Result<SourceExtent> AskExtent(const FailoverMember& member, std::uint64_t stops);
  Result<std::optional<RawLedger>> ReadOne();
  Status OpenChosen();
  std::optional<LeaveReason> WantedLeave() const {
    const std::lock_guard lock(mutex_);
    return leave_;
  }
  Status AfterFailure(const Error& error, LeaveReason reason);
  bool MayComeLater(const Error& missing);
  std::string AllReasons() const;
  Status StartProbes();
  void Leave(LeaveReason reason, std::string_view detail);
  Status Probe(std::size_t member, const std::stop_token& stop);
  Result<std::optional<std::uint32_t>> AskNewest(std::size_t member);
  void NoteProbe(std::size_t member, const Result<std::optional<std::uint32_t>>& newest);
  void Reconsider();
  void Tell(std::size_t member, Health health, std::string_view detail);
  std::int64_t Now() const { return clock_.MonotonicMicros(); }

  const std::vector<FailoverMember> members_;
  const FailoverOptions options_;
  Clock& clock_;
  StopSwitch stop_;

  // Only for the thread that calls Next.
  LedgerRange range_;
  std::uint32_t rounds_ = 0;  // failures of every member, before the first ledger
  bool delivered_ = false;
  std::set<std::size_t> failed_at_next_;  // those that could not give next_ whole and proved
  bool lost_at_next_ = false;             // one of those had it, broken
  bool refused_at_next_ = false;          // what one of those gave was refused
  LateLedgers late_;
  std::set<std::size_t> failed_in_round_;

  mutable std::mutex mutex_;  // for what follows
  FailoverBoard board_;
  std::uint64_t next_ = 0;
  std::unique_ptr<LedgerSource> source_;  // of members_[active_]
  std::size_t active_ = 0;
  std::optional<LeaveReason> leave_;  // the probes want another one
  std::optional<std::int64_t> waiting_since_;
  std::shared_ptr<LedgerSource> asked_;                // for its extent
  std::uint64_t stops_ = 0;                            // how often Stop was called
  std::vector<std::string> reasons_;                   // why each member failed last
  std::vector<std::shared_ptr<LedgerSource>> probed_;  // of each member, for its probes only

  std::vector<std::jthread> probes_;  // the last member: they use all others
};

}  // namespace lake
