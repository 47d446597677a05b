// What our SQL functions give. Addresses are SEP-23's own examples; entries of storage were written
// with another SDK.
#include "functions/functions.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "stellar/network.h"
#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsOk;
using ::testing::Not;

constexpr std::string_view kAccount = "GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ";
constexpr std::string_view kHex =
    "3f0c34bf93ad0d9971d04ccc90f705511c838aad9734a4a2fb0d7a03fc7fe89a";
// [Balance, account] of {amount: 2^100, authorized: false, clawback: true}, and of 77.
constexpr std::string_view kBalanceMap =
    "AAAAAAAAAAE/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/"
    "omgAAABAAAAABAAAAAgAAAA8AAAAHQmFsYW5jZQAAAAASAA"
    "AAAAAAAAA/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/"
    "omgAAAAEAAAARAAAAAQAAAAMAAAAPAAAABmFtb3VudAAAAAAA"
    "CgAAABAAAAAAAAAAAAAAAAAAAAAPAAAACmF1dGhvcml6ZWQAAAAAAAAAAAAAAAAADwAAAAhjbGF3YmFjawAAAAAAAAAB";
constexpr std::string_view kBalancePlain =
    "AAAAAAAAAAE/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/"
    "omgAAABAAAAABAAAAAgAAAA8AAAAHQmFsYW5jZQAAAAASAA"
    "AAAAAAAAA/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/omgAAAAEAAAAKAAAAAAAAAAAAAAAAAAAATQ==";
// The same, temporary: no balance of a token.
constexpr std::string_view kBalanceTemporary =
    "AAAAAAAAAAE/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/"
    "omgAAABAAAAABAAAAAgAAAA8AAAAHQmFsYW5jZQAAAAASAA"
    "AAAAAAAAA/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/omgAAAAAAAAAKAAAAAAAAAAAAAAAAAAAATQ==";
// An instance that runs code, with METADATA and [Admin].
constexpr std::string_view kInstance =
    "AAAAAAAAAAE/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/"
    "omgAAABQAAAABAAAAEwAAAAAAAQIDBAUGBwgJCgsMDQ4PEB"
    "ESExQVFhcYGRobHB0eHwAAAAEAAAACAAAADwAAAAhNRVRBREFUQQAAABEAAAABAAAAAwAAAA8AAAAHZGVjaW1hbAAAAAAD"
    "AAAA"
    "BgAAAA8AAAAEbmFtZQAAAA4AAAADVG9rAAAAAA8AAAAGc3ltYm9sAAAAAAAOAAAAAlRLAAAAAAAQAAAAAQAAAAEAAAAPAA"
    "AABU"
    "FkbWluAAAAAAAAEgAAAAAAAAAAPww0v5OtDZlx0EzMkPcFURyDiq2XNKSi+w16A/x/6Jo=";
// An instance of an asset contract.
constexpr std::string_view kAssetInstance =
    "AAAAAAAAAAE/DDS/k60NmXHQTMyQ9wVRHIOKrZc0pKL7DXoD/H/omgAAABQAAAABAAAAEwAAAAEAAAAA";
constexpr std::string_view kAddressValue =
    "AAAAEgAAAAAAAAAAPww0v5OtDZlx0EzMkPcFURyDiq2XNKSi+w16A/x/6Jo=";
constexpr std::string_view kSymbolValue = "AAAADwAAAAJoaQAA";

class FunctionsTest : public ::testing::Test {
 protected:
  FunctionsTest() {
    EXPECT_THAT(RegisterFunctions(connection_, ParseNetwork("pubnet").value().id), IsOk());
  }
  // As text; "NULL" for NULL.
  std::string Value(const std::string& expression) {
    auto rows = connection_.Query(fmt::format("SELECT ({})::VARCHAR", expression));
    EXPECT_THAT(rows, IsOk());
    if (!rows.ok() || !rows->NextSingleRow().ok()) return "an error";
    return rows->IsNull(0, 0) ? "NULL" : std::string(rows->Text(0, 0));
  }
  std::string Failure(const std::string& expression) {
    const auto rows = connection_.Query(fmt::format("SELECT {}", expression));
    return rows.ok() ? "" : rows.error().message;
  }
  static std::string Call(std::string_view function, std::string_view argument) {
    return fmt::format("{}('{}')", function, argument);
  }

  std::shared_ptr<Database> database_ = Database::Open({.threads = 2}).value();
  Connection connection_ = Connection::Open(database_).value();
};

TEST_F(FunctionsTest, NameTheContractOfAnAsset) {
  EXPECT_EQ(Value("sac_id('native')"), "CAS3J7GYLGXMF6TDJBBYYSE3HQ6BBSMLNUQ34T6TZMYMW2EVH34XOWMA");
  EXPECT_EQ(Value("sac_id('USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN')"),
            "CCW67TSZV3SSS2HXMBQ5JFGCKJNXKZM7UQUWUZPUTHXSTZLEO7SJMI75");
  EXPECT_EQ(Value("sac_id('no asset')"), "NULL");
  EXPECT_EQ(Value("sac_id(NULL)"), "NULL");
}

TEST_F(FunctionsTest, WriteAddressesAsSep23Does) {
  EXPECT_EQ(Value(Call("contract_address", kHex)),
            "CA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUWDA");
  EXPECT_EQ(Value(Call("pool_address", kHex)),
            "LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN");
  EXPECT_EQ(Value(fmt::format("balance_address('00000000{}')", kHex)),
            "BAAD6DBUX6J22DMZOHIEZTEQ64CVCHEDRKWZONFEUL5Q26QD7R76RGR4TU");
  EXPECT_EQ(Value(fmt::format("muxed_address('{}', '9223372036854775808')", kAccount)),
            "MA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVAAAAAAAAAAAAAJLK");
}

TEST_F(FunctionsTest, RefuseWhatIsNoId) {
  EXPECT_THAT(Failure("pool_address('ab')"), HasSubstr("pool_address: the id does not have"));
  EXPECT_THAT(Failure(fmt::format("balance_address('00000001{}')", kHex)), HasSubstr("a type"));
  EXPECT_THAT(Failure(fmt::format("muxed_address('{}', '-1')", kAccount)), HasSubstr("no number"));
  EXPECT_THAT(Failure("muxed_address('SAAA', '1')"), Not(HasSubstr("SAAA")));
}

TEST_F(FunctionsTest, ReadValuesOfContracts) {
  EXPECT_EQ(Value(Call("address_of", kAddressValue)), kAccount);
  EXPECT_EQ(Value(Call("address_of", kSymbolValue)), "NULL");
  EXPECT_EQ(Value(Call("scval_json", kSymbolValue)), "\"hi\"");
  EXPECT_EQ(Value("base64_text('aGk=')"), "hi");
  EXPECT_EQ(Value("base64_text('/w==')"), "NULL");
  EXPECT_THAT(Failure("scval_json('AAAA')"), HasSubstr("scval_json: "));
}

TEST_F(FunctionsTest, TakeEntriesOfStorageApart) {
  const auto field = [](std::string_view function, std::string_view entry, std::string_view name) {
    return fmt::format("{}('{}').{}", function, entry, name);
  };
  EXPECT_EQ(Value(field("storage_balance", kBalanceMap, "owner")), kAccount);
  EXPECT_EQ(Value(field("storage_balance", kBalanceMap, "amount")),
            "1267650600228229401496703205376");
  EXPECT_EQ(Value(field("storage_balance", kBalanceMap, "authorized")), "false");
  EXPECT_EQ(Value(field("storage_balance", kBalancePlain, "amount")), "77");
  EXPECT_EQ(Value(field("storage_balance", kBalancePlain, "authorized")), "NULL");
  EXPECT_EQ(Value(Call("storage_balance", kBalanceTemporary)), "NULL");
  EXPECT_EQ(Value(Call("storage_balance", kInstance)), "NULL");
  EXPECT_EQ(Value(field("token_metadata", kInstance, "name")), "Tok");
  EXPECT_EQ(Value(field("token_metadata", kInstance, "symbol")), "TK");
  EXPECT_EQ(Value(field("token_metadata", kInstance, "decimals")), "6");
  EXPECT_EQ(Value(field("token_metadata", kInstance, "admin")), kAccount);
  EXPECT_EQ(Value(Call("token_metadata", kAssetInstance)), "NULL");
  EXPECT_EQ(Value(field("contract_entry", kInstance, "executable")), "wasm");
  EXPECT_EQ(Value(field("contract_entry", kInstance, "wasm_hash")),
            "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  EXPECT_EQ(Value(field("contract_entry", kAssetInstance, "executable")), "stellar_asset");
  EXPECT_EQ(Value(field("contract_entry", kBalancePlain, "executable")), "NULL");
}

TEST_F(FunctionsTest, ComparePricesExactly) {
  EXPECT_EQ(Value("cmp_price(1, 3, 2, 6)"), "0");
  // Their quotients are one and the same DOUBLE.
  EXPECT_EQ(Value("cmp_price(9223372036854775807, 9223372036854775806, 9223372036854775806, "
                  "9223372036854775805)"),
            "-1");
  EXPECT_EQ(Value("cmp_price(2, 1, 1, 1)"), "1");
}

// Rows with and without NULL stand beside each other in one chunk, in lists too.
TEST_F(FunctionsTest, GiveNullForNullRowByRow) {
  EXPECT_EQ(
      Value(fmt::format("SELECT string_agg(coalesce(pool_address(h), '-'), ',' ORDER BY i) FROM "
                        "(VALUES (1, '{0}'), (2, NULL), (3, '{0}')) t(i, h)",
                        kHex)),
      fmt::format("{0},-,{0}", "LA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJUPJN"));
  EXPECT_EQ(Value("SELECT pool_revocations(NULL, NULL, 0)"), "NULL");
}

}  // namespace
}  // namespace lake
