#include "upkeep/expiry.h"

#include <gmock/gmock.h>

namespace lake {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::int64_t kMinute = 60'000'000;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kNow = 1'000'000 * kHour;
constexpr ExpiryRules kRules{.keep_ms = 10 * kHour / 1000, .keep_all_ms = kHour / 1000};

TEST(Expiry, KeepsAllThatAreYoung) {
  const std::vector<Snapshot> snapshots{{1, kNow - 59 * kMinute}, {2, kNow - 30 * kMinute}, {3, kNow}};
  EXPECT_THAT(ChooseExpired(snapshots, kRules, kNow), IsEmpty());
}

TEST(Expiry, KeepsOneOfEveryHourBefore) {
  const std::vector<Snapshot> snapshots{{1, kNow - 3 * kHour},
                                        {2, kNow - 3 * kHour + kMinute},
                                        {3, kNow - 2 * kHour + kMinute},
                                        {4, kNow - 2 * kHour + 2 * kMinute},
                                        {5, kNow}};
  EXPECT_THAT(ChooseExpired(snapshots, kRules, kNow), ElementsAre(1, 3));
}

TEST(Expiry, PrefersOneThatUpkeepMade) {
  const std::vector<Snapshot> snapshots{{1, kNow - 3 * kHour + 1 * kMinute, true},
                                        {2, kNow - 3 * kHour + 2 * kMinute, true},
                                        {3, kNow - 3 * kHour + 3 * kMinute},
                                        {4, kNow}};
  EXPECT_THAT(ChooseExpired(snapshots, kRules, kNow), ElementsAre(1, 3));
}

TEST(Expiry, LetsGoOfWhatIsOld) {
  const std::vector<Snapshot> snapshots{{1, kNow - 12 * kHour}, {2, kNow - 11 * kHour}, {3, kNow}};
  EXPECT_THAT(ChooseExpired(snapshots, kRules, kNow), ElementsAre(1, 2));
}

TEST(Expiry, NeverLetsGoOfTheNewest) {
  const std::vector<Snapshot> snapshots{{1, kNow - 200 * kHour}, {2, kNow - 100 * kHour}};
  EXPECT_THAT(ChooseExpired(snapshots, {.keep_ms = 0, .keep_all_ms = 0}, kNow), ElementsAre(1));
  EXPECT_THAT(ChooseExpired({}, kRules, kNow), IsEmpty());
}

// A clock that was set back makes snapshots of tomorrow.
TEST(Expiry, KeepsWhatSeemsToComeLater) {
  const std::vector<Snapshot> snapshots{{1, kNow + 5 * kHour}, {2, kNow}};
  EXPECT_THAT(ChooseExpired(snapshots, kRules, kNow), IsEmpty());
}

}  // namespace
}  // namespace lake
