#include "support/free_port.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace lake {
namespace {

TEST(FreePort, IsGivenOnceAndIsNoPortThatTheSystemGivesToClients) {
  int lowest_of_clients = 0;
  std::ifstream("/proc/sys/net/ipv4/ip_local_port_range") >> lowest_of_clients;
  ASSERT_GT(lowest_of_clients, 0);
  std::set<int> ports;
  for (int i = 0; i < 500; ++i) ports.insert(testing::FreePort());
  EXPECT_EQ(ports.size(), 500U);
  EXPECT_LT(*ports.rbegin(), lowest_of_clients);
}

}  // namespace
}  // namespace lake
