#include "base/thread.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <sys/resource.h>

#include <array>
#include <stdexcept>

#include "support/matchers.h"

namespace lake {
namespace {

using testing::IsError;
using testing::IsOk;

TEST(Thread, HasItsNameAndReportsItsStatus) {
  std::array<char, 16> name{};
  Status status;
  StartThread(
      "a very long thread name",
      [&](std::stop_token) -> Status {
        pthread_getname_np(pthread_self(), name.data(), name.size());
        return {Code::kConflict, "fenced"};
      },
      [&](Status result) { status = std::move(result); })
      ->join();
  EXPECT_STREQ(name.data(), "a very long thr");
  EXPECT_THAT(status, IsError(Code::kConflict, "fenced"));
}

TEST(Thread, AnEscapingExceptionBecomesALoggedInternalError) {
  ::testing::internal::CaptureStderr();
  Status status;
  StartThread(
      "committer", [](std::stop_token) -> Status { throw std::out_of_range("index 7"); },
      [&](Status result) { status = std::move(result); })
      ->join();
  EXPECT_THAT(status, IsError(Code::kInternal, "committer: an exception escaped: index 7"));
  EXPECT_THAT(::testing::internal::GetCapturedStderr(), ::testing::HasSubstr("index 7"));
}

TEST(CatchExceptions, TakesWhatIsNoStdException) {
  ::testing::internal::CaptureStderr();
  const Status status = CatchExceptions("main", []() -> Status { throw 5; });
  ::testing::internal::GetCapturedStderr();
  EXPECT_THAT(status, IsError(Code::kInternal, "main: an exception escaped: an unknown"));
  EXPECT_THAT(CatchExceptions("main", [] { return Status(); }), IsOk());
}

TEST(Thread, MemoryThatIsNotThereIsABoundThatWasHit) {
  Status status;
  StartThread(
      "lake-extract", [](std::stop_token) -> Status { throw std::bad_alloc(); },
      [&](Status result) { status = std::move(result); })
      ->join();
  EXPECT_THAT(status, IsError(Code::kResourceExhausted, "lake-extract: out of memory"));
}

TEST(Thread, ThatTheSystemDoesNotGiveIsAnErrorWithItsName) {
  rlimit old{};
  ASSERT_EQ(::getrlimit(RLIMIT_AS, &old), 0);
  pthread_attr_t usual, large;
  ASSERT_EQ(::pthread_getattr_default_np(&usual), 0);
  ASSERT_EQ(::pthread_getattr_default_np(&large), 0);
  // A stack larger than any that is kept for the next thread, and no address space for it.
  ASSERT_EQ(::pthread_attr_setstacksize(&large, std::size_t{1} << 30), 0);
  ASSERT_EQ(::pthread_setattr_default_np(&large), 0);
  const rlimit tight{1, old.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_AS, &tight), 0);
  auto thread = StartThread(
      "reader", [](std::stop_token) { return Status(); }, [](Status) {});
  const Status probed = ProbeThreads(2, "loader");
  ASSERT_EQ(::setrlimit(RLIMIT_AS, &old), 0);
  ASSERT_EQ(::pthread_setattr_default_np(&usual), 0);
  EXPECT_THAT(probed, IsError(Code::kResourceExhausted, "loader"));
  EXPECT_THAT(ProbeThreads(8, "loader"), IsOk());
  EXPECT_THAT(thread, IsError(Code::kResourceExhausted, "reader"));
}

TEST(Thread, IsAskedToStopWhenItsHandleIsDestroyed) {
  Status status;
  {
    const Result<std::jthread> thread = StartThread(
        "waiter",
        [](std::stop_token stop) -> Status {
          while (!stop.stop_requested()) std::this_thread::yield();
          return {Code::kCancelled, "stopped"};
        },
        [&](Status result) { status = std::move(result); });
  }
  EXPECT_THAT(status, IsError(Code::kCancelled, "stopped"));
}

}  // namespace
}  // namespace lake
