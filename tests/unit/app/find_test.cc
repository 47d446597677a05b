// `stellarlake find` as its user runs it.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/hex.h"
#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/postgres_server.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;
using testing::AccountStrkey;
using ::testing::HasSubstr;

// Three ledgers, a hole, and one more.
std::vector<testing::BuiltLedger> Ledgers() {
  testing::LedgerChain chain(testing::kTestPassphrase, 1000, 23);
  const auto spec = testing::LedgerSpec().Add(
      testing::Tx("alice").Op(testing::Payment("bob", testing::NativeAsset(), 5)));
  std::vector<testing::BuiltLedger> ledgers;
  for (int i = 0; i < 3; ++i) ledgers.push_back(chain.Add(spec));
  chain.Skip(2);
  ledgers.push_back(chain.Add(spec));
  return ledgers;
}

class Find : public ::testing::TestWithParam<std::string_view> {
 protected:
  void SetUp() override {
    words_ = {"--lake", folder_.File("lake")};
    if (GetParam() == "sqlite") words_[1] = "ducklake:sqlite:" + folder_.File("c.sqlite");
    if (GetParam() == "postgres") {
      server_ = testing::PostgresServer::Start();
      if (server_ == nullptr) GTEST_SKIP() << "PostgreSQL is not installed";
      words_[1] = "ducklake:postgres:" + server_->CreateDatabase("catalog");
    }
    if (GetParam() != "duckdb") words_.insert(words_.end(), {"--data-path", folder_.File("data")});
    testing::WriteLake(folder_.path() / "ledgers", ledgers_,
                       {.passphrase = std::string(testing::kTestPassphrase)});
  }
  void Ingest(const std::string& tables) {
    const ChildResult result = Run(
        {"ingest", folder_.File("ledgers"), "--tables", tables, "--allow-gaps", "--no-progress"});
    ASSERT_EQ(result.exit_status, 0) << result.err;
  }
  ChildResult Run(std::vector<std::string> words) const {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), words_.begin(), words_.end());
    return RunChild(words);
  }
  json Json(std::vector<std::string> words) const {
    words.insert(words.end(), {"--format", "json"});
    const ChildResult result = Run(std::move(words));
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return json::parse(result.out);
  }

  const std::vector<testing::BuiltLedger> ledgers_ = Ledgers();
  testing::TempFolder folder_;
  std::unique_ptr<testing::PostgresServer> server_;
  std::vector<std::string> words_;
};
INSTANTIATE_TEST_SUITE_P(Catalogs, Find, ::testing::Values("duckdb", "sqlite", "postgres"),
                         [](const auto& catalog) { return std::string(catalog.param); });
using FindOnce = Find;
INSTANTIATE_TEST_SUITE_P(Catalogs, FindOnce, ::testing::Values("duckdb"),
                         [](const auto& catalog) { return std::string(catalog.param); });

TEST_P(Find, SaysWhereAndHowFarItSaw) {
  Ingest("index,transactions_row_v2");
  const Hash256& hash = ledgers_[1].transaction_hashes.at(0);
  const std::string text = Hex(Bytes(hash.data(), hash.size()));
  const ChildResult found = Run({"find", text});
  EXPECT_EQ(found.exit_status, 0) << found.err;
  EXPECT_EQ(found.out, "transaction " + text +
                           "\n ledger | order | operation | as\n"
                           "--------+-------+-----------+------\n"
                           "   1001 |     1 |           | hash\n"
                           "searched   4 ledgers: 1,000 … 1,002, 1,005\n"
                           "not there  2 ledgers: 1,003 … 1,004\n");
  const ChildResult nobody = Run({"find", AccountStrkey("nobody"), "--range", "1000:1002"});
  EXPECT_EQ(nobody.exit_status, 66);
  EXPECT_THAT(nobody.out, HasSubstr("searched   3 ledgers: 1,000 … 1,002\n"));
  EXPECT_THAT(nobody.err, HasSubstr("nowhere in the 3 ledgers that were searched\n"));
}

TEST_P(FindOnce, PagesGoOnWhereTheLastOneEnded) {
  Ingest("index,transactions_row_v2");
  json places = json::array();
  std::vector<std::string> words = {"find", AccountStrkey("alice"), "--limit", "5"};
  for (int pages = 1; pages <= 2; ++pages) {
    const json page = Json(words);
    places.insert(places.end(), page["places"].begin(), page["places"].end());
    EXPECT_EQ(page["more"], pages == 1);
    EXPECT_EQ(page["complete"], false);
    EXPECT_EQ(page["missing"], json::parse("[[1003,1004]]"));
    if (page["more"]) words.insert(words.end(), {"--before", page["before"]});
  }
  ASSERT_EQ(places.size(), 8u);
  EXPECT_EQ(places[0], json::parse(R"({"ledger_sequence": 1005, "application_order": 1,
      "operation_order": 1, "toid": "4316442136577", "roles":
      ["operation source", "affected", "paid", "participant", "payment"]})"));
  EXPECT_EQ(places[7]["ledger_sequence"], 1000);
  EXPECT_EQ(places[7]["roles"], json::parse(R"(["source", "fee payer", "paid", "participant"])"));
}

TEST_P(FindOnce, RefusesNonsense) {
  for (const std::vector<std::string>& words : {std::vector<std::string>{"find"},
                                                {"find", "hello"},
                                                {"find", "GABC"},
                                                {"find", "7", "--before", "x"},
                                                {"find", "7", "--limit", "0"}}) {
    const ChildResult result = Run(words);
    EXPECT_EQ(result.exit_status, 2) << fmt::format("{}", fmt::join(words, " "));
    EXPECT_NE(result.err, "");
  }
}

TEST_P(FindOnce, ALakeWithoutIndexIsToldWhatToDo) {
  Ingest("ledgers_row_v2");
  const ChildResult result = Run({"find", AccountStrkey("alice")});
  EXPECT_EQ(result.exit_status, 66);
  EXPECT_THAT(result.err, HasSubstr("participants_v1"));
  EXPECT_THAT(result.err, HasSubstr("`stellarlake reindex`"));
}

}  // namespace
}  // namespace lake
