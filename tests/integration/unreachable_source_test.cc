// Sources whose host has no address: an error that may pass, never the end of the process.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <csignal>

#include "support/child.h"
#include "support/growing_lake.h"
#include "support/http_script_server.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::HttpExchange;
using testing::HttpScriptServer;

const std::string kProgram = testing::Program();
constexpr int kUnavailable = 69;
constexpr std::uint32_t kFirst = 1000;

class UnreachableSourceTest : public ::testing::Test {
 protected:
  UnreachableSourceTest() {
    std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
    config_ = folder_.Write("config.yaml",
                            fmt::format("source: {{retry_ms: 1, retry_max_ms: 2, "
                                        "s3: {{endpoint: \"http://{}\", anonymous: true}}}}\n",
                                        host_));
  }
  ChildResult Ingest(std::vector<std::string> sources, const ChildOptions& options = {}) {
    std::vector<std::string> words = {kProgram, "ingest"};
    words.insert(words.end(), sources.begin(), sources.end());
    for (const std::string& word :
         {std::string("--range"), fmt::format("{}:{}", kFirst, kFirst + 2), std::string("--lake"),
          folder_.File("lake"), std::string("--network"), std::string(testing::kTestPassphrase),
          std::string("--tables"), std::string("ledgers_row_v2"), std::string("--config"),
          config_}) {
      words.push_back(word);
    }
    return RunChild(words, options);
  }

  testing::TempFolder folder_;
  // A label of a name has at most 63 characters: refused here, without a question to any server.
  const std::string host_ = std::string(70, 'a') + ".invalid";
  std::string config_;
};

TEST_F(UnreachableSourceTest, IsUnavailableAfterSomeAttempts) {
  for (const std::string& source : {"http://" + host_ + "/lake", "https://" + host_ + "/lake",
                                    std::string("s3://bucket/lake")}) {
    const ChildResult result = Ingest({source});
    EXPECT_EQ(result.exit_status, kUnavailable) << source << ": " << result.err;
    EXPECT_THAT(result.err, HasSubstr(host_));
  }
}

TEST_F(UnreachableSourceTest, AnotherSourceStandsIn) {
  testing::GrowingLake exported(folder_.path() / "exported",
                                {.passphrase = std::string(testing::kTestPassphrase)});
  for (const auto& ledger :
       testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(3)) {
    exported.Add(ledger);
  }
  const ChildResult result = Ingest({"https://" + host_ + "/lake", exported.path()});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("3 ledgers"));
}

// Lists pages for ever, each with a name behind the last.
TEST_F(UnreachableSourceTest, AStopEndsAListingWithoutAnEnd) {
  std::atomic<pid_t> program = 0;
  std::atomic<int> pages = 0;
  const HttpScriptServer server([&](const HttpExchange& exchange) {
    if (exchange.target.find("list-type") == std::string::npos)
      return HttpScriptServer::Status(404);
    const int page = ++pages;
    if (page == 20) ::kill(program, SIGTERM);
    return HttpScriptServer::Ok(fmt::format(
        "<ListBucketResult><IsTruncated>true</IsTruncated><NextContinuationToken>t{0:09}"
        "</NextContinuationToken><Contents><Key>lake/n{0:09}</Key><Size>1</Size></Contents>"
        "</ListBucketResult>",
        page));
  });
  config_ = folder_.Write(
      "s3.yaml",
      fmt::format("source: {{s3: {{endpoint: \"{}\", anonymous: true}}}}\n", server.url()));
  Ingest({"s3://bucket/lake"}, {.started = [&](pid_t pid) { program = pid; }});
  EXPECT_GE(pages, 20);
  EXPECT_LT(pages, 60);
}

}  // namespace
}  // namespace lake
