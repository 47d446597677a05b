#include "source/bytes/zstd_stream.h"

#include <gtest/gtest.h>

#include <string>

#include "support/matchers.h"
#include "support/seeded_random.h"
#include "support/temp_folder.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;
using testing::SkippableFrame;
using testing::ZstdFrame;

constexpr std::uint64_t kMax = 64 << 20;

class ZstdStreamTest : public ::testing::Test {
 protected:
  Result<std::string> Decompress(std::string_view compressed, std::uint64_t max = kMax) {
    MemoryStream memory(AsBytes(compressed));
    file_.Reset(memory);
    zstd_.Reset(file_);
    content_.Reset(zstd_);
    TRY_ASSIGN(const std::size_t size, content_.ReadAll(buffer_, max));
    return std::string(AsText({buffer_.data(), size}));
  }

  StreamReader file_;
  ZstdStream zstd_;
  StreamReader content_;
  Buffer buffer_;
};

TEST_F(ZstdStreamTest, JoinsFramesAndStepsOverSkippableOnes) {
  const std::string compressed = SkippableFrame("hint") + ZstdFrame("one ") + ZstdFrame("") +
                                 SkippableFrame("") + ZstdFrame("two");
  EXPECT_EQ(Decompress(compressed).value(), "one two");
  EXPECT_EQ(Decompress(ZstdFrame("again")).value(), "again");
  EXPECT_EQ(Decompress("").value(), "");
}

TEST_F(ZstdStreamTest, KnowsItsMagic) {
  EXPECT_TRUE(ZstdStream::IsMagic(AsBytes(ZstdFrame("x"))));
  EXPECT_TRUE(ZstdStream::IsMagic(AsBytes(SkippableFrame("x"))));
  EXPECT_FALSE(ZstdStream::IsMagic(AsBytes("abc")));
  EXPECT_FALSE(ZstdStream::IsMagic(AsBytes(testing::TinyBatch(1, 1))));
}

TEST_F(ZstdStreamTest, NamesTheOffsetOfATruncation) {
  const std::string compressed = ZstdFrame("some content");
  const auto cut = Decompress(std::string_view(compressed).substr(0, compressed.size() - 1));
  EXPECT_THAT(cut, IsError(Code::kDataLoss));
  EXPECT_THAT(cut, testing::HasMessage(std::to_string(compressed.size() - 1)));
  EXPECT_THAT(Decompress(ZstdFrame("whole") + "\x28\xB5"), IsError(Code::kDataLoss));
}

TEST_F(ZstdStreamTest, RefusesBytesBehindTheLastFrame) {
  EXPECT_THAT(Decompress(ZstdFrame("whole") + "trailing garbage"),
              testing::HasMessage("corrupt zstd"));
}

TEST_F(ZstdStreamTest, RefusesWindowsAboveTheBound) {
  // A frame header that asks for a window of 2^28 bytes: descriptor 0, exponent 18, one empty raw
  // block.
  const std::string wide("\x28\xB5\x2F\xFD\x00\x90\x01\x00\x00", 9);
  EXPECT_THAT(Decompress(wide), IsError(Code::kResourceExhausted));
  EXPECT_THAT(Decompress(wide), testing::HasMessage("window"));
  // 2^27 passes.
  const std::string allowed("\x28\xB5\x2F\xFD\x00\x88\x01\x00\x00", 9);
  EXPECT_EQ(Decompress(allowed).value(), "");
}

TEST_F(ZstdStreamTest, StopsABombAtTheBound) {
  const std::string bomb = ZstdFrame(std::string(32 << 20, '\0'));
  EXPECT_LT(bomb.size(), 8192u);
  EXPECT_THAT(Decompress(bomb, 1 << 20), IsError(Code::kResourceExhausted));
  EXPECT_LE(buffer_.capacity(), std::size_t{2} << 20);
  EXPECT_EQ(Decompress(bomb).value().size(), std::size_t{32} << 20);
}

TEST_F(ZstdStreamTest, EveryPrefixOfARealFileIsAnErrorOrItsCleanEnd) {
  const std::string compressed =
      testing::ReadFile(testing::DataPath("ledgers/pubnet/FE70E980--26154623.xdr.zst"));
  ASSERT_THAT(Decompress(compressed), IsOk());
  EXPECT_EQ(Decompress("").value(), "");
  for (std::size_t size = 1; size < compressed.size(); ++size) {
    ASSERT_THAT(Decompress(std::string_view(compressed).substr(0, size)), IsError(Code::kDataLoss))
        << size;
  }
}

TEST_F(ZstdStreamTest, FlippedBitsAreDetectedOrChangeNothing) {
  const std::string compressed =
      testing::ReadFile(testing::DataPath("ledgers/pubnet/FE70E980--26154623.xdr.zst"));
  const std::string content = Decompress(compressed).value();
  testing::SeededRandom random(1);
  int detected = 0;
  for (int i = 0; i < 5000; ++i) {
    std::string flipped = compressed;
    char& byte = flipped[random.Below(flipped.size())];
    byte = static_cast<char>(byte ^ (1 << random.Below(8)));
    const auto changed = Decompress(flipped);
    detected += changed.ok() ? 0 : 1;
    if (changed.ok()) {
      ASSERT_EQ(*changed, content);
    }
  }
  EXPECT_GT(detected, 4900);
}

}  // namespace
}  // namespace lake
