// Says what is in a source.
#include "app/output.h"
#include "app/run_commands.h"
#include "app/run_setup.h"
#include "app/source_report.h"

namespace lake {
namespace {

// Enough to see protocols and sizes; small sources are read whole.
constexpr std::uint64_t kSampleLedgers = 200;

}  // namespace

Status RunInspect(const Invocation& invocation) {
  TRY_ASSIGN(const RunSetup setup, PrepareRun(invocation));
  TRY_ASSIGN(const SourceReport report,
             InspectSource({*setup.source, setup.range, setup.tables->set(), setup.network,
                            kSampleLedgers, SystemClock()},
                           invocation.stop));
  if (invocation.settings.format == "json") return Print(SourceReportJson(report, setup.network));
  TRY(Print(SourceReportText(report, setup.network, true)));
  if (!report.faults.empty()) {
    return {Code::kDataLoss, "some ledgers do not hold; they are named above"};
  }
  if (report.unknown.empty()) return {};
  return {Code::kDataLoss,
          "some ledgers hold what this version does not know; a newer one may, and `stellarlake "
          "ingest --on-unknown quarantine` keeps them aside until then"};
}

}  // namespace lake
