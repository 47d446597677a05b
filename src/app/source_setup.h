// From the settings to an open source: one address, or several that stand in for each other.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/settings.h"
#include "base/health.h"
#include "base/result.h"
#include "source/ledger_source.h"
#include "source/source_observer.h"
#include "source/source_options.h"

namespace lake {

// Keeps how the sources are until there is a board to show it on. Thread-safe. Outlives the sources
// that report to it.
class SourceStates final : public SourceObserver {
 public:
  void OnSourceState(std::string_view source, Health health, std::string_view detail) override;
  // Shows what is known and all that comes on `board`, which outlives this or is detached (null).
  void Attach(HealthBoard* board);

 private:
  std::mutex mutex_;
  HealthBoard* board_ = nullptr;
  std::map<std::string, std::pair<Health, std::string>, std::less<>> states_;
};

// `observer` may be null.
Result<SourceOptions> SourceOptionsOf(const Settings& settings, SourceObserver* observer);

// The sources in order of preference; kInvalidArgument when there is none. `stop` ends the opening.
Result<std::unique_ptr<LedgerSource>> OpenRunSources(const Settings& settings,
                                                     const std::vector<std::string>& specs,
                                                     SourceObserver* observer,
                                                     std::stop_token stop = {});

// `secret`, or what the file holds, without white space around it. Kept from what is shown from now
// on (KeepSecret).
Result<std::string> ReadSecret(const std::string& secret, const std::string& file);

}  // namespace lake
