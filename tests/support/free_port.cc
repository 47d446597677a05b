#include "support/free_port.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "base/unique_fd.h"

namespace lake::testing {
namespace {

constexpr int kLowestPort = 10'000;
constexpr int kPorts = 22'000;
// Where the next process begins to look, so that neighbours seldom ask for the same.
constexpr int kPortsApart = 613;

// Whether this process is the one that holds `port` from now on: a name that only one socket can
// have, and that is free again when its process ends, however it ends.
bool Reserve(int port) {
  UniqueFd holder(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  CHECK(holder.valid());
  const std::string name = fmt::format("stellarlake-test-port-{}", port);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy(name.begin(), name.end(), address.sun_path + 1);  // behind a zero: no file
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  if (::bind(holder.get(), reinterpret_cast<const sockaddr*>(&address), size) != 0) return false;
  holder.release();
  return true;
}

bool CanBeListenedOn(int port) {
  const UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  const auto* generic = reinterpret_cast<const sockaddr*>(&address);
  return ::bind(socket.get(), generic, sizeof address) == 0;
}

}  // namespace

int FreePort() {
  static std::atomic<int> asked = 0;
  const int begin = ::getpid() % kPorts * kPortsApart % kPorts;
  for (int i = 0; i < kPorts; ++i) {
    const int port = kLowestPort + (begin + asked++) % kPorts;
    if (Reserve(port) && CanBeListenedOn(port)) return port;
  }
  CHECK(false && "no port of the loopback is free");
  return 0;
}

}  // namespace lake::testing
