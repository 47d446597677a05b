// Where things are, on every catalog, in files as they were written and merged.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "base/hex.h"
#include "stellar/asset_contract.h"
#include "stellar/network.h"
#include "stellar/strkey.h"
#include "support/op_results.h"
#include "unit/find/found_lake.h"

namespace lake {
namespace {

using testing::AccountStrkey;
using ::testing::ElementsAre;
using testing::FoundLake;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::IsOk;
using testing::LedgerSpec;
using testing::OpenedHistory;
using testing::Payment;
using testing::Tx;

using Lookup = FoundLake;
INSTANTIATE_TEST_SUITE_P(Catalogs, Lookup,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         testing::CatalogName);
// What no catalog changes.
using LookupOnce = FoundLake;
INSTANTIATE_TEST_SUITE_P(Catalogs, LookupOnce, ::testing::Values(CatalogKind::kDuckDb),
                         testing::CatalogName);

testing::Json Usd() { return testing::CreditAsset("USD", "issuer"); }
std::string UsdText() { return "USD:" + AccountStrkey("issuer"); }

std::string Text(const Hash256& hash) { return Hex(Bytes(hash.data(), hash.size())); }

// The index of parties without pieces and pages.
std::vector<Place> PlacesOf(OpenedHistory& lake, std::string_view account) {
  auto rows = lake.connection().Query(fmt::format(
      "SELECT ledger_sequence, application_order, operation_order, roles FROM participants_v1 "
      "WHERE key = {} ORDER BY 1 DESC, 2 DESC, 3 DESC",
      AddressKey(testing::NameHash(account).data())));
  EXPECT_THAT(rows, IsOk());
  std::vector<Place> places;
  EXPECT_THAT(ForEachRow(*rows,
                         [&](std::size_t row) -> Status {
                           places.push_back({{static_cast<std::uint32_t>(rows->Int(0, row)),
                                              static_cast<std::uint32_t>(rows->Int(1, row)),
                                              static_cast<std::uint32_t>(rows->Int(2, row))},
                                             static_cast<Roles>(rows->Int(3, row))});
                           return {};
                         }),
              IsOk());
  return places;
}

// Two payments of alice's and one of another's in each of the ledgers.
std::vector<LedgerSpec> Payments(int ledgers) {
  std::vector<LedgerSpec> specs;
  for (int i = 0; i < ledgers; ++i) {
    specs.push_back(LedgerSpec()
                        .Add(Tx("alice")
                                 .Op(Payment("bob", testing::NativeAsset(), 5))
                                 .Op(Payment("carol", testing::NativeAsset(), 6)))
                        .Add(Tx(fmt::format("stranger {}", i).c_str())
                                 .Op(Payment("alice", testing::NativeAsset(), 7))));
  }
  return specs;
}

TEST_P(Lookup, PagesAreTheWholeListInAnySize) {
  Commit(Payments(2));
  Commit({LedgerSpec().Add(Tx("dormant").Op(testing::Inflation()))});
  Commit(Payments(2));
  for (const bool merged : {false, true}) {
    if (merged) Maintain();
    OpenedHistory lake = Open();
    const std::vector<Place> all = PlacesOf(lake, "alice");
    EXPECT_EQ(all.size(), 4u * 4);
    for (const std::size_t places_max : {3u, 16u, 1'000u}) {
      EXPECT_EQ(lake.Walk(AccountStrkey("alice"), places_max), all) << places_max;
    }
    EXPECT_THAT(lake.Texts(AccountStrkey("dormant")),
                ElementsAre("1002/1/1 operation source, participant",
                            "1002/1/0 source, fee payer, paid, participant"));
    EXPECT_THAT(lake.Texts(AccountStrkey("nobody")), IsEmpty());
    EXPECT_THAT(lake.Texts(Text(hashes_[1][0])), ElementsAre("1001/1/0 hash"));
  }
}

TEST_P(LookupOnce, APageSaysHowFarItSaw) {
  Commit(Payments(10));
  OpenedHistory lake = Open();
  const auto page = lake.Page(AccountStrkey("alice"), {.places_max = 6});
  ASSERT_THAT(page, IsOk());
  EXPECT_TRUE(page->more);
  EXPECT_EQ(page->searched, (LedgerSet{{1008, 1009}}));
  const auto rest = lake.Page(AccountStrkey("alice"), {.before = Position{1003, 1, 1}});
  ASSERT_THAT(rest, IsOk());
  EXPECT_FALSE(rest->more);
  EXPECT_EQ(rest->searched, (LedgerSet{{1000, 1003}}));
  EXPECT_EQ(rest->places.front().at, (Position{1003, 1, 0}));
  EXPECT_EQ(rest->places.size(), 13u);
}

TEST_P(LookupOnce, AHashIsConfirmedByTheTransaction) {
  Commit({LedgerSpec()
              .Add(Tx("alice").Op(testing::Inflation()))
              .Add(Tx("alice").Op(testing::Inflation()).FeeBump("dave", 400))});
  OpenedHistory lake = Open();
  EXPECT_THAT(lake.Texts(Text(hashes_[0][0])), ElementsAre("1000/1/0 hash"));
  EXPECT_THAT(lake.Texts(Text(hashes_[0][1])), ElementsAre("1000/2/0 hash"));
  auto inner = lake.connection().Query(
      "SELECT inner_transaction_hash FROM transactions_row_v2 WHERE inner_transaction_hash <> ''");
  ASSERT_THAT(inner, IsOk());
  ASSERT_THAT(inner->NextSingleRow(), IsOk());
  EXPECT_THAT(lake.Texts(inner->Text(0, 0)), ElementsAre("1000/2/0 inner hash"));
  Hash256 other = hashes_[0][0];
  other.back() ^= 1;  // the same key
  const auto page = lake.Page(Text(other));
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(page->places, IsEmpty());
  EXPECT_EQ(page->false_candidates, 1u);
}

TEST_P(LookupOnce, AHashWithoutTransactionsIsUnconfirmed) {
  Commit({LedgerSpec().Add(Tx("alice").Op(testing::Inflation()))},
         *SelectTables(std::vector<std::string>{"transaction_index_v1"}));
  EXPECT_THAT(Open().Texts(Text(hashes_[0][0])), ElementsAre("1000/1/0 hash, unconfirmed"));
}

TEST_P(LookupOnce, EntitiesAreWhereOperationsChangedThem) {
  const testing::Json offer = testing::OfferEntry("alice", 7, testing::NativeAsset(), Usd());
  const testing::Json pool = testing::PoolEntry(testing::NativeAsset(), Usd());
  const testing::Json balance =
      testing::ClaimableBalanceEntry(testing::BalanceId("b"), Usd(), 5, {testing::Claimant("bob")});
  Commit({LedgerSpec().Add(Tx("alice").Op(testing::Inflation())),
          LedgerSpec().Add(
              Tx("alice")
                  .Op(testing::Inflation())
                  .Op(testing::Inflation())
                  .Changes({testing::State(offer), testing::Updated(offer), testing::State(pool),
                            testing::Updated(pool), testing::Created(balance)}))});
  OpenedHistory lake = Open();
  Arena arena;
  const std::string pool_id(
      LiquidityPoolText(arena, testing::PoolId(testing::NativeAsset(), Usd()).get_binary().data()));
  EXPECT_THAT(lake.Texts("7"), ElementsAre("1001/1/2 changed"));
  EXPECT_THAT(lake.Texts("8"), IsEmpty());
  EXPECT_THAT(lake.Texts(pool_id), ElementsAre("1001/1/2 changed"));
  EXPECT_THAT(lake.Texts("00000000" + Text(testing::NameHash("b"))),
              ElementsAre("1001/1/2 changed"));
}

TEST_P(LookupOnce, AnAssetIsWhereEitherSideOfATradeIsIt) {
  const testing::Json euros = testing::CreditAsset("EUROTOKEN", "bank");
  const std::string euro = "EUROTOKEN:" + AccountStrkey("bank");
  const auto trade = [&](const testing::Json& sold, const testing::Json& bought) {
    return testing::OrderBookAtom("maker", 1, sold, 4, bought, 9);
  };
  const auto path = [&](const testing::JsonList& atoms) {
    return LedgerSpec().Add(
        Tx("alice")
            .Op(testing::PathPaymentStrictSend(testing::NativeAsset(), 9, "bob", euros, 1, {Usd()}))
            .Succeeds(
                {testing::PathPaymentSuccess("PATH_PAYMENT_STRICT_SEND", atoms, "bob", euros, 2)}));
  };
  Commit({path({trade(Usd(), testing::NativeAsset()), trade(euros, Usd())}),
          path({trade(euros, testing::NativeAsset())})});
  OpenedHistory lake = Open();
  EXPECT_THAT(lake.Texts(UsdText()), ElementsAre("1000/1/1 traded"));  // in two pairs
  EXPECT_THAT(lake.Texts(euro), ElementsAre("1001/1/1 traded", "1000/1/1 traded"));
  EXPECT_THAT(lake.Texts("native"), ElementsAre("1001/1/1 traded", "1000/1/1 traded"));
  EXPECT_THAT(lake.Texts("native/" + UsdText()), ElementsAre("1000/1/1 traded"));
  EXPECT_THAT(lake.Texts(euro + "/native"), ElementsAre("1001/1/1 traded"));
  EXPECT_EQ(lake.Walk(euro, 1).size(), 2u);
}

TEST(KeysOf, AnAssetIsItsContractToo) {
  const Hash256 network = ParseNetwork("pubnet").value().id;
  const Subject usd = ParseSubject(UsdText()).value();
  EXPECT_EQ(KeysOf(usd, nullptr).keys.size(), 1u);
  const IndexKeys keys = KeysOf(usd, &network);
  ASSERT_EQ(keys.keys.size(), 2u);
  Arena arena;
  const auto contract = AssetContractId(network, UsdText());
  const Subject named{SubjectKind::kContract, std::string(ContractText(arena, contract->data()))};
  EXPECT_EQ(keys.keys[1].condition, KeysOf(named, nullptr).keys[0].condition);
}

TEST_P(LookupOnce, LedgersWithoutIndexAreNotSearched) {
  Commit(Payments(2));
  Commit(Payments(2), *SelectTables(std::vector<std::string>{"transactions_row_v2"}));
  chain_.Skip(5);
  Commit(Payments(1));
  OpenedHistory lake = Open();
  const auto page = lake.Page(AccountStrkey("alice"));
  ASSERT_THAT(page, IsOk());
  EXPECT_EQ(page->searched, (LedgerSet{{1000, 1001}, {1009, 1009}}));
  EXPECT_EQ(lake.history().known, (LedgerSet{{1000, 1003}, {1009, 1009}}));
}

TEST_P(LookupOnce, ALakeWithoutTheTableIsToldWhatToDo) {
  Commit(Payments(2), *SelectTables(std::vector<std::string>{"transactions_row_v2"}));
  OpenedHistory lake = Open();
  const auto page = lake.Page(AccountStrkey("alice"));
  ASSERT_THAT(page, testing::IsError(Code::kNotFound));
  EXPECT_THAT(page.error().message, HasSubstr("participants_v1"));
  EXPECT_THAT(page.error().message, HasSubstr("`stellarlake reindex`"));
}

TEST_P(LookupOnce, WhoAsksToStopIsHeard) {
  Commit(Payments(2));
  std::stop_source stop;
  stop.request_stop();
  OpenedHistory lake = Open();
  EXPECT_THAT(lake.Page(AccountStrkey("alice"), {}, stop.get_token()),
              testing::IsError(Code::kCancelled));
}

}  // namespace
}  // namespace lake
