// Sets of ledgers: what a lake covers, what a source holds, what is missing between them.
//
// A set is kept as closed ranges that ascend and do not touch, so its size is that of its holes and
// not of its ledgers. Every number of 32 bits may be in one, 0 and the highest included; nobody who
// asks a set needs to compute with the ends of ranges.
//
// Values; one thread each.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace lake {

// A wish for ledgers, both ends included; `last` absent means follow the tip.
struct LedgerRange {
  std::uint32_t first = 0;
  std::optional<std::uint32_t> last;
  bool Contains(std::uint32_t sequence) const {
    return first <= sequence && (!last || sequence <= *last);
  }
  friend bool operator==(const LedgerRange&, const LedgerRange&) = default;
};

// Ledgers that follow each other, both ends included; first <= last.
struct LedgerSpan {
  std::uint32_t first;
  std::uint32_t last;
  std::uint64_t count() const { return std::uint64_t{last} - first + 1; }
  bool Contains(std::uint32_t sequence) const { return first <= sequence && sequence <= last; }
  bool Overlaps(const LedgerSpan& other) const {
    return first <= other.last && other.first <= last;
  }
  // Whether no ledger is missing between the two.
  bool Meets(const LedgerSpan& other) const { return WithNeighbours().Overlaps(other); }
  // One ledger more at each end, where there is one.
  LedgerSpan WithNeighbours() const {
    return {first == 0 ? first : first - 1, last + 1 == 0 ? last : last + 1};
  }
  friend bool operator==(const LedgerSpan&, const LedgerSpan&) = default;
};

class LedgerSet {
 public:
  LedgerSet() = default;
  LedgerSet(std::initializer_list<LedgerSpan> spans);
  // All that the wish is for: without an end, up to the highest number there is. Empty when the
  // wish ends before it begins.
  explicit LedgerSet(const LedgerRange& wish);

  void Add(std::uint32_t first, std::uint32_t last);
  void Add(const LedgerSpan& span) { Add(span.first, span.last); }
  void Add(const LedgerSet& other);

  LedgerSet Union(const LedgerSet& other) const;
  LedgerSet Intersect(const LedgerSet& other) const;
  LedgerSet Minus(const LedgerSet& other) const;
  // The ledgers that a wish is for and this set has.
  LedgerSet Within(const LedgerRange& wish) const { return Intersect(LedgerSet(wish)); }
  // The parts of a wish that this set lacks, ascending. The last one is open when the wish is, and
  // the set does not reach up to the highest number.
  std::vector<LedgerRange> Missing(const LedgerRange& wish) const;

  bool Contains(std::uint32_t sequence) const;
  // The first ledger of the set at or behind `sequence`.
  std::optional<std::uint32_t> FirstFrom(std::uint32_t sequence) const;
  // The end of the run that `sequence` is in; nothing when the set does not have it.
  std::optional<std::uint32_t> RunEnd(std::uint32_t sequence) const;

  bool empty() const { return spans_.empty(); }
  std::uint64_t count() const;  // of ledgers
  // The lowest and the highest ledger of a set that is not empty.
  std::uint32_t first() const;
  std::uint32_t last() const;
  // Whether its ledgers tile one range, without a hole. True for the empty set.
  bool contiguous() const { return spans_.size() <= 1; }
  // Ascending; between two of them at least one ledger is missing.
  const std::vector<LedgerSpan>& ranges() const& { return spans_; }
  std::vector<LedgerSpan> ranges() && { return std::move(spans_); }

  friend bool operator==(const LedgerSet&, const LedgerSet&) = default;

 private:
  std::vector<LedgerSpan> spans_;
};

// For people: "53,312,000 … 53,312,009", or one number; of a set `ranges_max` of them, then how
// many more there are.
std::string LedgersText(const LedgerSpan& span);
std::string LedgersText(const LedgerSet& set, std::size_t ranges_max);

}  // namespace lake
