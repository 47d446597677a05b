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
