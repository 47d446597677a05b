#include "app/range.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace lake {
namespace {

using Kind = RangeBound::Kind;

RangeSpec Parsed(std::string_view text) {
  Result<RangeSpec> spec = ParseRange(text);
  EXPECT_TRUE(spec.ok()) << text << ": " << spec.error().message;
  return spec.ok() ? *spec : RangeSpec{};
}

TEST(Range, ReadsTheFormsOfTheHelpText) {
  EXPECT_EQ(Parsed("53312000:53313000"),
            (RangeSpec{{Kind::kLedger, 53312000}, {Kind::kLedger, 53313000}}));
  EXPECT_EQ(Parsed("53.3M:"), (RangeSpec{{Kind::kLedger, 53300000}, {}}));
  EXPECT_EQ(Parsed(":latest"), (RangeSpec{{}, {Kind::kFromNewest, 1}}));
  EXPECT_EQ(Parsed("-1000:"), (RangeSpec{{Kind::kFromNewest, 1000}, {}}));
  EXPECT_EQ(Parsed("-1000:-1"), (RangeSpec{{Kind::kFromNewest, 1000}, {Kind::kFromNewest, 1}}));
  EXPECT_EQ(Parsed("100K"), (RangeSpec{{Kind::kLedger, 100000}, {Kind::kLedger, 100000}}));
  EXPECT_EQ(Parsed("59,912,001:59_913_000"),
            (RangeSpec{{Kind::kLedger, 59912001}, {Kind::kLedger, 59913000}}));
  EXPECT_EQ(Parsed("7:+50"), (RangeSpec{{Kind::kLedger, 7}, {Kind::kCount, 50}}));
  EXPECT_EQ(Parsed(" : "), RangeSpec{});
}

TEST(Range, ADateIsItsFirstSecondAsStartAndItsLastAsEnd) {
  constexpr std::int64_t kSeptember = 1725148800;  // 2024-09-01T00:00:00Z
  EXPECT_EQ(Parsed("2024-09-01:2024-09-02"),
            (RangeSpec{{Kind::kTime, kSeptember}, {Kind::kTime, kSeptember + 2 * 86400 - 1}}));
  EXPECT_EQ(Parsed("2024-09-01"),
            (RangeSpec{{Kind::kTime, kSeptember}, {Kind::kTime, kSeptember + 86400 - 1}}));
  EXPECT_EQ(Parsed("2024-09-01T12:30:2024-09-01T12:30:05Z"),
            (RangeSpec{{Kind::kTime, kSeptember + 45000}, {Kind::kTime, kSeptember + 45005}}));
  EXPECT_EQ(Parsed("2024-09-01T00:00:53.3M"),
            (RangeSpec{{Kind::kTime, kSeptember}, {Kind::kLedger, 53300000}}));
}

TEST(Range, RefusesWhatIsNoRange) {
  for (std::string_view text : {"",
                                "x",
                                "1:2:3",
                                "-1000",
                                "+5",
                                "0",
                                "53.35",
                                "0.0000001M",
                                "4294967296",
                                "99999999999999999999",
                                "0.00000000000000000000000001M",
                                "2024-13-01:",
                                "2024-02-30:",
                                "2024-09-01T25:00:",
                                "2024-09-01T12:00",
                                "1..2",
                                "1K5",
                                ",5",
                                "-0:",
                                "2024-09-0",
                                "5:-",
                                "--1:"}) {
    EXPECT_FALSE(ParseRange(text).ok()) << text;
  }
  EXPECT_NE(ParseRange("-1000").error().message.find("write -1000: for"), std::string::npos);
}

TEST(Range, StartAndEndMakeOneRange) {
  auto combined = [](std::string_view range, std::string_view start, std::string_view end) {
    return CombineRange(range, start, end);
  };
  EXPECT_EQ(*combined("", "50000", "51000"), Parsed("50000:51000"));
  EXPECT_EQ(*combined("", "-1000:", ""), Parsed("-1000:"));
  EXPECT_EQ(*combined("", "5:7", ""), Parsed("5:7"));
  EXPECT_EQ(*combined("", "50000", "0"), Parsed("50000:"));
  EXPECT_EQ(*combined("", "", "latest"), Parsed(":latest"));
  EXPECT_EQ(*combined("5:7", "", ""), Parsed("5:7"));
  EXPECT_EQ(*combined("", "", ""), RangeSpec{});
  EXPECT_EQ(*combined("", "2024-09-01T12:00", ""), Parsed("2024-09-01T12:00:"));
  EXPECT_FALSE(combined("5:7", "5", "").ok());
  EXPECT_FALSE(combined("", "5:7", "9").ok());
}

// A source of ledgers first..last, one every five seconds from `kGenesis` on.
constexpr std::int64_t kGenesis = 1'700'000'000;
RangeLookup Source(std::uint32_t first, std::uint32_t last,
                   std::vector<std::uint32_t>* asked = nullptr) {
  return {[=]() -> Result<LedgerSet> {
            return LedgerSet{{first, last}};
          },
          [=](std::uint32_t sequence) -> Result<std::int64_t> {
            EXPECT_GE(sequence, first);
            EXPECT_LE(sequence, last);
            if (asked) asked->push_back(sequence);
            return kGenesis + 5 * std::int64_t{sequence};
          }};
}

RangeSpec Times(std::int64_t first, std::int64_t last) {
  return {{Kind::kTime, kGenesis + first}, {Kind::kTime, kGenesis + last}};
}

TEST(RangeResolution, AsksTheSourceOnlyForWhatItNeeds) {
  Result<LedgerRange> range = ResolveRange(Parsed("5:7"), RangeLookup{});
  ASSERT_TRUE(range.ok());
  EXPECT_EQ(range->first, 5u);
  EXPECT_EQ(range->last, 7u);
  EXPECT_FALSE(ResolveRange(Parsed("5:"), RangeLookup{})->last.has_value());
}

TEST(RangeResolution, CountsBackFromTheNewestLedger) {
  EXPECT_EQ(ResolveRange(Parsed("-1000:latest"), Source(100, 5000))->first, 4001u);
  EXPECT_EQ(ResolveRange(Parsed("-1000:latest"), Source(100, 5000))->last, 5000u);
  EXPECT_EQ(ResolveRange(Parsed("-1000:"), Source(4900, 5000))->first, 4900u);
  EXPECT_EQ(ResolveRange(Parsed("-3:-2"), Source(100, 5000))->last, 4999u);
  EXPECT_EQ(ResolveRange(Parsed("-3:+2"), Source(100, 5000))->last, 4999u);
}

TEST(RangeResolution, FindsTimesByBinarySearch) {
  std::vector<std::uint32_t> asked;
  Result<LedgerRange> range = ResolveRange(Times(5000, 6004), Source(2, 60'000'000, &asked));
  ASSERT_TRUE(range.ok()) << range.error().message;
  EXPECT_EQ(range->first, 1000u);  // closes at exactly the first instant
  EXPECT_EQ(range->last, 1200u);   // the next closes one second too late
  EXPECT_LE(asked.size(), 64u);
  EXPECT_EQ(ResolveRange(Times(0, 5000), Source(900, 2000))->first, 900u);
  EXPECT_EQ(ResolveRange(Times(0, 50'000), Source(900, 2000))->last, 2000u);
}

TEST(RangeResolution, FindsTimesInASetOfSamples) {
  const LedgerSet samples{{10, 10}, {1000, 1001}, {50'000, 50'000}};
  RangeLookup lookup{[&]() -> Result<LedgerSet> { return samples; },
                     [&](std::uint32_t sequence) -> Result<std::int64_t> {
                       EXPECT_TRUE(samples.Contains(sequence)) << sequence;
                       return kGenesis + 5 * std::int64_t{sequence};
                     }};
  Result<LedgerRange> range = ResolveRange(Times(100, 6000), lookup);
  ASSERT_TRUE(range.ok()) << range.error().message;
  EXPECT_EQ(range->first, 1000u);
  EXPECT_EQ(range->last, 1001u);
  EXPECT_EQ(ResolveRange(Parsed(":latest"), lookup)->last, 50'000u);
}

TEST(RangeResolution, SaysWhenNothingIsInTheRange) {
  EXPECT_EQ(ResolveRange(Times(50'000, 60'000), Source(900, 2000)).error().code, Code::kNotFound);
  EXPECT_EQ(ResolveRange(Times(0, 100), Source(900, 2000)).error().code, Code::kNotFound);
  EXPECT_EQ(ResolveRange(Times(5001, 5004), Source(900, 2000)).error().code,
            Code::kInvalidArgument);
  EXPECT_EQ(ResolveRange(Parsed("7:5"), RangeLookup{}).error().code, Code::kInvalidArgument);
  EXPECT_EQ(ResolveRange(Parsed("4294967295:+2"), RangeLookup{}).error().code,
            Code::kInvalidArgument);
}

TEST(RangeResolution, PassesAnErrorOfTheSourceOn) {
  RangeLookup lookup = Source(1, 100);
  lookup.close_time = [](std::uint32_t) -> Result<std::int64_t> {
    return Error{Code::kUnavailable, "gone"};
  };
  EXPECT_EQ(ResolveRange(Times(0, 100), lookup).error().code, Code::kUnavailable);
}

}  // namespace
}  // namespace lake
