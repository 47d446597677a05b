// What scripts are told when a command is asked to stop before its work is done: never success.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <mutex>

#include "app/exit_status.h"
#include "support/child.h"
#include "support/http_script_server.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::HttpScriptServer;

constexpr std::uint32_t kFirst = 1000;

// Eight ledgers in a folder, of which a lake has four; and a source that says that it has ledgers
// and never gives one.
class InterruptedCommandTest : public ::testing::Test {
 protected:
  InterruptedCommandTest() {
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(8),
              {.passphrase = std::string(testing::kTestPassphrase)});
    const ChildResult ingest =
        RunChild(Words({"ingest", folder_.File("ledgers"), "--range", "1000:1003"}));
    EXPECT_EQ(ingest.exit_status, 0) << ingest.err;
  }

  std::vector<std::string> Words(std::vector<std::string> words) const {
    words.insert(words.begin(), testing::Program());
    const bool of_lake = words[1] != "extract" && words[1] != "inspect";
    if (of_lake) words.insert(words.end(), {"--lake", folder_.File("lake")});
    if (words[1] == "ingest") words.insert(words.end(), {"--tables", "ledgers_row_v2"});
    return words;
  }

  // The command, sent `signal` as soon as it has asked the source for a ledger.
  ChildResult Interrupted(std::vector<std::string> words, int signal = SIGTERM) {
    {
      std::lock_guard lock(mutex_);
      signal_ = signal;
      child_ = 0;
      asked_ = false;
    }
    return RunChild(Words(std::move(words)), {.started = [this](pid_t child) {
                      std::lock_guard lock(mutex_);
                      child_ = child;
                      if (asked_) ::kill(child_, signal_);
                    }});
  }

  std::string Silent() const { return server_.url(); }

  testing::TempFolder folder_;

 private:
  std::mutex mutex_;
  int signal_ = 0;
  pid_t child_ = 0;
  bool asked_ = false;
  HttpScriptServer server_{[this](const testing::HttpExchange& request) {
    if (request.target.ends_with(".config.json")) {
      return HttpScriptServer::Ok(testing::ReadFile(folder_.File("ledgers/.config.json")));
    }
    std::lock_guard lock(mutex_);
    if (!asked_ && child_ != 0) ::kill(child_, signal_);
    asked_ = true;
    return HttpScriptServer::Answer{.bytes = "", .silent = true};
  }};
};

TEST_F(InterruptedCommandTest, VerifyProvesNothing) {
  const ChildResult result = Interrupted({"verify", "--source", Silent()});
  EXPECT_EQ(result.exit_status, 128 + SIGTERM) << result.err;
  EXPECT_THAT(result.out, HasSubstr("not finished"));
  EXPECT_THAT(result.err, HasSubstr("interrupted by SIGTERM"));
  const ChildResult json = Interrupted({"verify", "--source", Silent(), "--format", "json"});
  EXPECT_EQ(json.exit_status, 128 + SIGTERM);
  EXPECT_THAT(json.out, HasSubstr("\"ok\": false"));
}

TEST_F(InterruptedCommandTest, ExtractWritesNoFile) {
  const ChildResult result =
      Interrupted({"extract", Silent(), "--range", "1000:1007", "--out", folder_.File("rows")});
  EXPECT_EQ(result.exit_status, 128 + SIGTERM) << result.err;
  EXPECT_THAT(result.err, HasSubstr("interrupted by SIGTERM"));
}

TEST_F(InterruptedCommandTest, AnIngestWithAnEndIsNotDone) {
  for (const int signal : {SIGINT, SIGTERM}) {
    const ChildResult result =
        Interrupted({"ingest", Silent(), "--start", "1000", "--end", "1007"}, signal);
    EXPECT_EQ(result.exit_status, 128 + signal) << result.err;
  }
}

TEST_F(InterruptedCommandTest, FilledGapsAreNotDone) {
  const ChildResult result =
      Interrupted({"gaps", Silent(), "--fill", "--range", "1000:1007"}, SIGINT);
  EXPECT_EQ(result.exit_status, 128 + SIGINT) << result.err;
}

TEST_F(InterruptedCommandTest, InspectIsNotDone) {
  const ChildResult result = Interrupted({"inspect", Silent(), "--range", "1000:1007"});
  EXPECT_EQ(result.exit_status, 128 + SIGTERM) << result.err;
}

TEST_F(InterruptedCommandTest, AFollowThatIsAskedToStopHasDoneItsWork) {
  const ChildResult result = Interrupted({"ingest", Silent(), "--start", "1000"});
  EXPECT_EQ(result.exit_status, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("stopped"));
}

TEST(ExitStatuses, AreListedOnceEachWithWhatToDo) {
  int before = -1;
  for (const ExitStatusInfo& exit : ExitStatuses()) {
    EXPECT_LT(before, exit.status) << exit.name;
    EXPECT_FALSE(exit.meaning.empty()) << exit.name;
    before = exit.status;
  }
  for (int code = 0; code <= static_cast<int>(Code::kInternal); ++code) {
    const int status = ExitStatusOf(static_cast<Code>(code));
    const auto all = ExitStatuses();
    EXPECT_TRUE(std::ranges::any_of(all, [&](const auto& exit) { return exit.status == status; }))
        << CodeName(static_cast<Code>(code));
  }
}

}  // namespace
}  // namespace lake
