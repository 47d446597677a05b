// Digests are kept in lakes for years: the same rows give the same digest in every version.
#include "table/row_digest.h"

#include <gtest/gtest.h>

#include <string>

#include "support/tiny_table.h"

namespace lake::testing {
namespace {

TEST(RowDigest, StaysWhatItWas) {
  const std::string medium(200, 'm'), long_text(1000, 'l');
  RowBuffer rows(sizeof(TinyRow));
  for (std::int64_t i = 0; i < 600; ++i) {
    TinyRow row{.ledger_sequence = 1000 + i,
                .name = i % 3 == 0 ? "same" : "other",
                .note = std::nullopt,
                .flag = i % 2 == 0,
                .small = std::nullopt,
                .unsigned_number = 4'000'000'000U - static_cast<std::uint32_t>(i),
                .big = std::nullopt,
                .closed_at = TimestampFromSeconds(-i),
                .seen_at = Timestamp{i},
                .ledger_range = 0};
    if (i % 5 == 0) row.note = i % 2 == 0 ? std::string_view(medium) : std::string_view(long_text);
    if (i % 7 == 0) row.note = "";
    if (i % 4 == 0) row.small = static_cast<std::int32_t>(-i);
    if (i % 6 == 0) row.big = -i * 1'000'000'000'000;
    rows.Append(row);
  }
  const RowDigest digest = BufferDigester(kTinySpec).Digest(rows);
  EXPECT_EQ(digest.rows, 600u);
  EXPECT_EQ(digest.Hex(), "a268870f6ad743579cf33cec52adf957");
}

}  // namespace
}  // namespace lake::testing
