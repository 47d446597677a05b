// Frames over a socket, also those of somebody who lies.
#include "flight_sql/worker_channel.h"

#include <arrow/buffer.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

#include "support/matchers.h"

namespace lake::testing {
namespace {

const WorkerChannel::Wanted kAlways = [] { return Status(); };

class WorkerChannelTest : public ::testing::Test {
 protected:
  WorkerChannelTest() {
    int ends[2];
    CHECK(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
    here_ = std::make_unique<WorkerChannel>(UniqueFd(ends[0]));
    raw_ = ends[1];
    there_ = std::make_unique<WorkerChannel>(UniqueFd(ends[1]));
  }

  std::unique_ptr<WorkerChannel> here_;
  std::unique_ptr<WorkerChannel> there_;
  int raw_;
};

TEST_F(WorkerChannelTest, CarriesLargeFramesInParts) {
  const std::string large(3'000'000, 'x');
  const std::vector<std::string_view> parts = {"ab", "", large};
  std::jthread sender([&] {
    EXPECT_THAT(here_->Send(FrameKind::kBatch, "head", parts, kAlways), IsOk());
    EXPECT_THAT(here_->Send(FrameKind::kEnd, "", {}, kAlways), IsOk());
  });
  const auto frame = there_->Receive(kAlways);
  ASSERT_THAT(frame, IsOk());
  EXPECT_EQ(frame->kind, FrameKind::kBatch);
  EXPECT_EQ(frame->head, "head");
  EXPECT_EQ(frame->body->ToString(), "ab" + large);
  const auto end = there_->Receive(kAlways);
  ASSERT_THAT(end, IsOk());
  EXPECT_EQ(end->kind, FrameKind::kEnd);
  EXPECT_EQ(end->body, nullptr);
}

TEST_F(WorkerChannelTest, SaysWhenTheOtherSideIsGone) {
  EXPECT_FALSE(here_->Ended());
  there_.reset();
  EXPECT_TRUE(here_->Ended());
  EXPECT_THAT(here_->Receive(kAlways), IsError(Code::kUnavailable));
  EXPECT_THAT(here_->Send(FrameKind::kEnd, "", {}, kAlways), IsError(Code::kUnavailable));
}

TEST_F(WorkerChannelTest, WaitsOnlyAsLongAsItIsWanted) {
  int looks = 0;
  const auto wanted = [&]() -> Status {
    if (++looks < 3) return {};
    return {Code::kCancelled, "enough"};
  };
  EXPECT_THAT(here_->Receive(wanted), IsError(Code::kCancelled, "enough"));
  EXPECT_EQ(looks, 3);
}

TEST_F(WorkerChannelTest, BelievesNoLengths) {
  const std::string huge = std::string("\x05\xff\xff\xff\xff", 5) + std::string(8, '\0');
  ASSERT_EQ(::send(raw_, huge.data(), huge.size(), 0), static_cast<ssize_t>(huge.size()));
  EXPECT_THAT(here_->Receive(kAlways), IsError(Code::kInternal));
  const std::string body = std::string("\x05\0\0\0\0", 5) + std::string(8, '\x7f');
  ASSERT_EQ(::send(raw_, body.data(), body.size(), 0), static_cast<ssize_t>(body.size()));
  EXPECT_THAT(here_->Receive(kAlways), IsError(Code::kInternal));
  const std::string unknown(13, '\x2a');
  ASSERT_EQ(::send(raw_, unknown.data(), unknown.size(), 0), static_cast<ssize_t>(unknown.size()));
  EXPECT_THAT(here_->Receive(kAlways), IsError(Code::kInternal));
}

}  // namespace
}  // namespace lake::testing
