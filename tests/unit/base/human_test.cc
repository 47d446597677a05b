#include "base/human.h"

#include <gtest/gtest.h>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;

TEST(Human, GroupsDigitsOfCounts) {
  EXPECT_EQ(FormatCount(0), "0");
  EXPECT_EQ(FormatCount(999), "999");
  EXPECT_EQ(FormatCount(1'000), "1,000");
  EXPECT_EQ(FormatCount(1'234'567), "1,234,567");
  EXPECT_EQ(FormatCount(1, "ledger"), "1 ledger");
  EXPECT_EQ(FormatCount(0, "ledger"), "0 ledgers");
  EXPECT_EQ(FormatCount(1'000, "batch", "batches"), "1,000 batches");
  EXPECT_EQ(FormatCount(UINT64_MAX), "18,446,744,073,709,551,615");
}

TEST(Human, WritesBytesInThreeDigits) {
  EXPECT_EQ(FormatBytes(0), "0 B");
  EXPECT_EQ(FormatBytes(1023), "1023 B");
  EXPECT_EQ(FormatBytes(1024), "1.00 KiB");
  EXPECT_EQ(FormatBytes(1572864), "1.50 MiB");
  EXPECT_EQ(FormatBytes(10 * 1024 * 1024 - 1), "10.0 MiB");
  EXPECT_EQ(FormatBytes(256ULL << 20), "256 MiB");
  EXPECT_EQ(FormatBytes((1ULL << 30) - 1), "1.00 GiB");
  EXPECT_EQ(FormatBytes(UINT64_MAX), "16.0 EiB");
}

TEST(Human, WritesDurationsInTwoUnits) {
  EXPECT_EQ(FormatDuration(12), "12 µs");
  EXPECT_EQ(FormatDuration(850'999), "850 ms");
  EXPECT_EQ(FormatDuration(3'240'000), "3.2 s");
  EXPECT_EQ(FormatDuration(59'960'000), "1m 00s");
  EXPECT_EQ(FormatDuration(245'000'000), "4m 05s");
  EXPECT_EQ(FormatDuration(7'380'000'000), "2h 03m");
  EXPECT_EQ(FormatDuration(273'600'000'000), "3d 04h");
  EXPECT_EQ(FormatDuration(-3'200'000), "-3.2 s");
  EXPECT_EQ(FormatDuration(INT64_MIN), "-106751991d 04h");
}

TEST(Human, ReadsSizesAsPeopleWriteThem) {
  EXPECT_EQ(*ParseByteSize("0"), 0U);
  EXPECT_EQ(*ParseByteSize("4096"), 4096U);
  EXPECT_EQ(*ParseByteSize("256MiB"), 256U << 20);
  EXPECT_EQ(*ParseByteSize("256 mib"), 256U << 20);
  EXPECT_EQ(*ParseByteSize("1.5GB"), 1'500'000'000U);
  EXPECT_EQ(*ParseByteSize("64K"), 65'536U);
  EXPECT_EQ(*ParseByteSize("10b"), 10U);
  EXPECT_EQ(*ParseByteSize("2TiB"), 2ULL << 40);
  EXPECT_EQ(*ParseByteSize("9223372036854775807"), 9223372036854775807ULL);
}

TEST(Human, RefusesWhatIsNoSize) {
  for (std::string_view text : {"", "MiB", "-1", "-0", "1e9", "12 parsecs", "1  MiB", " 1", "inf",
                                "nan", "9000000TiB", "1.2.3", "0x10", "9223372036854775808"}) {
    EXPECT_THAT(ParseByteSize(text), IsError(Code::kInvalidArgument, "is not a size")) << text;
  }
}

TEST(ParseDuration, TakesDaysHoursMinutesAndSeconds) {
  EXPECT_EQ(ParseDuration("7d").value(), 7 * 24 * 3'600'000);
  EXPECT_EQ(ParseDuration("12h").value(), 12 * 3'600'000);
  EXPECT_EQ(ParseDuration("30m").value(), 30 * 60'000);
  EXPECT_EQ(ParseDuration("90s").value(), 90'000);
  EXPECT_EQ(ParseDuration("0").value(), 0);
}

TEST(ParseDuration, RefusesEverythingElse) {
  for (const char* text : {"", "d", "7", "-1d", "1.5h", "7 d", "7dd", "7w", "99999999d"}) {
    EXPECT_FALSE(ParseDuration(text).ok()) << text;
  }
}

}  // namespace
}  // namespace lake
