// Lines for the operator, on stderr, one per event. Every line goes through Redact and VisibleText,
// so a line is always one line, whatever a ledger or a server put into it. Thread-safe. Works
// before ConfigureLog (info, console).
#pragma once

#include <fmt/core.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/redact.h"

namespace lake {

enum class LogLevel : unsigned char { kDebug, kInfo, kWarn, kError };
enum class LogFormat : unsigned char { kConsole, kJson };

void ConfigureLog(LogLevel level, LogFormat format);
// "debug", "info", "warn" or "error"; "console" or "json".
std::optional<LogLevel> ParseLogLevel(std::string_view name);
std::optional<LogFormat> ParseLogFormat(std::string_view name);

// `before` runs before every line, on the thread that writes it: what else draws on standard error
// takes itself off the screen first. It must not log. Null ends that; on return no call is running.
void SetBeforeLogLine(std::function<void()> before);

bool LogEnabled(LogLevel level);
void WriteLog(LogLevel level, std::string message);

template <class... Args>
void LogDebug(fmt::format_string<Args...> format, Args&&... args) {
  if (!LogEnabled(LogLevel::kDebug)) return;
  WriteLog(LogLevel::kDebug, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void LogInfo(fmt::format_string<Args...> format, Args&&... args) {
  if (!LogEnabled(LogLevel::kInfo)) return;
  WriteLog(LogLevel::kInfo, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void LogWarn(fmt::format_string<Args...> format, Args&&... args) {
  if (!LogEnabled(LogLevel::kWarn)) return;
  WriteLog(LogLevel::kWarn, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void LogError(fmt::format_string<Args...> format, Args&&... args) {
  WriteLog(LogLevel::kError, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace lake
