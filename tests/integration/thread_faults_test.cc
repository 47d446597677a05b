// Every kind of thread of the program, failing as one does that gets no memory: the run ends with
// an error that names it or goes on without it, in time, and never with a signal; the next run
// leaves a whole lake. What a thread does when it fails later than at its begin is tested with its
// class.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/child.h"
#include "support/eventually.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::WatchedProgram;

const std::string kProgram = testing::Program();
constexpr const char* kThrowAt = "STELLARLAKE_THROW_AT";
constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kCount = 24;

// What becomes of a run in which the thread fails.
enum class Becomes { kError, kGoesOn };

struct FailingThread {
  const char* name;
  Becomes becomes;
};

class ThreadFaults : public ::testing::TestWithParam<FailingThread> {
 protected:
  void SetUp() override {
#ifndef STELLARLAKE_CRASH_POINTS
    GTEST_SKIP() << "built without crash points";
#endif
    WriteLake(folder_.path() / "ledgers",
              testing::LedgerChain(testing::kTestPassphrase, kFirst, 23).AddPayments(kCount),
              {.passphrase = std::string(testing::kTestPassphrase)});
    // Of several, one that is slow to begin is not missed: the others end the run without it.
    folder_.Write("config.yaml", "source:\n  prefetch_threads: 1\n");
  }
  std::string Ledgers() const { return (folder_.path() / "ledgers").string(); }
  std::string Lake() const { return (folder_.path() / "lake").string(); }
  std::vector<std::string> Words(const std::string& command, const std::string& end) const {
    return {kProgram,
            command,
            Ledgers(),
            "--range",
            fmt::format("{}:{}", kFirst, end),
            "--network",
            std::string(testing::kTestPassphrase),
            "--no-progress"};
  }
  std::vector<std::string> IngestWords(const std::string& end) const {
    std::vector<std::string> words = Words("ingest", end);
    words.insert(words.end(), {"--config", folder_.File("config.yaml"), "--batch-size", "8",
                               "--workers", "3", "--lake", Lake()});
    return words;
  }
  std::string Last() const { return std::to_string(kFirst + kCount - 1); }
  void ExpectWholeAfterTheNextRun() {
    const ChildResult next = RunChild(IngestWords(Last()));
    EXPECT_EQ(next.exit_status, 0) << next.err;
    const ChildResult verified =
        RunChild({kProgram, "verify", "--lake", Lake(), "--source", Ledgers()});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err;
  }
  void Expect(const ChildResult& result) {
    if (GetParam().becomes == Becomes::kGoesOn) {
      EXPECT_EQ(result.exit_status, 0) << result.err;
    } else {
      EXPECT_THAT(result.exit_status, ::testing::AllOf(::testing::Gt(0), ::testing::Lt(128)));
      EXPECT_THAT(result.err, HasSubstr(fmt::format("{}: out of memory", GetParam().name)));
    }
  }

  testing::TempFolder folder_;
};

std::string NameOf(const ::testing::TestParamInfo<FailingThread>& info) {
  std::string name = info.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
}

using InIngest = ThreadFaults;
INSTANTIATE_TEST_SUITE_P(Kinds, InIngest,
                         ::testing::Values(FailingThread{"lake-read", Becomes::kError},
                                           FailingThread{"lake-extract", Becomes::kError},
                                           FailingThread{"fetch-0", Becomes::kError},
                                           FailingThread{"parquet-1", Becomes::kError}),
                         NameOf);

TEST_P(InIngest, EndsTheRunAndTheNextOneCompletesIt) {
  Expect(RunChild(IngestWords(Last()), {.variables = {{kThrowAt, GetParam().name}}}));
  ExpectWholeAfterTheNextRun();
}

using InExtract = ThreadFaults;
INSTANTIATE_TEST_SUITE_P(Kinds, InExtract,
                         ::testing::Values(FailingThread{"parquet", Becomes::kError}), NameOf);

TEST_P(InExtract, EndsTheRunWithoutAFile) {
  std::vector<std::string> words = Words("extract", Last());
  words.insert(words.end(), {"--format", "parquet", "--out", folder_.File("out")});
  Expect(RunChild(words, {.variables = {{kThrowAt, GetParam().name}}}));
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path() / "out")) {
    EXPECT_NE(entry.path().extension(), ".parquet") << entry.path();
  }
}

// A run without an end: whoever only tells about it may fail; nobody's commit is lost.
using InFollow = ThreadFaults;
INSTANTIATE_TEST_SUITE_P(Kinds, InFollow,
                         ::testing::Values(FailingThread{"lag-newest", Becomes::kGoesOn},
                                           FailingThread{"lag-show", Becomes::kGoesOn},
                                           FailingThread{"http-0", Becomes::kGoesOn}),
                         NameOf);

TEST_P(InFollow, IsSaidInHealthAndTheRunGoesOn) {
  std::filesystem::permissions(folder_.path(), std::filesystem::perms::all);
  ASSERT_EQ(::setenv(kThrowAt, GetParam().name, 1), 0);
  WatchedProgram ingest(IngestWords(""), folder_.File("ingest.log"));
  ASSERT_EQ(::unsetenv(kThrowAt), 0);
  EXPECT_TRUE(ingest.AwaitCommitted(kFirst + kCount - 1)) << ingest.Log();
  if (std::string_view(GetParam().name).starts_with("lag")) {
    EXPECT_TRUE(ingest.Await([&] { return ingest.Health()["status"] == "degraded"; }))
        << ingest.Health();
    EXPECT_THAT(ingest.Log(), HasSubstr("the lag is not known any more"));
  }
  ingest.Stop();
  ExpectWholeAfterTheNextRun();
}

// Whom no signal can stop any more, stops; what it has is committed.
using OfSignals = ThreadFaults;
INSTANTIATE_TEST_SUITE_P(Kinds, OfSignals,
                         ::testing::Values(FailingThread{"signals", Becomes::kGoesOn}), NameOf);

TEST_P(OfSignals, EndsTheRunInOrder) {
  const ChildResult result =
      RunChild(IngestWords(""), {.variables = {{kThrowAt, GetParam().name}}});
  EXPECT_LT(result.exit_status, 128) << result.err;
  EXPECT_THAT(result.err, ::testing::Not(HasSubstr("terminate called")));
  ExpectWholeAfterTheNextRun();
}

using OfTwoSources = ThreadFaults;
INSTANTIATE_TEST_SUITE_P(Kinds, OfTwoSources,
                         ::testing::Values(FailingThread{"source-probe", Becomes::kGoesOn}),
                         NameOf);

TEST_P(OfTwoSources, TheRunGoesOnWithTheOther) {
  std::vector<std::string> words = IngestWords(Last());
  words.insert(words.begin() + 3, Ledgers());
  Expect(RunChild(words, {.variables = {{kThrowAt, GetParam().name}}}));
  ExpectWholeAfterTheNextRun();
}

}  // namespace
}  // namespace lake
