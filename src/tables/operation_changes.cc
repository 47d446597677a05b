#include "tables/operation_changes.h"

#include <algorithm>
#include <cstddef>

#include "stellar/entry_key.h"

namespace lake {
namespace {

using Type = xdr::LedgerEntryChangeType;

// changes[at] is no STATE.
OperationChange ChangeAt(std::span<const ChangeRef> changes, std::size_t at, Arena& arena) {
  const ChangeRef& change = changes[at];
  OperationChange result{change.type, change.entry_type, nullptr, &change,
                         EntryKeyXdr(change, arena)};
  const bool removed = change.type == Type::LEDGER_ENTRY_REMOVED;
  if (removed) result.post = nullptr;
  if ((removed || change.type == Type::LEDGER_ENTRY_UPDATED) && at > 0) {
    const ChangeRef& before = changes[at - 1];
    const bool is_image =
        before.type == Type::LEDGER_ENTRY_STATE || before.type == Type::LEDGER_ENTRY_RESTORED;
    if (is_image && before.entry_type == change.entry_type) result.pre = &before;
  }
  return result;
}

// The images of later changes stand later in the ledger's list.
bool Precedes(const OperationChange& a, const OperationChange& b) {
  const auto order = std::lexicographical_compare_three_way(a.key_xdr.begin(), a.key_xdr.end(),
                                                            b.key_xdr.begin(), b.key_xdr.end());
  return order != 0 ? order < 0 : a.latest() < b.latest();
}

}  // namespace

OperationChanges SortedChanges::Collect(std::span<const ChangeRef> changes,
                                        std::uint32_t entry_types, Arena& arena) {
  changes_.clear();
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i].type == Type::LEDGER_ENTRY_STATE) continue;
    const std::uint32_t bit = std::uint32_t{1} << static_cast<std::uint32_t>(changes[i].entry_type);
    if ((entry_types & bit) != 0) changes_.push_back(ChangeAt(changes, i, arena));
  }
  std::sort(changes_.begin(), changes_.end(), Precedes);
  return changes_;
}

}  // namespace lake
