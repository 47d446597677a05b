#include "source/bytes/ledger_reader.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "base/base64.h"
#include "support/matchers.h"
#include "support/seeded_random.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;
using testing::RecordMarked;
using testing::TinyBatch;
using testing::TinyLedger;
using testing::ZstdFrame;

class LedgerReaderTest : public ::testing::Test {
 protected:
  // "10 11 12" for what `content` holds.
  Result<std::string> Sequences(std::string_view content) {
    MemoryStream stream(AsBytes(content));
    TRY(reader_.Open(stream, "file"));
    std::string sequences;
    while (true) {
      TRY_ASSIGN(auto ledger, reader_.Next());
      if (!ledger) return sequences;
      if (!sequences.empty()) sequences += ' ';
      sequences += std::to_string(ledger->sequence);
      last_ = *ledger;
    }
  }

  static constexpr std::uint64_t kMax = 1 << 20;
  LedgerReader reader_{std::make_shared<BufferPool>(16 << 20), kMax};
  RawLedger last_;
};

TEST_F(LedgerReaderTest, ReadsEveryFraming) {
  const std::string a = TinyLedger(10);
  const std::string b = TinyLedger(11, 1);
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"", ""},
      {a, "10"},
      {TinyBatch(10, 10), "10"},
      {TinyBatch(10, 13), "10 11 12 13"},
      {RecordMarked(a) + RecordMarked(b), "10 11"},
      {Base64(AsBytes(a)) + "\n" + Base64(AsBytes(b)) + "\n", "10 11"},
      {Base64(AsBytes(a)) + "\r\n\r\n" + Base64(AsBytes(b)), "10 11"},
      {Base64(AsBytes(TinyBatch(10, 11))), "10 11"},
  };
  for (const auto& [content, sequences] : cases) {
    EXPECT_EQ(Sequences(content).value(), sequences);
    EXPECT_EQ(Sequences(ZstdFrame(content)).value(), sequences);
  }
}

TEST_F(LedgerReaderTest, GivesTheLedgersBytesAndSaysWhereTheyWere) {
  ASSERT_THAT(Sequences(ZstdFrame(TinyBatch(10, 12))), testing::IsOk());
  EXPECT_EQ(AsText(last_.xdr), TinyLedger(12));
  EXPECT_EQ(last_.origin, "file at " + std::to_string(12 + 2 * TinyLedger(10).size()));
}

TEST_F(LedgerReaderTest, JoinsTheFragmentsOfARecord) {
  const std::string ledger = TinyLedger(10);
  const std::string records = RecordMarked(ledger, 100) + RecordMarked(TinyLedger(11), 4);
  EXPECT_EQ(Sequences(records).value(), "10 11");
  ASSERT_THAT(Sequences(RecordMarked(ledger, 3)), testing::IsOk());
  EXPECT_EQ(AsText(last_.xdr), ledger);
}

TEST_F(LedgerReaderTest, RefusesDamagedRecords) {
  const std::string record = RecordMarked(TinyLedger(10));
  const std::string two = record + record;
  for (const std::size_t cut : {std::size_t{1}, std::size_t{4}, record.size() - 3}) {
    EXPECT_THAT(Sequences(std::string_view(two).substr(0, record.size() + cut)),
                HasMessage("truncated"));
  }
  EXPECT_THAT(Sequences(record + std::string("\x80\0\0\0", 4)), HasMessage("is empty"));
  EXPECT_THAT(Sequences(record + "\xFF\xFF\xFF\xFF"), IsError(Code::kResourceExhausted));
  EXPECT_THAT(Sequences(record + "\xFF\xFF\xFF\xFF"), HasMessage("raise source.object_bytes_max"));
}

TEST_F(LedgerReaderTest, RefusesBatchesThatAreNotWhatTheySay) {
  std::string batch = TinyBatch(10, 12);
  batch[7] = 13;
  EXPECT_THAT(Sequences(batch), HasMessage("10 to 13 but holds 3"));
  EXPECT_THAT(
      Sequences(TinyBatch(10, 12).substr(0, 12) + TinyLedger(10) + TinyLedger(12) + TinyLedger(11)),
      HasMessage("ledger 12 stands where ledger 11"));
  EXPECT_THAT(Sequences(TinyBatch(10, 12) + "tail"), IsError(Code::kDataLoss));
  const std::string whole = TinyBatch(10, 12);
  EXPECT_THAT(Sequences(whole.substr(0, whole.size() - 4)), HasMessage("ledger 12"));
}

TEST_F(LedgerReaderTest, RefusesHalfLedgersThatNoCompressionProves) {
  const std::string ledger = TinyLedger(10);
  EXPECT_THAT(Sequences(ledger.substr(0, ledger.size() - 4)), IsError(Code::kDataLoss));
  EXPECT_THAT(Sequences(TinyBatch(10, 10).substr(0, 400)), IsError(Code::kDataLoss));
}

TEST_F(LedgerReaderTest, RefusesLinesThatAreNotBase64) {
  const std::string line = Base64(AsBytes(TinyLedger(10)));
  EXPECT_THAT(Sequences(line + "\n" + line.substr(0, 37) + "\n"), HasMessage("the line at offset"));
  EXPECT_THAT(Sequences(line + "\nnot base64!\n"), IsError(Code::kDataLoss));
}

TEST_F(LedgerReaderTest, RefusesWhatIsCompressedTwice) {
  EXPECT_THAT(Sequences(ZstdFrame(ZstdFrame(TinyLedger(10)))), HasMessage("compressed twice"));
}

TEST_F(LedgerReaderTest, BoundsWhatAFileCanMakeItHold) {
  EXPECT_THAT(Sequences(ZstdFrame(TinyBatch(1, 1) + std::string(4 << 20, '\0'))),
              IsError(Code::kResourceExhausted));
  EXPECT_THAT(Sequences(ZstdFrame(TinyBatch(1, 1) + std::string(4 << 20, '\0'))),
              HasMessage("raise source.object_bytes_max"));
  EXPECT_THAT(Sequences(Base64(AsBytes(std::string(4 << 20, '\0')))),
              IsError(Code::kResourceExhausted));
}

TEST_F(LedgerReaderTest, NamesTheFile) {
  EXPECT_THAT(Sequences("this is a text, not a ledger"), HasMessage("file: "));
  EXPECT_THAT(Sequences(TinyBatch(10, 11).substr(0, 700)), HasMessage("file: "));
}

TEST_F(LedgerReaderTest, ReadsTheSameLedgersFromEveryRealForm) {
  LedgerReader reader(std::make_shared<BufferPool>(16 << 20), 16 << 20);
  const auto first_of = [&](const char* name) {
    const std::string content = testing::ReadFile(testing::DataPath(name));
    MemoryStream stream(AsBytes(content));
    EXPECT_THAT(reader.Open(stream, name), testing::IsOk());
    auto ledger = reader.Next();
    EXPECT_THAT(ledger, testing::IsOk());
    return ledger.ok() && *ledger ? std::string(AsText((*ledger)->xdr)) : std::string();
  };
  EXPECT_EQ(first_of("ledgers/pubnet/FC7F83FF--58752000.xdr.zst"),
            first_of("ledgers/files/ledger_58752000.bin"));
  EXPECT_EQ(first_of("ledgers/pubnet/FFA21680--6154623.xdr.zst"),
            first_of("ledgers/files/ledgers-base64.txt"));
}

// Whatever the bytes are, the reader ends with ledgers or an error.
TEST_F(LedgerReaderTest, SurvivesRandomDamage) {
  const std::vector<std::string> seeds = {
      TinyLedger(10),
      TinyBatch(10, 13),
      RecordMarked(TinyLedger(10)) + RecordMarked(TinyLedger(11), 50),
      Base64(AsBytes(TinyLedger(10))) + "\n",
      ZstdFrame(TinyBatch(10, 13)),
  };
  testing::SeededRandom random(7);
  int failed = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string content = seeds[random.Below(seeds.size())];
    for (std::size_t changes = random.Below(4) + 1; changes > 0; --changes) {
      content[random.Below(content.size())] = static_cast<char>(random.Below(256));
    }
    if (random.Below(4) == 0) content.resize(random.Below(content.size()));
    failed += Sequences(content).ok() ? 0 : 1;
  }
  EXPECT_GT(failed, 5'000);
}

}  // namespace
}  // namespace lake
