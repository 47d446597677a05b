#include "repair/repair_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace lake {
namespace {

bool AnyOverlaps(const LedgerSet& ledgers, const LedgerSpan& span) {
  const auto first = ledgers.FirstFrom(span.first);
  return first && *first <= span.last;
}

// Takes in every file that has rows of ledgers which are to be made anew, and then all of its
// ledgers, until no other file has any of them.
std::vector<FileSpan> TakeFiles(std::vector<FileSpan> files, const std::set<std::string>& damaged,
                                LedgerSet& ledgers) {
  std::vector<FileSpan> taken;
  const auto is_taken = [&](const FileSpan& file) {
    return damaged.contains(file.file.path) || AnyOverlaps(ledgers, file.ledgers);
  };
  for (bool more = true; more;) {
    const auto rest = std::stable_partition(files.begin(), files.end(),
                                            [&](const FileSpan& file) { return !is_taken(file); });
    more = rest != files.end();
    for (auto file = rest; file != files.end(); ++file) {
      ledgers.Add(file->ledgers);
      taken.push_back(std::move(*file));
    }
    files.erase(rest, files.end());
  }
  return taken;
}

std::vector<RepairPart> PartsOf(const LakeTable& table, const LedgerSet& ledgers,
                                const std::vector<FileSpan>& files,
                                const std::vector<BatchRecord>& batches) {
  std::vector<RepairPart> parts;
  for (const LedgerSpan& span : ledgers.ranges()) {
    RepairPart part{&table, span, {}, {}};
    for (const FileSpan& file : files) {
      if (span.Overlaps(file.ledgers)) part.files.push_back(file);
    }
    for (const BatchRecord& batch : batches) {
      if (table.Has(batch) && span.Overlaps(batch.range.span())) part.batches.push_back(batch);
    }
    parts.push_back(std::move(part));
  }
  return parts;
}

// A DELETE looks at all files of its table, so what cannot be read of one goes at once.
bool ShareATable(const std::vector<RepairPart>& a, const std::vector<RepairPart>& b) {
  return std::ranges::any_of(a, [&](const RepairPart& part) {
    return std::ranges::find(b, part.table, &RepairPart::table) != b.end();
  });
}

std::vector<std::vector<RepairPart>> GroupsOf(std::vector<RepairPart> parts) {
  std::ranges::stable_sort(parts, {}, [](const RepairPart& part) { return part.ledgers.first; });
  std::vector<std::vector<RepairPart>> groups;
  std::vector<LedgerSet> ledgers;
  for (RepairPart& part : parts) {
    std::vector<RepairPart> group;
    group.push_back(std::move(part));
    LedgerSet own = LedgersOf(group);
    // Any number of groups may meet in this part.
    for (std::size_t i = groups.size(); i-- > 0;) {
      if (ledgers[i].Intersect(own).empty() && !ShareATable(groups[i], group)) continue;
      std::ranges::move(groups[i], std::back_inserter(group));
      own.Add(ledgers[i]);
      groups.erase(groups.begin() + static_cast<std::ptrdiff_t>(i));
      ledgers.erase(ledgers.begin() + static_cast<std::ptrdiff_t>(i));
    }
    groups.push_back(std::move(group));
    ledgers.push_back(std::move(own));
  }
  return groups;
}

std::string CannotBeMade(const std::string& path) {
  return fmt::format(
      "{} is no data file of these tables: what the lake says of itself cannot be made from "
      "ledgers; restore that file from a backup, or make a new lake (stellarlake ingest SOURCE "
      "--lake NEW)",
      path);
}

}  // namespace

LedgerSet LedgersOf(const std::vector<RepairPart>& group) {
  LedgerSet ledgers;
  for (const RepairPart& part : group) {
    for (const BatchRecord& batch : part.batches) ledgers.Add(batch.range.span());
  }
  return ledgers;
}

std::string NameOf(const RepairPart& part) {
  return fmt::format("{}, ledgers {}..{}", part.table->spec.name, part.ledgers.first,
                     part.ledgers.last);
}

Result<RepairPlan> PlanRepair(Connection& connection, const Lake& lake,
                              const LakeContents& contents, const VerifyReport& report) {
  std::set<std::string> unknown(report.damaged_files.begin(), report.damaged_files.end());
  const std::set<std::string> damaged = unknown;
  std::vector<RepairPart> parts;
  for (const LakeTable& table : contents.tables) {
    TRY_ASSIGN(std::vector<FileSpan> files,
               ReadFileSpans(connection, lake, table.name, table.spec.sequence_column));
    for (const FileSpan& file : files) unknown.erase(file.file.path);
    LedgerSet ledgers;
    for (const DamagedRows& rows : report.damaged_rows) {
      if (rows.table == table.spec.name) ledgers.Add(rows.ledgers);
    }
    const std::vector<FileSpan> taken = TakeFiles(std::move(files), damaged, ledgers);
    std::ranges::move(PartsOf(table, ledgers, taken, contents.batches), std::back_inserter(parts));
  }
  RepairPlan plan;
  plan.groups = GroupsOf(std::move(parts));
  for (const std::string& path : unknown) plan.left.push_back(CannotBeMade(path));
  return plan;
}

}  // namespace lake
