#include "app/program.h"

#include <fmt/format.h>

#include <cstdio>

#include "app/command_line.h"
#include "app/environment.h"
#include "app/exit_status.h"
#include "app/help.h"
#include "app/output.h"
#include "base/file.h"
#include "base/log.h"
#include "base/redact.h"
#include "base/signals.h"
#include "base/version.h"
#include "base/visible_text.h"

namespace lake {
namespace {

// Far above any real configuration; keeps a wrong path (a data file) from being read whole.
constexpr std::size_t kConfigBytesMax = std::size_t{1} << 20;

// Defaults, then the file, the environment and the flags.
Result<Settings> LoadSettings(const CommandLine& line, std::vector<std::string>& notes) {
  Settings settings = DefaultSettings(line.command->bit);
  std::vector<std::string> early_notes;
  TRY(ApplyFlags(line.flags, settings, early_notes));
  if (!settings.config_file.empty()) {
    std::string file = settings.config_file;
    TRY_ASSIGN(std::string yaml, ReadSmallFile(file, kConfigBytesMax));
    settings = DefaultSettings(line.command->bit);
    TRY(ApplyYaml(yaml, file, EnvironmentVariable, settings, notes));
  }
  TRY(ApplyEnvironment(line.command->bit, EnvironmentVariable, settings));
  TRY(ApplyFlags(line.flags, settings, notes));
  KeepSecret(settings.source_token);
  KeepSecret(settings.serve_token);
  KeepSecret(settings.hot_password);
  if (settings.no_progress) settings.progress = "none";
  return settings;
}

void StartLog(const Settings& settings) {
  std::optional<LogLevel> level = ParseLogLevel(settings.log_level);
  std::optional<LogFormat> format = ParseLogFormat(settings.log_format);
  CHECK(level && format);  // the fields list their choices
  ConfigureLog(*level, *format);
}

Status RunCommand(const CommandLine& line, std::span<const char* const> words, int& signal) {
  std::vector<std::string> notes;
  TRY_ASSIGN(Settings settings, LoadSettings(line, notes));
  StartLog(settings);
  for (const std::string& note : notes) LogWarn("{}", note);
  StopSignal stop;
  TRY(stop.Watch());
  Status status = line.command->run(Invocation{settings, line.arguments, stop.token(), words});
  signal = stop.signal();
  return status;
}

}  // namespace

Status RunProgram(std::span<const char* const> words, int& signal) {
  TRY_ASSIGN(CommandLine line, ParseCommandLine(words));
  switch (line.wish) {
    case CommandLine::Wish::kVersion:
      TRY(Print(fmt::format("stellarlake {}\n", Version())));
      break;
    case CommandLine::Wish::kHelp:
      TRY(Print(line.command == nullptr ? OverviewText() : HelpText(*line.command)));
      break;
    case CommandLine::Wish::kRun:
      TRY(RunCommand(line, words, signal));
      break;
  }
  return FlushOutput();
}

void ReportError(const Error& error, int signal) {
  if (error.code == Code::kCancelled && signal == 0) return;
  std::string text;
  if (IsInterrupted(error, signal)) text = fmt::format("interrupted by {}: ", SignalName(signal));
  fmt::print(stderr, "error: {}{}\n", text, VisibleText(Redact(error.message)));
}

}  // namespace lake
