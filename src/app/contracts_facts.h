// What the contract-data service shows of itself: its parts on /health, and the gauges of /metrics
// that nobody counts.
#pragma once

#include <string_view>

#include "base/health.h"
#include "contracts/flight_server.h"
#include "contracts/follower.h"
#include "contracts/session_list.h"

namespace lake {

// Makes every series of the service appear in /metrics; its parts are not well yet.
void ShowContractsMetrics();
// On /health and in /metrics.
void ReportPart(HealthBoard& board, std::string_view part, Health health,
                std::string_view detail = {});

// One thread. What it looks at outlives it.
class ContractsFacts {
 public:
  ContractsFacts(HealthBoard& board, const Follower& follower, const SessionList& sessions,
                 const ContractFlightServer& flight)
      : board_(board), follower_(follower), sessions_(sessions), flight_(flight) {}

  // To be called about every second.
  void Update();

 private:
  void UpdateParts();

  HealthBoard& board_;
  const Follower& follower_;
  const SessionList& sessions_;
  const ContractFlightServer& flight_;
};

}  // namespace lake
