// The data plane with Arrow's own client.
#include "contracts/flight_server.h"

#include <arrow/array.h>
#include <arrow/flight/client.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "contract_ledgers.h"
#include "flight/flight_status.h"
#include "support/eventually.h"
#include "support/fake_chain.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

namespace flight = arrow::flight;
using ::testing::HasSubstr;
using Reader = std::unique_ptr<flight::FlightStreamReader>;

struct Row {
  std::uint32_t ledger;
  std::string key_hash;
  friend auto operator<=>(const Row&, const Row&) = default;
};

// What a client has of a stream.
struct Received {
  std::vector<Row> rows;
  std::uint32_t complete_through = 0;
  arrow::Status end;  // why there is no more, when there is
};

// The rows of one message; false at the end or after an error.
bool ReadOne(flight::FlightStreamReader& reader, Received& to) {
  auto chunk = reader.Next();
  to.end = chunk.status();
  if (!chunk.ok() || chunk->data == nullptr) return false;
  const auto& ledgers =
      static_cast<const arrow::UInt32Array&>(*chunk->data->GetColumnByName("ledger_sequence"));
  const auto& hashes =
      static_cast<const arrow::StringArray&>(*chunk->data->GetColumnByName("ledger_key_hash"));
  for (std::int64_t i = 0; i < chunk->data->num_rows(); ++i) {
    to.rows.push_back({ledgers.Value(i), hashes.GetString(i)});
  }
  if (chunk->app_metadata != nullptr) {
    to.complete_through = Json::parse(chunk->app_metadata->ToString())["complete_through"];
  }
  return true;
}

class FlightServerTest : public ::testing::Test {
 protected:
  void Start(FlightServerOptions options = {}, const EntryFilter& filter = {}) {
    options.listen = "127.0.0.1:0";
    options.stream.network_id = Sha256(AsBytes(kTestPassphrase));
    options.stream.workers = 2;
    options.batch.linger_ms = options.batch.progress_ms = 1;
    sessions_ = std::make_unique<SessionList>(
        FactoryOf(ledgers_), SessionListOptions{.stream = options.stream, .filter = filter},
        SystemClock());
    auto server =
        ContractFlightServer::Start(FactoryOf(ledgers_), *sessions_, options, SystemClock());
    ASSERT_THAT(server, IsOk());
    server_ = *std::move(server);
    client_ = Connect();
  }
  std::unique_ptr<flight::FlightClient> Connect() {
    const auto at = flight::Location::ForGrpcTcp("127.0.0.1", server_->port());
    return flight::FlightClient::Connect(at.ValueOrDie()).ValueOrDie();
  }
  // The reader of a ticket; the test fails when there is none.
  Reader Get(const std::string& ticket) {
    auto reader = client_->DoGet(flight::Ticket{ticket});
    EXPECT_THAT(FromArrow(reader.status()), IsOk());
    return *std::move(reader);
  }
  Received ReadAll(const std::string& ticket) {
    Received received;
    auto reader = client_->DoGet(flight::Ticket{ticket});
    received.end = reader.status();
    if (reader.ok()) {
      while (ReadOne(**reader, received)) {
      }
    }
    return received;
  }

  // Three rows in each of 100 ledgers.
  std::shared_ptr<FakeLedgers> ledgers_ = FakeChain(CounterLedgers(1000, 100, 3), 1099);
  std::unique_ptr<SessionList> sessions_;
  std::unique_ptr<ContractFlightServer> server_;
  std::unique_ptr<flight::FlightClient> client_;
};

TEST_F(FlightServerTest, TellsTheSchemaOfTheContract) {
  Start();
  const auto schema = client_->GetSchema(flight::FlightDescriptor::Path({"contract", "data"}));
  ASSERT_THAT(FromArrow(schema.status()), IsOk());
  arrow::ipc::DictionaryMemo memo;
  EXPECT_EQ((*schema)->GetSchema(&memo).ValueOrDie()->ToString(),
            "contract_id: string not null\n"
            "contract_key_type: string not null\n"
            "contract_durability: string not null\n"
            "asset_code: string\n"
            "asset_issuer: string\n"
            "asset_type: string\n"
            "balance_holder: string\n"
            "balance: int64\n"
            "last_modified_ledger: uint32 not null\n"
            "deleted: bool not null\n"
            "ledger_sequence: uint32 not null\n"
            "closed_at: timestamp[us, tz=UTC] not null\n"
            "ledger_key_hash: string\n"
            "key_xdr: string\n"
            "val_xdr: string\n"
            "contract_instance_type: string\n"
            "contract_instance_wasm_hash: string\n"
            "expiration_ledger_seq: uint32\n"
            "balance_i128: decimal128(38, 0)\n"
            "balance_text: string");
}

TEST_F(FlightServerTest, ListsOneFlightWhoseTicketIsTheLiveStream) {
  Start();
  const auto listing = client_->ListFlights();
  ASSERT_THAT(FromArrow(listing.status()), IsOk());
  const auto info = (*listing)->Next().ValueOrDie();
  ASSERT_NE(info, nullptr);
  EXPECT_EQ(info->descriptor().path, (std::vector<std::string>{"contract", "data"}));
  ASSERT_EQ(info->endpoints().size(), 1u);
  EXPECT_EQ(info->endpoints()[0].ticket.ticket, "contract-data-stream");
  EXPECT_EQ((*listing)->Next().ValueOrDie(), nullptr);
}

TEST_F(FlightServerTest, InfoOfACommandIsItsTicket) {
  Start();
  const auto info = client_->GetFlightInfo(flight::FlightDescriptor::Command("contract_data:7:9"));
  ASSERT_THAT(FromArrow(info.status()), IsOk());
  EXPECT_EQ((*info)->endpoints()[0].ticket.ticket, "contract_data:7:9");
  EXPECT_TRUE(
      client_->GetFlightInfo(flight::FlightDescriptor::Command("rubbish")).status().IsInvalid());
  EXPECT_TRUE(
      client_->GetFlightInfo(flight::FlightDescriptor::Path({"other"})).status().IsKeyError());
}

TEST_F(FlightServerTest, GivesARangeWholeAndInOrder) {
  Start({.batch = {.rows = 50}});
  const Received got = ReadAll("contract_data:1010:1059:");
  EXPECT_THAT(FromArrow(got.end), IsOk());
  ASSERT_EQ(got.rows.size(), 150u);
  EXPECT_EQ(got.complete_through, 1059u);
  for (std::size_t i = 0; i < got.rows.size(); ++i) {
    ASSERT_EQ(got.rows[i].ledger, 1010 + i / 3);
    ASSERT_EQ(got.rows[i].key_hash, got.rows[i % 3].key_hash);
  }
}

TEST_F(FlightServerTest, FiltersByTheTicketOrElseByItsOwn) {
  Start({}, {.asset_codes = {"NONE"}});
  EXPECT_EQ(ReadAll("contract_data:1010:1059").rows.size(), 0u);
  EXPECT_EQ(ReadAll("contract_data:1010:1059:{}").rows.size(), 150u);
  const std::string other = ContractStrkey("other");
  const Received none = ReadAll(R"(contract_data:1010:1059:{"contract_ids":[")" + other + "\"]}");
  EXPECT_EQ(none.rows.size(), 0u);
  EXPECT_EQ(none.complete_through, 1059u);
}

TEST_F(FlightServerTest, SaysTheSchemaBeforeThereIsALedger) {
  ledgers_->SetTip(1049);
  Start();
  const Reader reader = Get("contract_data:1050:0");
  const auto schema = reader->GetSchema();
  ASSERT_THAT(FromArrow(schema.status()), IsOk());
  EXPECT_EQ((*schema)->num_fields(), 20);
  ledgers_->SetTip(1050);
  Received got;
  while (got.complete_through != 1050) ASSERT_TRUE(ReadOne(*reader, got));
  EXPECT_EQ(got.rows.size(), 3u);
}

TEST_F(FlightServerTest, FollowsTheNewestLedger) {
  ledgers_->SetTip(1040);
  Start();
  const Reader reader = Get("contract-data-stream");
  Received got;
  for (std::uint32_t tip = 1040; tip < 1050; ++tip) {
    ledgers_->SetTip(tip);
    while (got.complete_through < tip) ASSERT_TRUE(ReadOne(*reader, got));
  }
  ASSERT_EQ(got.rows.size(), 30u);
  EXPECT_EQ(got.rows.front().ledger, 1040u);
}

TEST_F(FlightServerTest, TheLiveStreamIsTheNewestSession) {
  Start();
  ASSERT_THAT(sessions_->Start({.range = {1000, 1004}}), IsOk());
  ASSERT_THAT(sessions_->Start({.range = {1020, 1029}, .batch_rows = 7}), IsOk());
  const Reader reader = Get("contract-data-stream");
  const auto first = reader->Next();
  ASSERT_THAT(FromArrow(first.status()), IsOk());
  EXPECT_EQ(first->data->num_rows(), 7);
  EXPECT_EQ(ReadAll("contract-data-stream").rows.size(), 30u);
}

TEST_F(FlightServerTest, AClientThatComesBackMissesNothingAndGetsNothingTwice) {
  Start({.batch = {.rows = 4}});
  Received all;
  std::uint32_t next = 1000;
  for (std::size_t messages = 1; next < 1100; messages += 2) {
    const Reader reader = Get(fmt::format("contract_data:{}:1099", next));
    Received got;
    for (std::size_t i = 0; i < messages || got.complete_through == 0; ++i) {
      if (!ReadOne(*reader, got)) break;
    }
    reader->Cancel();
    for (const Row& row : got.rows) {
      if (row.ledger <= got.complete_through) all.rows.push_back(row);
    }
    next = got.complete_through + 1;
  }
  EXPECT_EQ(all.rows, ReadAll("contract_data:1000:1099").rows);
}

TEST_F(FlightServerTest, ASlowClientSlowsNobodyElseAndLosesNothing) {
  constexpr std::uint32_t kLedgers = 300;
  ledgers_ = FakeChain(BlobLedgers(1000, kLedgers, 60'000), 1299);
  Start({.stream = {.ahead_ledgers = 4}, .batch = {.rows = 10}});
  const Reader slow = Get("contract_data:1000:1299");
  Received got;
  ASSERT_TRUE(ReadOne(*slow, got));
  // It is held back where its messages are full, far from the end.
  std::uint64_t reads = 0;
  ASSERT_TRUE(Eventually([&] {
    const std::uint64_t before = std::exchange(reads, ledgers_->reads());
    return reads == before && Stays([&] { return ledgers_->reads() == reads; });
  }));
  EXPECT_LT(reads, kLedgers);
  client_ = Connect();
  EXPECT_EQ(ReadAll("contract_data:1000:1299").rows.size(), kLedgers);
  while (ReadOne(*slow, got)) {
  }
  EXPECT_THAT(FromArrow(got.end), IsOk());
  EXPECT_EQ(got.rows.size(), kLedgers);
}

TEST_F(FlightServerTest, AClientThatIsGoneCostsNothingAnyMore) {
  ledgers_->SetTip(1000);
  Start();
  Reader reader = Get("contract-data-stream");
  Received got;
  ASSERT_TRUE(ReadOne(*reader, got));
  EXPECT_EQ(server_->streams(), 1u);
  reader->Cancel();
  EXPECT_TRUE(Eventually([&] { return server_->streams() == 0; }));
}

TEST_F(FlightServerTest, NamesTheLedgerThatCannotBeRead) {
  ledgers_->FailAt(1050, {Code::kDataLoss, "FFFFFBE5--1050.xdr.zst: torn"});
  Start();
  const Received got = ReadAll("contract_data:1040:1060");
  EXPECT_EQ(got.rows.size(), 30u);
  EXPECT_EQ(got.complete_through, 1049u);
  EXPECT_THAT(got.end.message(), HasSubstr("FFFFFBE5--1050.xdr.zst: torn"));
}

TEST_F(FlightServerTest, RefusesWhatItCannotGive) {
  Start({.max_streams = 1});
  EXPECT_TRUE(ReadAll("something").end.IsInvalid());
  EXPECT_TRUE(ReadAll("contract_data:5:9").end.IsKeyError());  // before the source begins
  EXPECT_TRUE(Eventually([&] { return server_->streams() == 0; }));
  const Reader reader = Get("contract-data-stream");
  Received got;
  ASSERT_TRUE(ReadOne(*reader, got));
  EXPECT_THAT(ReadAll("contract_data:1000:1001").end.ToString(),
              HasSubstr("1 clients are reading"));
}

TEST_F(FlightServerTest, SaysThatItDoesNothingElse) {
  Start();
  const auto is_unknown = [](const arrow::Status& status) {
    EXPECT_TRUE(status.IsNotImplemented()) << status.ToString();
    EXPECT_THAT(status.message(), HasSubstr("contract data is read with DoGet"));
  };
  is_unknown(client_->ListActions().status());
  is_unknown(
      client_->PollFlightInfo(flight::FlightDescriptor::Path({"contract", "data"})).status());
  auto results = client_->DoAction(flight::Action{"drop", nullptr});
  is_unknown(results.ok() ? (*results)->Next().status() : results.status());
  auto put = client_->DoPut(flight::FlightDescriptor::Path({"x"}), arrow::schema({}));
  is_unknown(put.ok() ? put->writer->Close() : put.status());
}

TEST_F(FlightServerTest, EndsStreamsWhenItStopsSoThatClientsComeBack) {
  ledgers_->SetTip(1000);
  Start();
  const Reader reader = Get("contract-data-stream");
  Received got;
  ASSERT_TRUE(ReadOne(*reader, got));
  server_->Stop();
  while (ReadOne(*reader, got)) {
  }
  EXPECT_THAT(got.end.ToString(), HasSubstr("UNAVAILABLE"));
  EXPECT_EQ(server_->streams(), 0u);
}

TEST_F(FlightServerTest, SaysWhenItsAddressIsTaken) {
  Start();
  const std::string taken = fmt::format("127.0.0.1:{}", server_->port());
  EXPECT_THAT(ContractFlightServer::Start(FactoryOf(ledgers_), *sessions_, {.listen = taken},
                                          SystemClock()),
              IsError(Code::kUnavailable, "cannot listen on 127.0.0.1:"));
}

TEST_F(FlightServerTest, ListensOnEveryAddressWhenNoneIsNamed) {
  const SessionList sessions(FactoryOf(ledgers_), {}, SystemClock());
  const auto server =
      ContractFlightServer::Start(FactoryOf(ledgers_), sessions, {.listen = ":0"}, SystemClock());
  ASSERT_THAT(server, IsOk());
  EXPECT_GT((*server)->port(), 0);
}

}  // namespace
}  // namespace lake::testing
