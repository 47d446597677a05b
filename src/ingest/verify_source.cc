// The lake's rows against a second extraction of the same ledgers.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "ingest/schema_split.h"
#include "ingest/verify.h"
#include "ingest/verify_faults.h"
#include "lineage/lake_digest.h"

namespace lake {
namespace {

// Ledgers whose digests are held in memory at a time.
constexpr std::uint32_t kLedgersAtOnce = 1000;

using LedgerDigests = std::map<std::uint32_t, RowDigest>;

// Ledgers of which the lake says that it holds these tables and no others: batches next to each
// other, or over each other, however many they are.
struct Stretch {
  std::uint32_t first;
  std::uint32_t last;
  std::vector<const LakeTable*> tables;
};

// How many batches more hold a table from a ledger on.
using Steps = std::map<std::uint64_t, std::map<std::size_t, int>>;

Steps StepsOf(const LakeContents& contents, LedgerRange range) {
  const std::uint32_t end = range.last.value_or(std::numeric_limits<std::uint32_t>::max());
  Steps steps;
  for (const BatchRecord& batch : contents.batches) {
    const std::uint32_t first = std::max(batch.range.first, range.first);
    const std::uint32_t last = std::min(batch.range.last, end);
    if (first > last) continue;
    for (std::size_t i = 0; i < contents.tables.size(); ++i) {
      if (!contents.tables[i].Has(batch)) continue;
      ++steps[first][i];
      --steps[std::uint64_t{last} + 1][i];
    }
  }
  return steps;
}

std::vector<Stretch> StretchesOf(const LakeContents& contents, LedgerRange range) {
  std::vector<Stretch> stretches;
  std::vector<int> held(contents.tables.size());
  std::uint64_t from = 0;
  for (const auto& [sequence, changes] : StepsOf(contents, range)) {
    Stretch stretch{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(sequence - 1), {}};
    for (std::size_t i = 0; i < held.size(); ++i) {
      if (held[i] > 0) stretch.tables.push_back(&contents.tables[i]);
    }
    for (const auto& [table, change] : changes) held[table] += change;
    from = sequence;
    if (stretch.tables.empty()) continue;
    const bool goes_on = !stretches.empty() && stretches.back().last + 1 == stretch.first &&
                         stretches.back().tables == stretch.tables;
    if (goes_on) {
      stretches.back().last = stretch.last;
    } else {
      stretches.push_back(std::move(stretch));
    }
  }
  return stretches;
}

// The ledgers of one stretch, in order, against what the lake holds of them.
class StretchProof {
 public:
  StretchProof(Connection& connection, const Stretch& stretch, const VerifyNotes& note,
               VerifyReport& report)
      : connection_(connection), stretch_(stretch), note_(note), report_(report) {
    for (const LakeTable* table : stretch.tables) set_.push_back(&table->table);
  }

  const TableSet& set() const { return set_; }

  Status Compare(const LedgerRows& ledger) {
    if (digests_.empty() || ledger.sequence > read_to_) TRY(Read(ledger.sequence));
    for (std::size_t i = 0; i < set_.size(); ++i) {
      if (!digests_[i]) continue;  // cannot be read: a fault already
      const auto held = digests_[i]->find(ledger.sequence);
      const RowDigest digest = held == digests_[i]->end() ? RowDigest{} : held->second;
      if (digest == ledger.digests[i]) continue;
      report_.AddFault(
          fmt::format("{}, ledger {}: the lake has {} rows ({}), the source gives {} "
                      "({})",
                      set_[i]->spec->name, ledger.sequence, digest.rows, digest.Hex(),
                      ledger.digests[i].rows, ledger.digests[i].Hex()));
    }
    ++report_.ledgers_compared;
    return {};
  }

 private:
  // What the lake holds of the next ledgers from `first` on.
  Status Read(std::uint32_t first) {
    read_to_ = stretch_.last - first < kLedgersAtOnce ? stretch_.last : first + kLedgersAtOnce - 1;
    note_(fmt::format("ledgers {}..{} against the source", first, read_to_));
    digests_.clear();
    for (const LakeTable* table : stretch_.tables) {
      LedgerDigests digests;
      Status status = DigestTable(connection_, table->spec, table->path, first, read_to_,
                                  [&digests](std::uint32_t sequence, const RowDigest& digest) {
                                    digests[sequence].Add(digest);
                                  })
                          .status();
      digests_.emplace_back();
      if (status.ok()) digests_.back() = std::move(digests);
      TRY(FaultOrError(std::move(status),
                       fmt::format("{}, ledgers {}..{}:", table->spec.name, first, read_to_),
                       report_));
    }
    return {};
  }

  Connection& connection_;
  const Stretch& stretch_;
  const VerifyNotes& note_;
  VerifyReport& report_;
  TableSet set_;
  std::vector<std::optional<LedgerDigests>> digests_;  // per table of the stretch
  std::uint32_t read_to_ = 0;
};

Status CompareStretch(StretchProof& proof, const Stretch& stretch, const SecondSource& second,
                      const std::stop_token& stop) {
  TRY(second.source.Seek({stretch.first, stretch.last}));
  RowsPool pool(proof.set());
  Extraction extraction(second.source, pool, second.network, second.options, second.clock);
  TRY(extraction.Start());
  std::uint64_t next = stretch.first;
  for (;;) {
    TRY_ASSIGN(std::unique_ptr<LedgerRows> rows, extraction.NextRows(stop));
    if (rows == nullptr) break;
    TRY(proof.Compare(*rows));
    next = std::uint64_t{rows->sequence} + 1;
    pool.Give(std::move(rows));
  }
  if (next == std::uint64_t{stretch.last} + 1) return {};
  return {Code::kNotFound, fmt::format("{} ends before ledger {}, which the lake has",
                                       second.source.Describe(), stretch.last)};
}

}  // namespace

Status VerifyAgainstSource(Lake& lake, const VerifyScope& scope, const SecondSource& second,
                           const VerifyNotes& note, std::stop_token stop, VerifyReport& report) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(LakeContents contents, ReadLakeContents(connection, lake, scope.names, scope.known));
  TRY(KeepTables(scope.tables, contents));
  TRY(FaultOrError(SplitBySchema(connection, lake, contents), "_meta_lineage", report));
  for (const Stretch& stretch : StretchesOf(contents, scope.range)) {
    StretchProof proof(connection, stretch, note, report);
    TRY(CompareStretch(proof, stretch, second, stop));
  }
  return {};
}

}  // namespace lake
