// Which ledgers a store holds, table by table: the one answer that planning, filling, gaps, verify
// and a hot buffer's watermark start from.
//
// Tables may have come to a lake at different times, and batches of different tables may overlap,
// so that "the lake holds ledger N" is true or false only of a table. Values; one thread each.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "lineage/batch_record.h"
#include "stellar/ledger_set.h"

namespace lake {

// Ledgers that have the same tables in common: those that hold them, or those that lack them.
struct Stretch {
  LedgerRange range;
  std::vector<std::string> tables;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

class Coverage {
 public:
  static Coverage Of(std::span<const BatchRecord> batches);

  // Takes in a batch that fits (CheckFits).
  void Add(const CoveredRange& range, std::span<const std::string> tables);
  // Counts these ledgers as held by the table: it is not to be given them.
  void Exempt(std::string_view table, const LedgerSet& ledgers);

  // Of one table; nothing of a table that no batch has.
  const LedgerSet& Held(std::string_view table) const;
  // Of every one of the tables; nothing when none is named.
  LedgerSet HeldByAll(std::span<const std::string> tables) const;
  // Of at least one table, or of a batch that has none.
  const LedgerSet& HeldByAny() const { return any_; }
  std::vector<std::string> tables() const;  // those that batches have, sorted
  bool empty() const { return any_.empty(); }

  // What the tables lack of a wish, ascending: every ledger is in one stretch, with all tables that
  // lack it, in the order given. So each ledger is fetched once, and no table gets what it has. The
  // last stretch is open when the wish is.
  std::vector<Stretch> Missing(const LedgerRange& wish, std::span<const std::string> tables) const;
  // What the tables hold of a wish, likewise; ledgers that none of them holds are in no stretch.
  std::vector<Stretch> Stretches(const LedgerRange& wish,
                                 std::span<const std::string> tables) const;

  // The end of the run of ledgers from `start` on that every one of the tables holds, and that
  // chain; nothing when `start` itself is not held. It alone says what may be deleted elsewhere:
  // whoever keeps rows of `tables` from ledger `start` on finds each of them here, up to that end.
  std::optional<std::uint32_t> Watermark(std::span<const std::string> tables,
                                         std::uint32_t start) const;

  // The hash of a ledger where the store ends or begins: of the last one of a run, and of the one
  // before its first.
  std::optional<Hash256> BorderHash(std::uint32_t sequence) const;

 private:
  void Learn(std::uint32_t sequence, const Hash256& hash);

  std::map<std::string, LedgerSet, std::less<>> held_;
  LedgerSet any_;
  std::map<std::uint32_t, Hash256> hashes_;  // at the borders of any_
  LedgerSet broken_;  // batches disagree about the hashes of these: the next ledger does not chain
};

}  // namespace lake
