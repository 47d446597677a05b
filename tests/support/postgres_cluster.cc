#include "support/postgres_cluster.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "base/check.h"
#include "support/child.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;

std::string Run(const std::vector<std::string>& words) {
  const ChildResult result = RunChild(words, {.input = "", .folder = "/", .variables = {}});
  if (result.exit_status != 0) {
    std::fprintf(stderr, "%s: exit status %d\n%s\n%s\n", words[0].c_str(), result.exit_status,
                 result.out.c_str(), result.err.c_str());
    std::abort();
  }
  return result.out;
}

void Copy(const std::string& from, const std::string& to) {
  Run({"/bin/cp", "-a", "--reflink=auto", from, to});
}

// Whoever comes first puts a whole one in place; who comes second finds it there.
void MakeTemplate(const std::string& bin, const std::string& place) {
  const TempFolder folder;
  GiveToServerUser(folder.path());
  const std::string made = folder.path() / "cluster";
  RunAsServerUser({bin + "/initdb", "--no-sync", "--auth=trust", "--encoding=UTF8", "--locale=C",
                   fmt::format("--username={}", kClusterUser), "-D", made});
  const std::string ours = fmt::format("{}.{}", place, getpid());
  Copy(made, ours);
  std::error_code taken;
  fs::rename(ours, place, taken);
  if (taken) fs::remove_all(ours);
}

}  // namespace

void GiveToServerUser(const std::string& folder) {
  if (geteuid() != 0) return;
  const passwd* nobody = getpwnam("nobody");
  CHECK(nobody != nullptr);
  CHECK(::chown(folder.c_str(), nobody->pw_uid, nobody->pw_gid) == 0);
}

std::string RunAsServerUser(std::vector<std::string> words) {
  if (geteuid() == 0) {
    const std::vector<std::string> as{"/usr/bin/setpriv", "--reuid=nobody", "--regid=nogroup",
                                      "--clear-groups"};
    words.insert(words.begin(), as.begin(), as.end());
  }
  return Run(words);
}

void MakeCluster(const std::string& bin, const std::string& folder) {
  const std::string version = fs::path(bin).parent_path().filename();
  const std::string place = BuildPath(fmt::format("postgres_cluster_{}", version));
  if (!fs::exists(place)) MakeTemplate(bin, place);
  Copy(place, folder + "/cluster");
}

}  // namespace lake::testing
