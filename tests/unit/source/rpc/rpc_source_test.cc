#include "source/rpc/rpc_source.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "base/base64.h"
#include "source/rpc/rpc_client.h"
#include "support/http_script_server.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::HttpExchange;
using testing::HttpScriptServer;
using testing::IsError;
using testing::IsOk;

std::string Content(std::uint32_t sequence) { return fmt::format("ledger {}", sequence); }

std::string Entry(std::uint32_t sequence) {
  return fmt::format(
      R"({{"hash":"00","sequence":{},"ledgerCloseTime":"1","headerXdr":"AAAA","metadataXdr":"{}"}})",
      sequence, Base64(AsBytes(Content(sequence))));
}

std::string Page(const std::vector<std::uint32_t>& sequences, std::uint32_t oldest,
                 std::uint32_t latest) {
  std::string ledgers;
  for (const std::uint32_t sequence : sequences) {
    ledgers += (ledgers.empty() ? "" : ",") + Entry(sequence);
  }
  return fmt::format(
      R"({{"jsonrpc":"2.0","id":1,"result":{{"ledgers":[{}],"latestLedger":{},"oldestLedger":{},)"
      R"("cursor":"{}"}}}})",
      ledgers, latest, oldest, sequences.empty() ? 0 : sequences.back());
}

// Behaves as stellar-rpc does: a start outside of what it keeps is an error, a cursor at the tip
// gives an empty page.
class FakeRpc {
 public:
  HttpScriptServer::Answer operator()(const HttpExchange& exchange) {
    const std::lock_guard lock(mutex);
    bodies.push_back(exchange.body);
    if (exchange.body.find("getHealth") != std::string::npos) {
      return HttpScriptServer::Ok(
          fmt::format(R"({{"result":{{"status":"healthy","latestLedger":{},"oldestLedger":{}}}}})",
                      latest, oldest));
    }
    const std::uint32_t limit = Number(exchange.body, "\"limit\":");
    std::uint32_t start = Number(exchange.body, "\"startLedger\":");
    if (start == 0) start = Number(exchange.body, "\"cursor\":\"") + 1;
    const bool by_start = exchange.body.find("startLedger") != std::string::npos;
    if (by_start && (start < oldest || start > latest)) {
      return HttpScriptServer::Ok(
          R"({"error":{"code":-32602,"message":"start ledger must be between"}})");
    }
    std::vector<std::uint32_t> sequences;
    for (std::uint32_t i = start; i <= latest && sequences.size() < limit; ++i) {
      sequences.push_back(i == wrong_at ? i + 1 : i);
    }
    wrong_at = 0;
    return HttpScriptServer::Ok(Page(sequences, oldest, latest));
  }
  static std::uint32_t Number(const std::string& body, const std::string& after) {
    const std::size_t at = body.find(after);
    return at == std::string::npos
               ? 0
               : static_cast<std::uint32_t>(std::stoul(body.substr(at + after.size())));
  }

  std::mutex mutex;
  std::uint32_t oldest = 10;
  std::uint32_t latest = 60;
  std::uint32_t wrong_at = 0;
  std::vector<std::string> bodies;
};

class RpcSourceTest : public ::testing::Test {
 protected:
  RpcSourceTest() : server_([this](const HttpExchange& exchange) { return rpc_(exchange); }) {
    options_.network.backoff = {.initial_ms = 1, .max_ms = 5};
    options_.network.data_attempts_max = 3;
    options_.poll_interval_ms = 2;
    auto source = OpenRpcSource("rpc+" + server_.url(), options_);
    CHECK(source.ok());
    source_ = std::move(source).value();
  }
  void ExpectLedgers(std::uint32_t first, std::uint32_t last) {
    for (std::uint32_t expected = first; expected <= last; ++expected) {
      const auto ledger = source_->Next();
      ASSERT_THAT(ledger, IsOk());
      ASSERT_TRUE(ledger->has_value());
      ASSERT_EQ((*ledger)->sequence, expected);
      ASSERT_EQ(AsText((*ledger)->xdr), Content(expected));
    }
  }

  FakeRpc rpc_;
  HttpScriptServer server_;
  SourceOptions options_;
  std::unique_ptr<LedgerSource> source_;
};

TEST_F(RpcSourceTest, GivesABoundedRangePageByPage) {
  ASSERT_THAT(source_->Seek({20, 50}), IsOk());
  ExpectLedgers(20, 50);
  EXPECT_FALSE((*source_->Next()).has_value());
  EXPECT_THAT(rpc_.bodies.at(0), ::testing::HasSubstr(R"("startLedger":20)"));
  EXPECT_THAT(rpc_.bodies.at(1), ::testing::HasSubstr(R"("cursor":"24")"));
  EXPECT_THAT(rpc_.bodies.at(1), ::testing::Not(::testing::HasSubstr("startLedger")));
}

TEST_F(RpcSourceTest, FollowsTheTip) {
  ASSERT_THAT(source_->Seek({59, std::nullopt}), IsOk());
  ExpectLedgers(59, 60);
  auto next = std::async(std::launch::async, [&] { return source_->Next(); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  {
    const std::lock_guard lock(rpc_.mutex);
    rpc_.latest = 62;
  }
  EXPECT_EQ((*next.get())->sequence, 61u);
  ExpectLedgers(62, 62);
}

TEST_F(RpcSourceTest, WaitsForALedgerBeyondTheTip) {
  ASSERT_THAT(source_->Seek({61, 61}), IsOk());
  auto next = std::async(std::launch::async, [&] { return source_->Next(); });
  EXPECT_EQ(next.wait_for(std::chrono::milliseconds(20)), std::future_status::timeout);
  {
    const std::lock_guard lock(rpc_.mutex);
    rpc_.latest = 61;
  }
  EXPECT_EQ((*next.get())->sequence, 61u);
}

TEST_F(RpcSourceTest, LedgerThatTheServerKeepsNoMoreIsNamed) {
  ASSERT_THAT(source_->Seek({5, 20}), IsOk());
  const auto failed = source_->Next();
  EXPECT_THAT(failed, IsError(Code::kDataLoss));
  EXPECT_THAT(failed, HasMessage("ledger 5: the server's oldest ledger is 10"));
}

TEST_F(RpcSourceTest, WrongLedgerIsAskedForAgainAndNeverPassedOn) {
  rpc_.wrong_at = 22;
  ASSERT_THAT(source_->Seek({20, 30}), IsOk());
  ExpectLedgers(20, 30);
}

TEST_F(RpcSourceTest, StopEndsTheWaitAtTheTip) {
  ASSERT_THAT(source_->Seek({61, std::nullopt}), IsOk());
  auto next = std::async(std::launch::async, [&] { return source_->Next(); });
  source_->Stop();
  EXPECT_THAT(next.get(), IsError(Code::kCancelled));
}

TEST_F(RpcSourceTest, ExtentIsWhatTheServerKeeps) {
  const auto extent = source_->Extent();
  ASSERT_THAT(extent, IsOk());
  EXPECT_EQ(extent->ledgers, (LedgerSet{{10, 60}}));
}

TEST(RpcAnswer, RefusesEveryTruncationAndWhatIsNoAnswer) {
  const std::string page = Page({7, 8}, 1, 9);
  EXPECT_THAT(ParseRpcLedgers(AsBytes(page)), IsOk());
  for (std::size_t size = 0; size < page.size(); ++size) {
    EXPECT_THAT(ParseRpcLedgers(AsBytes(page).first(size)), IsError(Code::kDataLoss)) << size;
  }
  for (
      const char* const wrong :
      {"[]", "{}", R"({"result":{}})", R"({"result":{"latestLedger":-1,"oldestLedger":1}})",
       R"({"result":{"latestLedger":4294967296,"oldestLedger":1,"ledgers":[]}})",
       R"({"result":{"latestLedger":1,"oldestLedger":1,"ledgers":[{"sequence":1}]}})",
       R"({"result":{"latestLedger":1,"oldestLedger":1,"ledgers":[{"sequence":1,"metadataXdr":"?"}]}})"}) {
    EXPECT_THAT(ParseRpcLedgers(AsBytes(wrong)), IsError(Code::kDataLoss)) << wrong;
  }
}

TEST(RpcAnswer, RefusesAnOldestLedgerBehindTheLatest) {
  EXPECT_THAT(ParseRpcHealth(AsBytes(R"({"result":{"latestLedger":9,"oldestLedger":9}})")), IsOk());
  EXPECT_THAT(ParseRpcHealth(AsBytes(R"({"result":{"latestLedger":9,"oldestLedger":10}})")),
              IsError(Code::kDataLoss));
}

TEST(RpcAnswer, TellsTheServersFaultFromOurs) {
  EXPECT_THAT(ParseRpcLedgers(AsBytes(R"({"error":{"code":-32603,"message":"database"}})")),
              IsError(Code::kUnavailable));
  EXPECT_THAT(ParseRpcLedgers(AsBytes(R"({"error":{"code":-32601,"message":"no method"}})")),
              IsError(Code::kInvalidArgument));
}

}  // namespace
}  // namespace lake
