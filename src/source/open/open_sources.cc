#include "source/open/open_sources.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/metrics.h"
#include "source/failover/failover_source.h"
#include "source/failover/ledger_verifier.h"
#include "source/open/open.h"

namespace lake {
namespace {

// What one member gives up on, another may have: so it gives up soon.
constexpr std::uint32_t kMemberAttempts = 2;

// Often enough to see a source well twice in the time that it has to be well for.
std::uint32_t ProbeInterval(const FailoverPolicy& policy) {
  constexpr std::uint32_t kLongestMs = 5'000;  // about as often as a ledger closes
  constexpr std::uint32_t kShortestMs = 100;
  return std::clamp(policy.recovery_ms / 2, kShortestMs, kLongestMs);
}

SourceOptions MemberOptions(SourceOptions options) {
  options.network.first_attempts_max = kMemberAttempts;
  options.network.attempts_max = kMemberAttempts;
  options.network.data_attempts_max = kMemberAttempts;
  options.gap_wait_ms = 0;
  options.observer = nullptr;  // one that is down is the failover's to report
  return options;
}

// What follows failover shows one source, too.
Result<std::unique_ptr<LedgerSource>> OpenOnly(const std::string& spec,
                                               const SourceOptions& options) {
  TRY_ASSIGN(auto source, OpenSource(spec, options));
  GaugeOf(MetricId::kSourceActive, {source->Describe()}).Set(1);
  GaugeOf(MetricId::kSourceFailoverActive).Set(0);
  return source;
}

}  // namespace

Result<std::unique_ptr<LedgerSource>> OpenSources(std::span<const std::string> specs,
                                                  const SourceOptions& options, VerifyLevel level) {
  CHECK(!specs.empty());
  if (specs.size() == 1) return OpenOnly(specs.front(), options);
  const SourceOptions of_member = MemberOptions(options);
  std::vector<FailoverMember> members;
  for (const std::string& spec : specs) {
    const auto opened = OpenSource(spec, of_member);
    if (!opened.ok() && opened.error().code == Code::kInvalidArgument) return opened.error();
    members.push_back({opened.ok() ? (*opened)->Describe() : spec,
                       [spec, of_member] { return OpenSource(spec, of_member); }});
  }
  auto verifier = std::make_shared<LedgerVerifier>(options.network_passphrase, level);
  FailoverOptions failover{
      .policy = options.failover,
      .probe_interval_ms = ProbeInterval(options.failover),
      .first_rounds_max = options.network.first_attempts_max,
      .gap_wait_ms = options.gap_wait_ms,
      .awaits_first = options.awaits_first,
      .verify = [verifier](RawLedger& ledger) { return verifier->Verify(ledger); },
      .observer = options.observer,
      .clock = options.clock};
  return MakeFailoverSource(std::move(members), std::move(failover));
}

}  // namespace lake
