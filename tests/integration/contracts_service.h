// The contract-data service as people run it, for the tests of it: started, asked by Arrow's client
// for Python, watched.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>

#include "support/child.h"
#include "support/daemon.h"
#include "support/free_port.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"
#include "unit/contracts/contract_ledgers.h"

namespace lake::testing {

inline std::vector<Json> Lines(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(Json::parse(line));
  return lines;
}

class ContractsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
  }
  std::string Path(const std::string& name) const { return (folder_.path() / name).string(); }

  void Serve(const std::string& source, const std::vector<std::string>& further = {}) {
    flight_ = fmt::format("127.0.0.1:{}", FreePort());
    control_ = fmt::format("127.0.0.1:{}", FreePort());
    std::vector<std::string> words{Program(), "contracts",        source,  "--listen",
                                   flight_,   "--control-listen", control_};
    words.insert(words.end(), further.begin(), further.end());
    service_.emplace(words, Path("log"));
    ASSERT_TRUE(service_->Await([&] { return service_->StatusOf("/ready") == 200; }))
        << service_->Log();
  }
  ChildResult RunClient(const std::string& ticket, int rows_max = 0) {
    std::vector<std::pair<std::string, std::string>> variables{{"PYTHONPATH", DepsPath("arrow")}};
    if (!ca_file_.empty()) variables.emplace_back("FLIGHT_CA", ca_file_);
    if (!token_.empty()) variables.emplace_back("FLIGHT_TOKEN", token_);
    return RunChild(
        {DepsPath("python/bin/python"), SourcePath("tests/peers/flight/read_contracts.py"), flight_,
         ticket, std::to_string(rows_max)},
        {.variables = variables});
  }
  // Rows and, last, what they are complete through.
  std::vector<Json> Read(const std::string& ticket, int rows_max = 0) {
    const ChildResult read = RunClient(ticket, rows_max);
    EXPECT_EQ(read.exit_status, 0) << read.err;
    return Lines(read.out);
  }

  TempFolder folder_;
  std::string flight_, control_;
  std::string ca_file_, token_;  // of the client; "" = without
  std::optional<WatchedProgram> service_;
};

}  // namespace lake::testing
