#include "verify/verification.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "lake/durable_files.h"
#include "lake/fence.h"
#include "lake/file_faults.h"
#include "lineage/coverage.h"
#include "verify/batches.h"
#include "verify/borders.h"
#include "verify/chain.h"
#include "verify/quarantine.h"
#include "verify/schema_split.h"
#include "verify/strays.h"

namespace lake {
namespace {

// Read in one pass; a stop waits for as many.
constexpr std::size_t kBatchesAtOnce = 100;

bool IsIn(const LedgerRange& range, const BatchRecord& batch) {
  return batch.range.last >= range.first && (!range.last || batch.range.first <= *range.last);
}

}  // namespace

Verification::Verification(Lake& lake, VerifyScope scope, Clock& clock, VerifyNotes note,
                           std::stop_token stop)
    : lake_(lake),
      scope_(std::move(scope)),
      clock_(clock),
      note_(std::move(note)),
      stop_(std::move(stop)) {}

Status Verification::CheckFiles() {
  TRY_ASSIGN(const std::vector<LakeFile> files, ReadNewFiles(*connection_, lake_, -1));
  report_.files = files.size();
  TRY_ASSIGN(const std::vector<FileFault> faults, FindFileFaults(*connection_, lake_, files));
  for (const FileFault& fault : faults) report_.AddFileFault(fault.path, fault.what);
  return {};
}

Status Verification::CheckRows(std::span<const BatchRecord> left) {
  const LakeTable* ledgers = ChainTable(contents_);
  while (!left.empty()) {
    if (stop_.stop_requested()) return {Code::kCancelled, "stopped"};
    const auto batches = left.first(std::min(left.size(), kBatchesAtOnce));
    left = left.subspan(batches.size());
    note_(fmt::format("ledgers {}..{}", batches.front().range.first, batches.back().range.last));
    TRY(CheckBatches(reading(), contents_, batches));
    if (ledgers == nullptr) continue;
    TRY(report_.AddError(CheckChain(reading(), *ledgers, batches), "the chain of ledgers"));
  }
  return {};
}

// No batch names these tables, but readers see them.
Status Verification::CheckOtherTables() {
  TRY_ASSIGN(std::deque<LakeTable> others, ReadLakeTables(*connection_, lake_, scope_.names));
  std::erase_if(others, [&](const LakeTable& table) {
    const auto is_it = [&](const Table* other) { return other->spec->name == table.spec.name; };
    return std::ranges::any_of(contents_.set, is_it) || std::ranges::none_of(scope_.known, is_it);
  });
  LakeContents without_batches;
  without_batches.tables = std::move(others);
  LinkTables(without_batches);
  return CheckStrays(reading(), without_batches, scope_.range);
}

Status Verification::CheckContents() {
  CheckBorders(contents_.batches, report_);
  std::vector<BatchRecord> wanted;
  for (const BatchRecord& batch : contents_.batches) {
    if (IsIn(scope_.range, batch)) wanted.push_back(batch);
  }
  const LedgerSet ledgers = Coverage::Of(wanted).HeldByAny();
  report_.tables = contents_.tables.size();
  report_.batches = wanted.size();
  report_.ledgers = ledgers.count();
  report_.covered = ledgers.Within(scope_.range);
  TRY(CheckRows(wanted));
  TRY(CheckStrays(reading(), contents_, scope_.range));
  TRY(report_.AddError(CheckQuarantine(reading(), all_batches_, scope_.range), "_quarantine"));
  if (contents_.batches.empty()) return {};
  return report_.AddError(NetworkOfLake(*connection_, lake_).status(), "_fence");
}

Status Verification::CheckLake() {
  TRY_ASSIGN(connection_, lake_.Connect());
  note_("files");
  TRY(CheckFiles());
  auto read = ReadLakeContents(*connection_, lake_, scope_.names, scope_.known);
  if (!read.ok()) return report_.AddError(std::move(read).status(), "what it holds");
  contents_ = *std::move(read);
  all_batches_ = contents_.batches;
  TRY(KeepTables(scope_.tables, contents_));
  TRY(CheckContents());
  const bool of_all = scope_.tables.tables.empty() && scope_.tables.exclude.empty();
  return of_all ? CheckOtherTables() : Status();
}

Status Verification::CompareWith(const SecondSource& second) {
  CHECK(connection_);
  TRY(report_.AddError(SplitBySchema(*connection_, lake_, contents_), "_meta_lineage"));
  const LakeReading from = reading();
  return SecondExtraction(from, second, clock_, note_, stop_).Compare(contents_, scope_.range);
}

}  // namespace lake
