#include "base/log.h"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <array>
#include <atomic>
#include <memory>
#include <mutex>

#include "base/json_text.h"
#include "base/metrics.h"
#include "base/visible_text.h"

namespace lake {
namespace {

constexpr const char* kConsolePattern = "%Y-%m-%dT%H:%M:%S.%eZ %^%-5l%$ %v";
// The message arrives as a JSON string.
constexpr const char* kJsonPattern =
    R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l","thread":%t,"message":%v})";

constexpr std::array<std::string_view, 4> kLevelNames = {"debug", "info", "warn", "error"};

std::atomic<LogLevel> level_now = LogLevel::kInfo;
std::atomic<LogFormat> format_now = LogFormat::kConsole;

// Also keeps a line and what clears the screen for it together.
std::mutex line_mutex;
std::function<void()>& BeforeLine() {
  static auto* const before = new std::function<void()>;  // never destroyed, as the logger
  return *before;
}

spdlog::logger& Logger() {
  // Never destroyed: threads may log while the process ends.
  static spdlog::logger* const logger = [] {
    auto* made =
        new spdlog::logger("stellarlake", std::make_shared<spdlog::sinks::stderr_color_sink_mt>());
    made->set_level(spdlog::level::trace);
    made->set_pattern(kConsolePattern, spdlog::pattern_time_type::utc);
    return made;
  }();
  return *logger;
}

spdlog::level::level_enum SpdlogLevel(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return spdlog::level::debug;
    case LogLevel::kInfo:
      return spdlog::level::info;
    case LogLevel::kWarn:
      return spdlog::level::warn;
    case LogLevel::kError:
      return spdlog::level::err;
  }
  return spdlog::level::err;
}

}  // namespace

void ConfigureLog(LogLevel level, LogFormat format) {
  level_now = level;
  format_now = format;
  Logger().set_pattern(format == LogFormat::kJson ? kJsonPattern : kConsolePattern,
                       spdlog::pattern_time_type::utc);
}

std::optional<LogLevel> ParseLogLevel(std::string_view name) {
  for (std::size_t i = 0; i < kLevelNames.size(); ++i) {
    if (kLevelNames[i] == name) return static_cast<LogLevel>(i);
  }
  return std::nullopt;
}

std::optional<LogFormat> ParseLogFormat(std::string_view name) {
  if (name == "console") return LogFormat::kConsole;
  if (name == "json") return LogFormat::kJson;
  return std::nullopt;
}

void SetBeforeLogLine(std::function<void()> before) {
  const std::lock_guard lock(line_mutex);
  BeforeLine() = std::move(before);
}

bool LogEnabled(LogLevel level) { return level >= level_now.load(std::memory_order_relaxed); }

void WriteLog(LogLevel level, std::string message) {
  static const std::array<Counter*, 4> counters = [] {
    std::array<Counter*, 4> made{};
    for (std::size_t i = 0; i < made.size(); ++i) {
      made[i] = &CounterOf(MetricId::kLogMessages, {kLevelNames[i]});
    }
    return made;
  }();
  counters[static_cast<std::size_t>(level)]->Add();
  const std::string clean = Redact(std::move(message));
  const std::lock_guard lock(line_mutex);
  if (BeforeLine()) BeforeLine()();
  if (format_now == LogFormat::kConsole) {
    Logger().log(SpdlogLevel(level), spdlog::string_view_t(VisibleText(clean)));
    return;
  }
  std::string quoted;
  AppendJsonString(quoted, clean);
  Logger().log(SpdlogLevel(level), spdlog::string_view_t(VisibleText(quoted)));
}

}  // namespace lake
