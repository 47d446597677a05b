// What people write for what they look for.
#include "find/subject.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/arena.h"
#include "base/hex.h"
#include "stellar/strkey.h"
#include "support/matchers.h"
#include "support/names.h"

namespace lake {
namespace {

using testing::AccountStrkey;
using ::testing::HasSubstr;
using testing::NameHash;
using ::testing::Not;

std::string Shown(const Result<Subject>& subject) {
  if (!subject.ok()) return "error: " + subject.error().message;
  return fmt::format("{} {}", NameOf(subject->kind), subject->id);
}
std::string Shown(const std::string& text) { return Shown(ParseSubject(text)); }

std::string HashText() { return Hex(NameHash("tx")); }

TEST(Subject, HashesAreTakenInBothCases) {
  std::string upper = HashText();
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(Shown(HashText()), "transaction " + HashText());
  EXPECT_EQ(Shown(upper), "transaction " + HashText());
  EXPECT_EQ(Shown(std::string(64, '1')), "transaction " + std::string(64, '1'));
}

TEST(Subject, AddressesAreWhatTheirLetterSays) {
  Arena arena;
  const std::string pool(LiquidityPoolText(arena, NameHash("pool").data()));
  const std::string balance(ClaimableBalanceText(arena, NameHash("balance").data()));
  EXPECT_EQ(Shown(AccountStrkey("alice")), "account " + AccountStrkey("alice"));
  EXPECT_EQ(Shown(testing::ContractStrkey("token")),
            "contract " + testing::ContractStrkey("token"));
  EXPECT_EQ(Shown(pool), "liquidity pool " + pool);
  EXPECT_EQ(Shown(balance), "claimable balance " + balance);
  EXPECT_EQ(Shown("00000000" + Hex(NameHash("balance"))), "claimable balance " + balance);
}

TEST(Subject, AMuxedAddressIsItsAccountAndSaysSo) {
  const auto subject = ParseSubject(testing::MuxedStrkey("alice", 7));
  ASSERT_THAT(subject, testing::IsOk());
  EXPECT_EQ(Shown(subject), "account " + AccountStrkey("alice"));
  EXPECT_THAT(subject->note, HasSubstr("M..."));
}

TEST(Subject, NumbersAreOffers) {
  EXPECT_EQ(Shown("7"), "offer 7");
  EXPECT_EQ(Shown("0009"), "offer 9");
  EXPECT_EQ(Shown("9223372036854775807"), "offer 9223372036854775807");
  EXPECT_THAT(Shown("9223372036854775808"), HasSubstr("no offer has this number"));
  EXPECT_THAT(Shown("0"), HasSubstr("no offer has this number"));
}

TEST(Subject, AssetsStandAloneOrInPairsOfOneOrder) {
  const std::string usd = "USD:" + AccountStrkey("issuer");
  const std::string euro = "EUROTOKEN:" + AccountStrkey("bank");
  EXPECT_EQ(Shown("native"), "asset native");
  EXPECT_EQ(Shown(usd), "asset " + usd);
  EXPECT_EQ(Shown(euro + "/" + usd), "asset pair " + usd + "/" + euro);
  EXPECT_EQ(Shown(usd + "/" + euro), "asset pair " + usd + "/" + euro);
  EXPECT_EQ(Shown(usd + "/native"), "asset pair native/" + usd);
  EXPECT_THAT(Shown("native/native"), HasSubstr("one asset"));
  EXPECT_THAT(Shown("native/"), HasSubstr("one side"));
  EXPECT_THAT(Shown("TOOLONGFORANASSET:" + AccountStrkey("bank")), HasSubstr("no asset"));
  EXPECT_THAT(Shown("USD:GABC"), HasSubstr("no asset"));
}

TEST(Subject, NonsenseIsRefusedAndNeverRepeated) {
  std::string wrong = AccountStrkey("alice");
  wrong[20] = wrong[20] == 'A' ? 'B' : 'A';
  const std::string seed = "SAV76USXIJOBMEQXPANUOQM6F5LIOTLPDIDVRJBFFE2MDJXG24TAPUU7";
  for (const std::string& text :
       {std::string(), std::string("hello"), std::string("alice'; DROP TABLE x; --"), wrong, seed,
        HashText().substr(1), HashText() + "0", "1" + std::string(7, '0') + HashText(),
        std::string("7.5"), std::string("-7"), std::string(100'000, 'G')}) {
    const auto subject = ParseSubject(text);
    ASSERT_THAT(subject, testing::IsError(Code::kInvalidArgument)) << text;
    EXPECT_THAT(subject.error().message, HasSubstr("CODE:ISSUER"));
    if (text.empty()) continue;
    EXPECT_THAT(subject.error().message, Not(HasSubstr(text)));
  }
}

TEST(Subject, SignersHaveNoIndex) {
  Arena arena;
  EXPECT_THAT(Shown(std::string(HashXText(arena, NameHash("x").data()))), HasSubstr("signer"));
}

}  // namespace
}  // namespace lake
