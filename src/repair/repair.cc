#include "repair/repair.h"

#include <fmt/format.h>

#include <algorithm>
#include <list>
#include <memory>
#include <utility>

#include "base/code.h"
#include "base/crash_point.h"
#include "lake/live_files.h"
#include "repair/repair_steps.h"
#include "repair/stand_ins.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Rows that wait to be written.
constexpr std::size_t kPendingBytesMax = std::size_t{64} << 20;

std::vector<LiveFile> FilesOf(const std::list<RebuiltRows>& parts) {
  std::vector<LiveFile> files;
  for (const RebuiltRows& rows : parts) {
    for (const FileSpan& span : rows.part().files) files.push_back(span.file);
  }
  return files;
}

RowsRemoval RemovalOf(const RepairPart& part) {
  std::vector<LiveFile> files;
  std::uint64_t rows = 0;
  for (const FileSpan& span : part.files) {
    files.push_back(span.file);
    rows += span.file.rows;
  }
  return {fmt::format("DELETE FROM {} WHERE {}", part.table->path, IsInFiles(files)), rows};
}

std::string MessageOf(const std::list<RebuiltRows>& parts) {
  std::string names;
  for (const RebuiltRows& rows : parts) {
    names += fmt::format("{}{}", names.empty() ? "" : "; ", NameOf(rows.part()));
  }
  constexpr std::size_t kBytesMax = 500;
  if (names.size() > kBytesMax) names = names.substr(0, kBytesMax) + "...";
  return fmt::format("{}{}", kRepairMessage, names);
}

}  // namespace

Status Repair::Run(const RepairPlan& plan) {
  report_.left.insert(report_.left.end(), plan.left.begin(), plan.left.end());
  for (const auto& group : plan.groups) TRY(RunGroup(group));
  return {};
}

Status Repair::RunGroup(const std::vector<RepairPart>& group) {
  TRY(writer_.Reconnect());
  RepairTables tables;
  Parts parts;
  for (const RepairPart& part : group) {
    RebuiltRows& rows = parts.emplace_back(part, writer_, names_);
    const Status ready = rows.ReadLineage(*contents_.schemas, tables);
    if (ready.ok()) continue;
    if (IsRetryable(ready.error().code)) return ready;
    report_.left.push_back(fmt::format("{}: {}", NameOf(part), ready.error().message));
    parts.pop_back();
  }
  if (parts.empty()) return {};
  for (const LedgerSpan& ledgers : LedgersOf(group).ranges()) {
    TRY(Extract(ledgers, tables.set(), parts));
  }
  for (RebuiltRows& rows : parts) TRY(rows.Finish().Context(NameOf(rows.part())));
  CRASH_POINT(repair_step::kRebuilt);
  Judge(parts);
  return parts.empty() ? Status() : Commit(parts);
}

Status Repair::Extract(const LedgerSpan& ledgers, const TableSet& tables, Parts& parts) {
  TRY(source_.source.Seek({ledgers.first, ledgers.last}));
  RowsPool pool(tables);
  Extraction extraction(source_.source, pool, source_.network, source_.options, SystemClock());
  TRY(extraction.Start());
  std::uint64_t due = ledgers.first;
  std::size_t pending_bytes = 0;
  for (;;) {
    TRY_ASSIGN(std::unique_ptr<LedgerRows> extracted, extraction.NextRows(stop_));
    if (extracted == nullptr) break;
    if (extracted->sequence != due) break;
    ++due;
    ++report_.ledgers;
    notes_(extracted->sequence);
    pending_bytes += extracted->memory_bytes();
    const std::shared_ptr<LedgerRows> ledger(std::move(extracted));
    for (RebuiltRows& rows : parts) rows.Add(ledger);
    if (pending_bytes < kPendingBytesMax) continue;
    pending_bytes = 0;
    for (RebuiltRows& rows : parts) TRY(rows.Flush().Context(NameOf(rows.part())));
  }
  if (due > ledgers.last) return {};
  return {Code::kNotFound, fmt::format("{} does not give ledger {}, of which the lake's rows are "
                                       "to be made anew",
                                       source_.source.Describe(), due)};
}

void Repair::Judge(Parts& parts) {
  std::erase_if(parts, [&](const RebuiltRows& rows) {
    const auto why = rows.Difference();
    if (!why) return false;
    report_.left.push_back(fmt::format("{}: {}; nothing was written", NameOf(rows.part()), *why));
    return true;
  });
}

// Whether DuckLake finds the rows of a file: a DELETE does not look at their values.
Result<bool> Repair::CanBeDeleted(const FileSpan& file) {
  const std::string sql =
      fmt::format("SELECT count(DISTINCT rowid) FROM {} WHERE {}",
                  writer_.lake().Table(file.file.table), IsInFiles({&file.file, 1}));
  auto found = writer_.connection().Query(sql);
  if (!found.ok()) {
    const Code code = found.status().error().code;
    if (code == Code::kCancelled || code == Code::kResourceExhausted) return found.status();
    return false;
  }
  TRY(found->NextSingleRow());
  return found->Int(0, 0) == static_cast<std::int64_t>(file.file.rows);
}

Status Repair::Commit(Parts& parts) {
  StandIns stand_ins(writer_.options().lake.extension_folder);
  FileSet data = writer_.NewFiles();
  for (RebuiltRows& rows : parts) {
    for (const FileSpan& file : rows.part().files) {
      TRY_ASSIGN(const bool plain, CanBeDeleted(file));
      if (!plain) TRY(stand_ins.Put(file, rows.part().table->spec));
    }
    data.Join(std::move(rows.data()));
  }
  const std::vector<LiveFile> files = FilesOf(parts);
  const LakeDraft draft = [&](Connection& connection, const Lake& lake,
                              const std::optional<Fence>& before, LakeChange& change) -> Status {
    if (!before) return {Code::kNotFound, "the lake has no fence row"};
    TRY_ASSIGN(const bool live, AreLive(connection, lake, files));
    if (!live) return change.Refuse({Code::kConflict, "these files were replaced meanwhile"});
    for (const RebuiltRows& rows : parts) {
      if (!rows.part().files.empty()) change.removals.push_back(RemovalOf(rows.part()));
    }
    change.fence = *before;
    change.fence.updated_micros =
        std::max(writer_.options().clock->Now(), before->updated_micros + 1);
    change.message = MessageOf(parts);
    return {};
  };
  TRY(writer_.Commit(data, draft, "the repair").status());
  for (const RebuiltRows& rows : parts) {
    report_.repaired.push_back({NameOf(rows.part()), rows.rows(), rows.part().files.size()});
  }
  return {};
}

}  // namespace lake
