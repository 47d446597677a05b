#include "verify/second_extraction.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "lineage/coverage.h"
#include "lineage/lake_digest.h"

namespace lake {
namespace {

// Ledgers whose digests are held in memory at a time.
constexpr std::uint32_t kLedgersAtOnce = 1000;

using LedgerDigests = std::map<std::uint32_t, RowDigest>;

// A table may come more than once, with the ledgers of one schema each: the coverage is of their
// places in the list, by number.
std::vector<std::string> Places(const std::deque<LakeTable>& tables) {
  std::vector<std::string> places;
  for (std::size_t i = 0; i < tables.size(); ++i) places.push_back(std::to_string(i));
  return places;
}

Coverage CoverageOf(const LakeContents& contents, const std::vector<std::string>& places) {
  Coverage coverage;
  for (const BatchRecord& batch : contents.batches) {
    std::vector<std::string> held;
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (contents.tables[i].Has(batch)) held.push_back(places[i]);
    }
    coverage.Add(batch.range, held);
  }
  return coverage;
}

}  // namespace

struct SecondExtraction::Part {
  LedgerSpan ledgers;
  std::vector<const LakeTable*> tables;
};

namespace {

// Ledgers that the same tables hold, in order, against what the lake holds of them.
class PartProof {
 public:
  PartProof(const LakeReading& reading, const LedgerSpan& ledgers,
            const std::vector<const LakeTable*>& tables, const VerifyNotes& note)
      : reading_(reading), ledgers_(ledgers), tables_(tables), note_(note) {
    for (const LakeTable* table : tables) set_.push_back(&table->table);
  }

  const TableSet& set() const { return set_; }

  Status Compare(const LedgerRows& ledger) {
    if (digests_.empty() || ledger.sequence > read_to_) TRY(Read(ledger.sequence));
    for (std::size_t i = 0; i < set_.size(); ++i) {
      if (!digests_[i]) continue;  // cannot be read: a fault already
      const auto held = digests_[i]->find(ledger.sequence);
      const RowDigest digest = held == digests_[i]->end() ? RowDigest{} : held->second;
      if (digest == ledger.digests[i]) continue;
      reading_.report.AddFault(
          fmt::format("{}, ledger {}: the lake has {} rows ({}), the source gives {} "
                      "({})",
                      set_[i]->spec->name, ledger.sequence, digest.rows, digest.Hex(),
                      ledger.digests[i].rows, ledger.digests[i].Hex()));
    }
    ++reading_.report.ledgers_compared;
    return {};
  }

 private:
  // What the lake holds of the next ledgers from `first` on.
  Status Read(std::uint32_t first) {
    const bool is_rest = ledgers_.last - first < kLedgersAtOnce;
    read_to_ = is_rest ? ledgers_.last : first + kLedgersAtOnce - 1;
    note_(fmt::format("ledgers {}..{} against the source", first, read_to_));
    digests_.clear();
    for (const LakeTable* table : tables_) {
      LedgerDigests digests;
      Status status = DigestTable(reading_.connection, table->spec, table->path, first, read_to_,
                                  [&digests](std::uint32_t sequence, const RowDigest& digest) {
                                    digests[sequence].Add(digest);
                                  })
                          .status();
      digests_.emplace_back();
      if (status.ok()) digests_.back() = std::move(digests);
      TRY(reading_.report.AddError(
          std::move(status),
          fmt::format("{}, ledgers {}..{}:", table->spec.name, first, read_to_)));
    }
    return {};
  }

  const LakeReading& reading_;
  const LedgerSpan ledgers_;
  const std::vector<const LakeTable*>& tables_;
  const VerifyNotes& note_;
  TableSet set_;
  std::vector<std::optional<LedgerDigests>> digests_;  // per table
  std::uint32_t read_to_ = 0;
};

}  // namespace

Status SecondExtraction::ComparePart(const Part& part) {
  PartProof proof(reading_, part.ledgers, part.tables, note_);
  TRY(second_.source.Seek({part.ledgers.first, part.ledgers.last}));
  RowsPool pool(proof.set());
  Extraction extraction(second_.source, pool, second_.network, second_.options, clock_);
  TRY(extraction.Start());
  LedgerSet seen;
  for (;;) {
    TRY_ASSIGN(std::unique_ptr<LedgerRows> rows, extraction.NextRows(stop_));
    if (rows == nullptr) break;
    TRY(proof.Compare(*rows));
    seen.Add(rows->sequence, rows->sequence);
    pool.Give(std::move(rows));
  }
  if (seen == LedgerSet{part.ledgers}) return {};
  return {Code::kNotFound, fmt::format("{} ends before ledger {}, which the lake has",
                                       second_.source.Describe(), part.ledgers.last)};
}

Status SecondExtraction::Compare(const LakeContents& contents, const LedgerRange& range) {
  const std::vector<std::string> places = Places(contents.tables);
  for (const Stretch& stretch : CoverageOf(contents, places).Stretches(range, places)) {
    Part part{{stretch.range.first, *stretch.range.last}, {}};
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (std::ranges::find(stretch.tables, places[i]) == stretch.tables.end()) continue;
      part.tables.push_back(&contents.tables[i]);
    }
    TRY(ComparePart(part));
  }
  return {};
}

}  // namespace lake
