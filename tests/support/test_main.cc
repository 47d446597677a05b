// The main program of every test. With STELLARLAKE_REQUIRE_ALL=1 in the environment a test that
// skips itself fails: so it is in CI, where everything that tests need is installed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string_view>

namespace {

class SkipsAreFailures : public ::testing::EmptyTestEventListener {
 public:
  void OnTestEnd(const ::testing::TestInfo& test) override {
    if (test.result()->Skipped()) {
      ADD_FAILURE() << "the test skips itself, and STELLARLAKE_REQUIRE_ALL is set";
    }
  }
};

}  // namespace

int main(int argc, char** argv) {
  ::testing::InitGoogleMock(&argc, argv);
  const char* const required = std::getenv("STELLARLAKE_REQUIRE_ALL");
  if (required != nullptr && std::string_view(required) == "1") {
    // Told of the end of a test before the printer is, which then sees it fail.
    ::testing::UnitTest::GetInstance()->listeners().Append(new SkipsAreFailures);
  }
  return RUN_ALL_TESTS();
}
