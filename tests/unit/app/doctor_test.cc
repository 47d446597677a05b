#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "app/checkup.h"
#include "duckdb/lake.h"
#include "support/child.h"
#include "support/fake_clock.h"
#include "support/matchers.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using nlohmann::json;

std::map<std::string, json> ByCheck(const std::string& text) {
  std::map<std::string, json> found;
  for (const json& finding : json::parse(text)) found[finding["check"]] = finding;
  return found;
}

ChildResult RunDoctor(std::vector<std::string> words, const ChildOptions& options) {
  words.insert(words.begin(), {STELLARLAKE_PROGRAM, "doctor"});
  return RunChild(words, options);
}

TEST(Doctor, FindsTheEngineAndItsExtensions) {
  testing::TempFolder folder;
  ChildOptions options{.folder = folder.path()};
  ChildResult result = RunDoctor({"--format", "json"}, options);
  EXPECT_EQ(result.exit_status, 0) << result.out;
  auto found = ByCheck(result.out);
  EXPECT_EQ(found["engine"]["state"], "ok");
  for (const char* name : {"ducklake", "sqlite_scanner", "postgres_scanner", "httpfs", "aws"}) {
    EXPECT_EQ(found[std::string("extension ") + name]["state"], "ok") << name;
  }
  EXPECT_EQ(found["lake"]["state"], "ok");
  EXPECT_NE(RunDoctor({}, options).out.find("ok    engine"), std::string::npos);
}

TEST(Doctor, SaysWhatToDoWhenExtensionsAreMissing) {
  testing::TempFolder folder;
  ChildResult result = RunDoctor(
      {"--format", "json"},
      {.folder = folder.path(), .variables = {{"STELLARLAKE_EXTENSIONS", folder.path()}}});
  EXPECT_NE(result.exit_status, 0);
  auto found = ByCheck(result.out);
  EXPECT_EQ(found["extension ducklake"]["state"], "fail");
  EXPECT_EQ(found["extension httpfs"]["state"], "warn");
  EXPECT_NE(found["extension ducklake"]["next"], "");
}

TEST(Doctor, OpensTheLake) {
  testing::TempFolder folder;
  {
    auto lake = Lake::Open({.location = folder.File("lake")});
    ASSERT_THAT(lake, testing::IsOk());
    ASSERT_THAT((*lake)->Connect()->Execute("CREATE TABLE t (a BIGINT)"), testing::IsOk());
  }
  ChildOptions options{.folder = folder.path()};
  EXPECT_NE(
      ByCheck(RunDoctor({"--format", "json", "--lake", "lake"}, options).out)["lake"]["detail"]
          .get<std::string>()
          .find("1 tables in schema bronze"),
      std::string::npos);
  ChildResult missing = RunDoctor({"--format", "json", "--lake", "elsewhere"}, options);
  EXPECT_EQ(missing.exit_status, 66);
  EXPECT_EQ(ByCheck(missing.out)["lake"]["state"], "fail");
}

TEST(Doctor, AWrongClockFails) {
  testing::FakeClock clock(0);
  std::vector<Finding> findings = CheckMachine(clock);
  auto bad = std::find_if(findings.begin(), findings.end(),
                          [](const Finding& f) { return f.check == "clock"; });
  ASSERT_NE(bad, findings.end());
  EXPECT_EQ(bad->state, Finding::State::kFail);
}

}  // namespace
}  // namespace lake
