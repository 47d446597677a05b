#include "source/grpc/grpc_wire.h"

#include <gtest/gtest.h>

#include <string>

#include "proto/raw_ledger_service.pb.h"
#include "support/matchers.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::IsError;

std::string Message(std::uint32_t sequence, const std::string& xdr) {
  raw_ledger_service::RawLedger message;
  message.set_sequence(sequence);
  message.set_ledger_close_meta_xdr(xdr);
  return message.SerializeAsString();
}

TEST(GrpcWire, ReadsWhatTheGeneratedCodeWrites) {
  const std::string message = Message(4'000'000'000, std::string(70'000, 'x'));
  const Result<RawLedgerFields> fields = ParseRawLedger(AsBytes(message));
  ASSERT_TRUE(fields.ok());
  EXPECT_EQ(fields->sequence, 4'000'000'000u);
  EXPECT_EQ(fields->xdr.size(), 70'000u);
  EXPECT_EQ(fields->xdr.data() + fields->xdr.size(), AsBytes(message).data() + message.size());
}

TEST(GrpcWire, SkipsFieldsItDoesNotKnow) {
  // Field 3: varint, field 4: fixed64, field 5: text, field 6: fixed32.
  const std::string unknown(
      "\x18\x96\x01\x21"
      "12345678"
      "\x2A\x03"
      "abc"
      "\x35"
      "1234",
      22);
  const std::string message = unknown + Message(7, "ledger") + unknown;
  const Result<RawLedgerFields> fields = ParseRawLedger(AsBytes(message));
  ASSERT_TRUE(fields.ok());
  EXPECT_EQ(fields->sequence, 7u);
  EXPECT_EQ(AsText(fields->xdr), "ledger");
}

TEST(GrpcWire, RefusesEveryTruncation) {
  const std::string message = Message(300, "ledger");
  for (std::size_t size = 0; size < message.size(); ++size) {
    EXPECT_THAT(ParseRawLedger(AsBytes(message).first(size)), IsError(Code::kDataLoss)) << size;
  }
}

TEST(GrpcWire, RefusesLengthsBeyondTheMessageAndNumbersBeyond32Bits) {
  const std::string huge_length("\x12\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11);
  EXPECT_THAT(ParseRawLedger(AsBytes(huge_length)), HasMessage("wrong at byte 0"));
  const std::string huge_sequence("\x08\x80\x80\x80\x80\x10\x12\x01x", 9);
  EXPECT_THAT(ParseRawLedger(AsBytes(huge_sequence)), IsError(Code::kDataLoss));
  const std::string endless_varint(20, '\xFF');
  EXPECT_THAT(ParseRawLedger(AsBytes(endless_varint)), IsError(Code::kDataLoss));
}

TEST(GrpcWire, RefusesALedgerWithoutSequenceOrContent) {
  EXPECT_THAT(ParseRawLedger(AsBytes(Message(0, "x"))), HasMessage("without its sequence"));
  EXPECT_THAT(ParseRawLedger(AsBytes(Message(1, ""))), HasMessage("without its ledger"));
}

TEST(GrpcWire, TakesAMessageOfSeveralPieces) {
  const std::string message = Message(9, std::string(1000, 'y'));
  const std::array slices{grpc::Slice(message.substr(0, 3)), grpc::Slice(message.substr(3, 500)),
                          grpc::Slice(message.substr(503))};
  BufferPool pool(1 << 20);
  const Result<RawLedger> ledger = TakeRawLedger({slices.data(), slices.size()}, pool);
  ASSERT_TRUE(ledger.ok());
  EXPECT_EQ(AsText(ledger->xdr), std::string(1000, 'y'));
}

}  // namespace
}  // namespace lake
