#include "base/sha256.h"

#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "base/hex.h"

namespace lake {
namespace {

constexpr std::string_view kAbc =
    "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

TEST(Sha256, GivesTheVectorsOfFips180) {
  EXPECT_EQ(Hex(Sha256(AsBytes("abc"))), kAbc);
  EXPECT_EQ(Hex(Sha256({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(Hex(Sha256(AsBytes("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
}

TEST(Sha256Stream, JoinsPiecesAndStartsOverAfterFinish) {
  Sha256Stream stream;
  EXPECT_EQ(Hex(stream.Update(AsBytes("a")).Update({}).Update(AsBytes("bc")).Finish()), kAbc);
  EXPECT_EQ(stream.Update(AsBytes("abc")).Finish(), Sha256(AsBytes("abc")));
  EXPECT_EQ(stream.Finish(), Sha256({}));
}

TEST(Sha256Stream, PeekLeavesTheValueOpen) {
  Sha256Stream stream;
  stream.Update(AsBytes("a"));
  EXPECT_EQ(stream.Peek(), Sha256(AsBytes("a")));
  EXPECT_EQ(Hex(stream.Update(AsBytes("bc")).Peek()), kAbc);
}

TEST(HmacSha256, GivesTheVectorsOfRfc4231) {
  EXPECT_EQ(Hex(HmacSha256(AsBytes("Jefe"), AsBytes("what do ya want for nothing?"))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(Hex(HmacSha256(std::vector<std::uint8_t>(131, 0xaa),
                           AsBytes("Test Using Larger Than Block-Size Key - Hash Key First"))),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Sha256, ThreadsDoNotShareState) {
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (std::size_t t = 0; t < wrong.size(); ++t) {
    threads.emplace_back([t, &wrong] {
      for (int i = 0; i < 1000; ++i) wrong[t] += Hex(Sha256(AsBytes("abc"))) != kAbc;
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

}  // namespace
}  // namespace lake
