// A small table with every column type, nullable and not, for tests of everything that works on any
// table.
#pragma once

#include <array>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "table/row_buffer.h"
#include "table/table_spec.h"

namespace lake::testing {

struct TinyRow {
  std::int64_t ledger_sequence;
  std::string_view name;
  std::optional<std::string_view> note;
  bool flag;
  std::optional<std::int32_t> small;
  std::uint32_t unsigned_number;
  std::optional<std::int64_t> big;
  Timestamp closed_at;
  std::optional<Timestamp> seen_at;
  std::int64_t ledger_range;
};

inline constexpr auto kTinyColumns = std::to_array<ColumnSpec>({
    Column<&TinyRow::ledger_sequence>("ledger_sequence", "Sequence of the ledger.")
        .Key()
        .AtLeast(1),
    Column<&TinyRow::name>("name", "A text."),
    Column<&TinyRow::note>("note", "A text that may be absent."),
    Column<&TinyRow::flag>("flag", "A truth."),
    Column<&TinyRow::small>("small", "A small number that may be absent."),
    Column<&TinyRow::unsigned_number>("unsigned_number", "A number that is never negative."),
    Column<&TinyRow::big>("big", "A large number that may be absent.").Unit("stroops"),
    Column<&TinyRow::closed_at>("closed_at", "An instant."),
    Column<&TinyRow::seen_at>("seen_at", "An instant that digests leave out.").NoDigest(),
    Column<&TinyRow::ledger_range>("ledger_range", "Sequence rounded down to 10,000."),
});
inline constexpr std::array<std::string_view, 2> kTinyKey{"ledger_sequence", "name"};

inline constexpr TableSpec kTinySpec{
    .name = "tiny_things_row_v3",
    .doc = "One row per thing.",
    .group = "core",
    .purpose = "row",
    .subject = "things",
    .major_version = 3,
    .columns = kTinyColumns,
    .row_size = sizeof(TinyRow),
    .sequence_column = "ledger_sequence",
    .primary_key = kTinyKey,
    .fillfactor = 90,
};

// Makes rows of a fixed pattern that has NULLs, empty texts, short and long texts and negative
// numbers. Owns the texts, so it must outlive the rows.
class TinyRows {
 public:
  RowBuffer Make(std::int64_t sequence, std::size_t count);

 private:
  std::deque<std::string> texts_;
};

}  // namespace lake::testing
