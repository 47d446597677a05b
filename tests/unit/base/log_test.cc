#include "base/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/metrics.h"

namespace lake {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class Log : public ::testing::Test {
 protected:
  ~Log() override { ConfigureLog(LogLevel::kInfo, LogFormat::kConsole); }

  template <class Write>
  static std::string Captured(Write write) {
    ::testing::internal::CaptureStderr();
    write();
    return ::testing::internal::GetCapturedStderr();
  }
};

TEST_F(Log, WritesTimeLevelAndMessageToStderr) {
  const std::string text = Captured([] { LogWarn("ledger {} is late", 7); });
  EXPECT_THAT(text, ContainsRegex("^20..-..-..T..:..:..\\....Z warning? +ledger 7 is late\n$"));
}

TEST_F(Log, LeavesOutWhatIsBelowItsLevel) {
  ConfigureLog(LogLevel::kWarn, LogFormat::kConsole);
  EXPECT_EQ(Captured([] {
              LogDebug("no");
              LogInfo("no");
            }),
            "");
  EXPECT_FALSE(LogEnabled(LogLevel::kInfo));
  EXPECT_THAT(Captured([] { LogError("yes"); }), HasSubstr("yes"));
}

TEST_F(Log, JsonLinesQuoteTheMessage) {
  ConfigureLog(LogLevel::kInfo, LogFormat::kJson);
  const std::string text = Captured([] { LogInfo("a \"b\" {}", "\n\xff"); });
  EXPECT_THAT(text, HasSubstr(R"("level":"info")"));
  EXPECT_THAT(text, HasSubstr("\"message\":\"a \\\"b\\\" \\n\xEF\xBF\xBD\"}\n"));
}

TEST_F(Log, NeverShowsASecret) {
  for (LogFormat format : {LogFormat::kConsole, LogFormat::kJson}) {
    ConfigureLog(LogLevel::kInfo, format);
    const std::string text =
        Captured([] { LogInfo("attach {}", "postgres://u:hunter2@h/d password=hunter2"); });
    EXPECT_THAT(text, Not(HasSubstr("hunter2")));
    EXPECT_THAT(text, HasSubstr("postgres://u:***@h/d"));
  }
}

TEST_F(Log, AMessageStaysOnOneLineAndCannotSteerTheTerminal) {
  const std::string text = Captured([] { LogInfo("memo {}", "x\ny\x1b[2Jz"); });
  EXPECT_THAT(text, HasSubstr("memo x\\ny\\x1b[2Jz\n"));
}

TEST_F(Log, NoFormatSendsC1OrBidiControls) {
  for (LogFormat format : {LogFormat::kConsole, LogFormat::kJson}) {
    ConfigureLog(LogLevel::kInfo, format);
    const std::string text = Captured([] { LogInfo("memo {}", "\xC2\x9B\xE2\x80\xAEx\x7F"); });
    EXPECT_THAT(text, HasSubstr(R"(memo \u009b\u202ex\u007f)"));
  }
}

TEST_F(Log, CountsLinesByLevel) {
  Counter& warnings = CounterOf(MetricId::kLogMessages, {"warn"});
  const double before = warnings.value();
  Captured([] { LogWarn("counted"); });
  EXPECT_EQ(warnings.value(), before + 1);
}

TEST_F(Log, ReadsTheNamesOfLevelsAndFormats) {
  EXPECT_EQ(ParseLogLevel("debug"), LogLevel::kDebug);
  EXPECT_EQ(ParseLogLevel("error"), LogLevel::kError);
  EXPECT_EQ(ParseLogLevel("loud"), std::nullopt);
  EXPECT_EQ(ParseLogFormat("json"), LogFormat::kJson);
  EXPECT_EQ(ParseLogFormat("xml"), std::nullopt);
}

}  // namespace
}  // namespace lake
