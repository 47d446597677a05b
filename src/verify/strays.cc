#include "verify/strays.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <span>
#include <vector>

#include "base/human.h"
#include "lake/file_spans.h"
#include "lineage/coverage.h"
#include "table/sql_text.h"

namespace lake {
namespace {

// Asked for in one statement.
constexpr std::size_t kHolesAtOnce = 200;

constexpr std::int64_t kLowest = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kHighest = std::numeric_limits<std::int64_t>::max();

// Where no rows may be; wider than ledgers can be.
struct Hole {
  std::int64_t first;
  std::int64_t last;
  std::int64_t seen_first = 0;
  std::int64_t seen_last = 0;
  std::uint64_t rows = 0;

  void Take(std::int64_t sequence, std::uint64_t more) {
    seen_first = rows == 0 ? sequence : std::min(seen_first, sequence);
    seen_last = rows == 0 ? sequence : std::max(seen_last, sequence);
    rows += more;
  }
};

std::vector<Hole> HolesOf(const LedgerSet& held, const LedgerRange& range) {
  std::vector<Hole> holes;
  std::int64_t from = range.first <= 1 ? kLowest : std::int64_t{range.first};
  for (const LedgerSpan& span : held.Within(range).ranges()) {
    if (from < span.first) holes.push_back({from, std::int64_t{span.first} - 1});
    from = std::int64_t{span.last} + 1;
  }
  const std::int64_t to = range.last ? std::int64_t{*range.last} : kHighest;
  if (from <= to) holes.push_back({from, to});
  return holes;
}

std::uint32_t LedgerNear(std::int64_t sequence) {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(sequence, 0, std::numeric_limits<std::uint32_t>::max()));
}

// By what the catalog knows of the files.
bool MayHaveRows(const Hole& hole, const std::vector<FileSpan>& files) {
  const LedgerSpan ledgers{LedgerNear(hole.first), LedgerNear(hole.last)};
  return std::ranges::any_of(files,
                             [&](const FileSpan& file) { return file.ledgers.Overlaps(ledgers); });
}

// Compares with numbers that the column can hold, whose files the catalog picks.
std::string IsIn(const std::string& column, const Hole& hole) {
  if (hole.first == kLowest && hole.last == kHighest) return "true";
  if (hole.first == kLowest) return fmt::format("{} <= {}", column, hole.last);
  if (hole.last == kHighest) return fmt::format("{} >= {}", column, hole.first);
  return fmt::format("{} BETWEEN {} AND {}", column, hole.first, hole.last);
}

Status Look(Connection& connection, const LakeTable& table, std::span<Hole> holes) {
  const std::string sequence = QuoteIdentifier(table.spec.sequence_column);
  std::string condition;
  for (const Hole& hole : holes) {
    condition += fmt::format("{}{}", condition.empty() ? "" : " OR ", IsIn(sequence, hole));
  }
  TRY_ASSIGN(QueryResult rows, connection.Query(fmt::format(
                                   "SELECT {0}::BIGINT, count(*) FROM {1} WHERE {2} GROUP BY "
                                   "{0}",
                                   sequence, table.path, condition)));
  return ForEachRow(rows, [&](std::size_t row) -> Status {
    const std::int64_t found = rows.Int(0, row);
    const auto hole = std::ranges::find_if(
        holes, [&](const Hole& each) { return each.first <= found && found <= each.last; });
    if (hole != holes.end()) hole->Take(found, static_cast<std::uint64_t>(rows.Int(1, row)));
    return {};
  });
}

// What cannot be read of the table's batches cannot be read here either: no fault of its own.
Status LookAt(const LakeReading& reading, const LakeTable& table, std::span<Hole> holes) {
  while (!holes.empty()) {
    const auto some = holes.first(std::min(holes.size(), kHolesAtOnce));
    holes = holes.subspan(some.size());
    VerifyReport found;
    TRY(found.AddError(Look(reading.connection, table, some),
                       fmt::format("{}, outside of its batches:", table.spec.name)));
    const bool is_known = std::ranges::any_of(reading.report.damaged_rows, [&](const auto& rows) {
      return rows.table == table.spec.name;
    });
    if (found.ok() || is_known) continue;
    reading.report.AddFault(found.faults.front());
  }
  return {};
}

void Report(const LakeTable& table, const Hole& hole, VerifyReport& report) {
  const std::string ledgers = hole.seen_first == hole.seen_last
                                  ? fmt::format("ledger {}", hole.seen_first)
                                  : fmt::format("ledgers {}..{}", hole.seen_first, hole.seen_last);
  report.AddRowsFault(
      {std::string(table.spec.name), {LedgerNear(hole.seen_first), LedgerNear(hole.seen_last)}},
      fmt::format("{}, {}: {} that no batch wrote", table.spec.name, ledgers,
                  FormatCount(hole.rows, "row")));
}

}  // namespace

Status CheckStrays(const LakeReading& reading, const LakeContents& contents,
                   const LedgerRange& range) {
  const Coverage coverage = Coverage::Of(contents.batches);
  for (const LakeTable& table : contents.tables) {
    TRY_ASSIGN(
        const std::vector<FileSpan> files,
        ReadFileSpans(reading.connection, reading.lake, table.name, table.spec.sequence_column));
    std::vector<Hole> holes = HolesOf(coverage.Held(table.spec.name), range);
    std::erase_if(holes, [&](const Hole& hole) { return !MayHaveRows(hole, files); });
    TRY(LookAt(reading, table, holes));
    for (const Hole& hole : holes) {
      if (hole.rows > 0) Report(table, hole, reading.report);
    }
  }
  return {};
}

}  // namespace lake
