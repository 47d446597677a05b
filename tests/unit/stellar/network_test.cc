#include "stellar/network.h"

#include <gtest/gtest.h>

#include <string>

#include "base/hex.h"

namespace lake {
namespace {

TEST(Network, KnowsTheIdsOfThePublicNetworks) {
  EXPECT_EQ(Hex(ParseNetwork("pubnet")->id),
            "7ac33997544e3175d266bd022439b22cdb16508c01163f26e5cb2a3e1045a979");
  EXPECT_EQ(Hex(ParseNetwork("testnet")->id),
            "cee0302d59844d32bdca915c8203dd44b33fbb7edc19051ea37abedf28ecd472");
}

TEST(Network, IsFoundByEitherNamePassphraseAndId) {
  const char* passphrase = "Public Global Stellar Network ; September 2015";
  for (const char* text : {"pubnet", "mainnet", "Mainnet", passphrase}) {
    const auto network = ParseNetwork(text);
    ASSERT_TRUE(network.ok()) << text;
    EXPECT_EQ(network->name, "pubnet");
    EXPECT_EQ(network->era_name, "mainnet");
    EXPECT_EQ(network->passphrase, passphrase);
    EXPECT_EQ(FindNetwork(network->id)->name, "pubnet");
  }
  EXPECT_EQ(ParseNetwork("futurenet")->passphrase, "Test SDF Future Network ; October 2022");
}

TEST(Network, TakesAnyOtherPassphraseAsACustomNetwork) {
  const auto network = ParseNetwork("Standalone Network ; February 2017");
  ASSERT_TRUE(network.ok());
  EXPECT_EQ(network->name, "custom_baefd734");
  EXPECT_EQ(network->era_name, network->name);
  EXPECT_EQ(FindNetwork(network->id), nullptr);
  EXPECT_EQ(NetworkOfPassphrase("nospaces").passphrase, "nospaces");
}

TEST(Network, RefusesAMistypedName) {
  const auto network = ParseNetwork("pubnett");
  ASSERT_FALSE(network.ok());
  EXPECT_EQ(network.error().code, Code::kInvalidArgument);
  EXPECT_NE(network.error().message.find("'pubnett'"), std::string::npos);
  EXPECT_FALSE(ParseNetwork(std::string(2000, ' ')).ok());
}

}  // namespace
}  // namespace lake
