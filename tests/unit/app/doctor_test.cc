#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "app/checkup.h"
#include "duckdb/lake.h"
#include "support/child.h"
#include "support/fake_clock.h"
#include "support/matchers.h"
#include "support/places.h"
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
  words.insert(words.begin(), {testing::Program(), "doctor"});
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

TEST(Doctor, FailsWhenTheDataFolderIsMissing) {
  testing::TempFolder folder;
  ASSERT_THAT(Lake::Open({.location = folder.File("lake")}), testing::IsOk());
  std::filesystem::remove_all(folder.path() / "lake/data");
  ChildResult result = RunDoctor({"--format", "json", "--lake", "lake"}, {.folder = folder.path()});
  EXPECT_EQ(result.exit_status, 65);
  auto found = ByCheck(result.out);
  EXPECT_EQ(found["data"]["state"], "fail");
  EXPECT_NE(found["data"]["detail"].get<std::string>().find("is missing"), std::string::npos);
}

TEST(Doctor, AdvisesToRestoreADamagedCatalog) {
  testing::TempFolder folder;
  ASSERT_THAT(Lake::Open({.location = folder.File("lake")}), testing::IsOk());
  folder.Write("lake/catalog.ducklake", std::string(20'000, 'x'));
  ChildResult result = RunDoctor({"--format", "json", "--lake", "lake"}, {.folder = folder.path()});
  EXPECT_EQ(result.exit_status, 65);
  auto found = ByCheck(result.out);
  EXPECT_NE(found["lake"]["next"].get<std::string>().find("restore the catalog"),
            std::string::npos);
}

TEST(Doctor, WarnsWhenALakeCannotBeWritten) {
  testing::TempFolder folder;
  ASSERT_THAT(Lake::Open({.location = folder.File("lake")}), testing::IsOk());
  for (const char* place : {"", "lake", "lake/data", "lake/catalog.ducklake"}) {
    ASSERT_EQ(::chmod((folder.path() / place).c_str(), 0555), 0);
  }
  std::vector<std::string> words{testing::Program(), "doctor", "--format", "json",
                                 "--lake",           "lake"};
  // Root may write everywhere.
  if (::geteuid() == 0) {
    words.insert(words.begin(), {"/usr/bin/setpriv", "--reuid=65534", "--clear-groups"});
  }
  ChildResult result = RunChild(words, {.folder = folder.path()});
  EXPECT_EQ(result.exit_status, 0);
  auto found = ByCheck(result.out);
  EXPECT_EQ(found["data"]["state"], "warn");
  EXPECT_EQ(found["catalog"]["state"], "warn");
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
