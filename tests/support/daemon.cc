#include "support/daemon.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdlib>
#include <thread>

#include "base/check.h"

namespace lake::testing {
namespace {

constexpr std::chrono::milliseconds kTick{10};
constexpr int kEndTicksMax = 1000;
constexpr int kPortTicksMax = 12'000;

sockaddr_in Loopback(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

std::vector<std::string> AsOrdinaryUser(std::vector<std::string> words) {
  if (geteuid() != 0) return words;
  std::vector<std::string> out{"/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup",
                               "--clear-groups"};
  out.insert(out.end(), words.begin(), words.end());
  return out;
}

}  // namespace

Daemon::Daemon(std::vector<std::string> words,
               const std::vector<std::pair<std::string, std::string>>& variables) {
  words = AsOrdinaryUser(std::move(words));
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  CHECK(::pipe2(in.data(), O_CLOEXEC) == 0 && ::pipe2(out.data(), O_CLOEXEC) == 0);
  const UniqueFd child_in(in[0]);
  const UniqueFd child_out(out[1]);
  in_ = UniqueFd(in[1]);
  out_ = UniqueFd(out[0]);
  child_ = ::fork();
  CHECK(child_ >= 0);
  if (child_ == 0) {
    ::dup2(child_in.get(), STDIN_FILENO);
    ::dup2(child_out.get(), STDOUT_FILENO);
    for (const auto& [name, value] : variables) ::setenv(name.c_str(), value.c_str(), 1);
    ::execv(arguments[0], arguments.data());
    ::_exit(127);
  }
}

Daemon::~Daemon() {
  Signal(SIGTERM);
  in_ = UniqueFd();
  for (int i = 0; i < kEndTicksMax && running(); ++i) std::this_thread::sleep_for(kTick);
  if (!running()) return;
  Signal(SIGKILL);
  ::waitpid(child_, nullptr, 0);
}

std::string Daemon::ReadLine() {
  std::string line;
  char c = 0;
  while (::read(out_.get(), &c, 1) == 1 && c != '\n') line += c;
  return line;
}

void Daemon::Signal(int number) {
  if (child_ > 0) ::kill(child_, number);
}

bool Daemon::running() {
  int status = 0;
  if (child_ > 0 && ::waitpid(child_, &status, WNOHANG) == child_) {
    child_ = -1;
    exit_status_ = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  }
  return child_ > 0;
}

bool WaitForPort(int port) {
  const sockaddr_in address = Loopback(port);
  for (int i = 0; i < kPortTicksMax; ++i) {
    const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
      return true;
    }
    std::this_thread::sleep_for(kTick);
  }
  return false;
}

}  // namespace lake::testing
