// What the commands that read a source have in common: the source, the tables, the network and the
// range that the settings name, agreed with each other before anything is written.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/commands.h"
#include "app/source_setup.h"
#include "base/health.h"
#include "source/ledger_source.h"
#include "stellar/network.h"
#include "stellar/proof.h"
#include "tables/selection.h"

namespace lake {

class DuckLakeSink;
class Sink;

struct RunSetup {
  std::unique_ptr<SourceStates> states;  // the source reports to it
  std::unique_ptr<LedgerSource> source;
  std::unique_ptr<SelectedTables> tables;
  Network network;
  LedgerRange range;
  VerifyLevel verify;
  // With allow_gaps: how many ledgers of the range there are, when the source knows.
  std::optional<std::uint64_t> ledgers_present;
};

// The sources are the command's arguments, or source.endpoint and source.failover.
// kInvalidArgument when nothing names one. `board`, which outlives the setup, shows from the first
// look on how the sources are; null = nobody asks.
Result<RunSetup> PrepareRun(const Invocation& invocation, HealthBoard* board = nullptr);

// Fills the lake of the settings with what it lacks of the range, and says what was done. `prepare`
// is for ledgers that come from elsewhere than the settings say, `over` for a sink in front of the
// lake's, which lives as long as it.
using PrepareSource = std::function<Result<RunSetup>(const Invocation&, HealthBoard*)>;
using OverSink = std::function<std::unique_ptr<Sink>(DuckLakeSink&)>;
Status IngestIntoLake(const Invocation& invocation, const PrepareSource& prepare = &PrepareRun,
                      const OverSink& over = {});

// Whether the settings say which ledgers.
bool NamesRange(const Settings& settings);
// Whether the range of the settings has no end, as the tip has none. The settings are right.
bool FollowsTheTip(const Settings& settings);

// The ledgers of the settings for a command that looks at a lake: only sequences make sense there.
Result<LedgerRange> LedgersOfSettings(const Settings& settings, std::string_view command);

// The tables alone.
Result<std::unique_ptr<SelectedTables>> ChooseTables(const Settings& settings);
Result<std::string> SourceSpec(const Invocation& invocation);
Result<std::unique_ptr<LedgerSource>> OpenRunSource(const Settings& settings,
                                                    const std::string& spec,
                                                    std::stop_token stop = {});
// The network that was asked for, or that of the lake when it has a public name.
std::string WantedNetwork(const Settings& settings, const std::string& of_lake);
VerifyLevel VerifyOf(const Settings& settings);

}  // namespace lake
