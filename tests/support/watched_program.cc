#include "support/watched_program.h"

#include <fmt/format.h>
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "support/free_port.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

constexpr std::chrono::milliseconds kLookEvery{5};
constexpr std::chrono::seconds kPatience{180};
constexpr std::size_t kAnswerBytesMax = 1 << 20;

// The shell opens the log and becomes the program.
std::vector<std::string> Words(std::vector<std::string> words, const std::string& log, int port) {
  std::vector<std::string> all{"/bin/sh", "-c", "exec 2>>\"$0\"; exec \"$@\"", log};
  all.insert(all.end(), words.begin(), words.end());
  all.insert(all.end(), {"--health-port", std::to_string(port)});
  return all;
}

}  // namespace

WatchedProgram::WatchedProgram(std::vector<std::string> words, std::string log_file)
    : log_file_(std::move(log_file)),
      port_(FreePort()),
      daemon_(Words(std::move(words), log_file_, port_)) {}

std::string WatchedProgram::Get(const std::string& path, int& status) {
  const auto answer = client_.Send(
      {.url = fmt::format("http://127.0.0.1:{}{}", port_, path), .max_bytes = kAnswerBytesMax}, {});
  status = answer.ok() ? static_cast<int>(answer->status) : 0;
  return answer.ok() ? std::string(AsText(answer->body)) : "";
}

nlohmann::json WatchedProgram::Health() {
  int status = 0;
  const std::string text = Get("/health", status);
  return status == 0 ? nlohmann::json::object() : nlohmann::json::parse(text);
}

int WatchedProgram::StatusOf(const std::string& path) {
  int status = 0;
  Get(path, status);
  return status;
}

double WatchedProgram::Metric(const std::string& series) {
  int status = 0;
  const std::string text = "\n" + Get("/metrics", status);
  const std::size_t at = text.find("\n" + series + " ");
  return at == text.npos ? -1 : std::strtod(text.c_str() + at + series.size() + 2, nullptr);
}

std::string WatchedProgram::Log() const { return ReadFile(log_file_); }

bool WatchedProgram::Await(const std::function<bool()>& condition) {
  const auto deadline = std::chrono::steady_clock::now() + kPatience;
  while (std::chrono::steady_clock::now() < deadline) {
    if (condition()) return true;
    if (!running()) return false;
    std::this_thread::sleep_for(kLookEvery);
  }
  return false;
}

void WatchedProgram::Kill() {
  daemon_.Signal(SIGKILL);
  while (running()) std::this_thread::sleep_for(kLookEvery);
}

void WatchedProgram::Stop() {
  daemon_.Signal(SIGTERM);
  while (running()) std::this_thread::sleep_for(kLookEvery);
}

}  // namespace lake::testing
