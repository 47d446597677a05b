// The hot buffer: what is in it, and how it goes on from the lake.
#include <fmt/format.h>

#include "app/checkup_hot.h"
#include "app/open_lake.h"
#include "app/run_setup.h"
#include "base/human.h"
#include "hot/hot_batches.h"
#include "hot/hot_window.h"
#include "tables/all.h"
#include "view/one_view.h"

namespace lake {
namespace {

// At the tip a ledger is committed every five seconds or so.
constexpr std::int64_t kAgeMaxMicros = std::int64_t{300} * 1'000'000;
constexpr std::size_t kRangesShown = 5;

Finding EpochFinding(const HotSnapshot& hot) {
  const std::string check = "hot epoch";
  if (!hot.state()) return Good(check, "none, nothing was written yet");
  const std::string detail = fmt::format("{}, of {}", hot.state()->epoch, hot.state()->network);
  if (hot.state()->whole()) return Good(check, detail);
  return Warning(check, detail + ": its rows were lost in a crash of PostgreSQL",
                 "start `stellarlake hot ingest`: it fetches again what is not in the lake");
}

Result<Finding> BatchesFinding(HotSnapshot& hot) {
  const std::string check = "hot ledgers";
  TRY_ASSIGN(const HotWindow window, ReadHotWindow(hot.connection()));
  if (window.held.empty()) return Good(check, "none");
  TRY_ASSIGN(const PgResult rows,
             hot.connection().Query(fmt::format(
                 "SELECT count(*), (extract(epoch FROM now() - max(created_at)) * 1e6)::bigint "
                 "FROM {}",
                 kHotBatchesTable)));
  TRY(rows.SingleRow());
  const std::int64_t age = rows.Int(1, 0);
  std::string detail =
      fmt::format("{} in {}, the last one {} ago", LedgersText(window.held, kRangesShown),
                  FormatCount(static_cast<std::uint64_t>(rows.Int(0, 0)), "batch", "batches"),
                  FormatDuration(age));
  if (const LedgerSet hole = window.HoleBefore(window.held.last()); !hole.empty()) {
    return Warning(
        check,
        fmt::format("{}; {} are missing, and a flush stops before them", detail,
                    LedgersText(hole, kRangesShown)),
        fmt::format("stellarlake hot ingest SOURCE --range {}:{}", hole.first(), hole.last()));
  }
  if (age <= kAgeMaxMicros) return Good(check, std::move(detail));
  return Warning(check, std::move(detail),
                 "if the network has gone on since: is `stellarlake hot ingest` running?");
}

Result<Finding> WithLake(const HotSnapshot& hot, Lake& lake, const StoredNames& names) {
  const std::string check = "hot and lake";
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(const ColdSide cold, ReadColdSide(connection, lake, names));
  const HotState& state = *hot.state();
  const LedgerSet& held = cold.coverage.HeldByAny();
  constexpr std::string_view kOther = "--lake names another lake; or the hot buffer is another's";
  if (!cold.network.empty() && cold.network != state.network) {
    return Failure(check,
                   fmt::format("the hot buffer has ledgers of {}, the lake of {}", state.network,
                               cold.network),
                   std::string(kOther), Code::kInvalidArgument);
  }
  if (state.flushed_through && !held.Contains(*state.flushed_through)) {
    return Failure(check,
                   fmt::format("ledgers through {} were flushed to a lake, and this lake does not "
                               "have ledger {}",
                               *state.flushed_through, *state.flushed_through),
                   std::string(kOther), Code::kDataLoss);
  }
  if (!Chains(hot.coverage(), cold.coverage)) {
    return Failure(check, "the ledgers of the hot buffer do not continue the chain of the lake's",
                   std::string(kOther), Code::kDataLoss);
  }
  std::string detail = state.flushed_through
                           ? fmt::format("flushed through {}", *state.flushed_through)
                           : std::string("nothing was flushed yet");
  if (!held.empty()) detail += fmt::format(", the lake ends with {}", held.last());
  const Border border = BorderOf(kLedgers.spec->name, hot.coverage(), cold.coverage);
  if (border.missing.empty()) return Good(check, std::move(detail));
  return Warning(check,
                 fmt::format("{}; ledgers {} are in neither", detail,
                             LedgersText(border.missing, kRangesShown)),
                 fmt::format("stellarlake ingest SOURCE --range {}:{}", border.missing.first(),
                             border.missing.last()));
}

Result<Finding> LakeFinding(const HotSnapshot& hot, const Settings& settings) {
  TRY_ASSIGN(const std::unique_ptr<SelectedTables> chosen, ChooseTables(settings));
  auto lake = OpenLakeToRead(settings);
  if (lake.ok()) return WithLake(hot, **lake, chosen->stored_names());
  const auto& flushed = hot.state()->flushed_through;
  if (!flushed && lake.error().code == Code::kNotFound) {
    return Good("hot and lake", "there is no lake, and nothing was flushed yet");
  }
  if (!flushed) return std::move(lake).status();
  return Failure(
      "hot and lake",
      fmt::format("ledgers through {} were flushed to a lake: {}", *flushed, lake.error().message),
      "--lake names it", lake.error().code);
}

void Append(std::vector<Finding>& findings, std::string_view check, Result<Finding> finding) {
  findings.push_back(finding.ok() ? std::move(finding).value()
                                  : Failure(std::string(check), finding.error().message,
                                            "see the message", finding.error().code));
}

}  // namespace

void CheckHotContent(HotSnapshot& hot, const Settings& settings, std::vector<Finding>& findings) {
  findings.push_back(EpochFinding(hot));
  if (!hot.state()) return;
  if (hot.state()->whole()) Append(findings, "hot ledgers", BatchesFinding(hot));
  Append(findings, "hot and lake", LakeFinding(hot, settings));
}

}  // namespace lake
