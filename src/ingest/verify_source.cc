// The lake's rows against a second extraction of the same ledgers.
#include <fmt/format.h>

#include "ingest/lake_contents.h"
#include "ingest/plan.h"
#include "ingest/verify.h"
#include "lineage/lake_digest.h"

namespace lake {
namespace {

// Ledgers whose digests are held in memory at a time.
constexpr std::uint32_t kLedgersAtOnce = 1000;

using LedgerDigests = std::map<std::uint32_t, RowDigest>;

// Per table, per ledger: what the lake holds of [first, last].
Result<std::vector<LedgerDigests>> LakeDigests(Connection& connection, const LakeContents& contents,
                                               std::uint32_t first, std::uint32_t last) {
  std::vector<LedgerDigests> digests(contents.tables.size());
  std::size_t index = 0;
  for (const LakeTable& table : contents.tables) {
    LedgerDigests& of_table = digests[index++];
    TRY(DigestTable(connection, table.spec, table.path, first, last,
                    [&of_table](std::uint32_t sequence, const RowDigest& digest) {
                      of_table[sequence].Add(digest);
                    })
            .status());
  }
  return digests;
}

void Compare(const LakeContents& contents, const std::vector<LedgerDigests>& lake,
             const LedgerRows& ledger, VerifyReport& report) {
  for (std::size_t i = 0; i < contents.set.size(); ++i) {
    const auto held = lake[i].find(ledger.sequence);
    const RowDigest digest = held == lake[i].end() ? RowDigest{} : held->second;
    if (digest == ledger.digests[i]) continue;
    report.faults.push_back(
        fmt::format("{}, ledger {}: the lake has {} rows ({}), the source gives {} ({})",
                    contents.set[i]->spec->name, ledger.sequence, digest.rows, digest.Hex(),
                    ledger.digests[i].rows, ledger.digests[i].Hex()));
  }
}

Status CompareRun(Connection& connection, const LakeContents& contents, LedgerSource& source,
                  const Network& network, LedgerRange run, const ExtractionOptions& options,
                  Clock& clock, std::stop_token stop, VerifyReport& report) {
  TRY_ASSIGN(const auto lake, LakeDigests(connection, contents, run.first, *run.last));
  TRY(source.Seek(run));
  RowsPool pool(contents.set);
  Extraction extraction(source, contents.set, network, options, pool, clock);
  std::uint32_t next = run.first;
  for (;;) {
    auto [outcome, ledger] = extraction.Next(std::nullopt, stop);
    if (outcome == OrderedResults<ExtractedLedger>::Outcome::kStopped) {
      return {Code::kCancelled, "stopped"};
    }
    if (outcome == OrderedResults<ExtractedLedger>::Outcome::kEnd) break;
    TRY(std::move(ledger->status));
    Compare(contents, lake, *ledger->rows, report);
    next = ledger->rows->sequence + 1;
    ++report.ledgers_compared;
    pool.Give(std::move(ledger->rows));
  }
  if (next == *run.last + 1) return {};
  return {Code::kNotFound, fmt::format("{} ends before ledger {}, which the lake has",
                                       source.Describe(), *run.last)};
}

}  // namespace

Status VerifyAgainstSource(Lake& lake, const StoredNames& names, LedgerSource& source,
                           const Network& network, LedgerRange range,
                           const ExtractionOptions& options, Clock& clock, const VerifyNotes& note,
                           std::stop_token stop, VerifyReport& report) {
  TRY_ASSIGN(Connection connection, lake.Connect());
  TRY_ASSIGN(const LakeContents contents, ReadLakeContents(connection, lake, names));
  for (const BatchRecord& batch : contents.batches) {
    std::uint32_t first = std::max(batch.range.first, range.first);
    const std::uint32_t last =
        range.last ? std::min(batch.range.last, *range.last) : batch.range.last;
    for (; first <= last; first += kLedgersAtOnce) {
      const std::uint32_t end = last - first < kLedgersAtOnce ? last : first + kLedgersAtOnce - 1;
      note(fmt::format("ledgers {}..{} against {}", first, end, source.Describe()));
      TRY(CompareRun(connection, contents, source, network, {first, end}, options, clock, stop,
                     report));
      if (end == last) break;
    }
  }
  return {};
}

}  // namespace lake
