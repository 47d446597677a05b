// A server's data folder as initdb makes it, and programs run as the user that servers have here.
//
// initdb costs more than most tests that need a server, so it runs once for a build, and each
// server gets a copy.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lake::testing {

// The superuser of the cluster.
inline constexpr std::string_view kClusterUser = "lake";

// Makes `folder`/cluster from the programs in `bin`, for a server without authentication. Safe
// beside other tests that do the same; one that is killed leaves nothing that others take for
// whole.
void MakeCluster(const std::string& bin, const std::string& folder);

// Makes the folder the property of the servers' user.
void GiveToServerUser(const std::string& folder);

// Runs the words as the servers' user, who is never root (PostgreSQL refuses root), and gives what
// they printed. Ends the test program when they fail.
std::string RunAsServerUser(std::vector<std::string> words);

}  // namespace lake::testing
