// The way of ledgers through the hot buffer into a lake while everything on it is killed: ingester
// and flusher by SIGKILL at random moments, PostgreSQL by `-m immediate`, connections by resets,
// some of them inside COMMIT. Nothing is lost, doubled or torn: the lake verifies against the
// ledgers, and the buffer is empty in the end.
//
// Short here. `tools/soak` runs it long: STELLARLAKE_SOAK_KILLS says how many SIGKILLs have to hit,
// STELLARLAKE_SOAK_SEED which moments. STELLARLAKE_SOAK_READER is a shell command that is run again
// and again beside it, with SOAK_CONFIG in its environment, and must never fail: a reader of both.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <signal.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "duckdb/lake_location.h"
#include "ingest/pipeline.h"
#include "source/open/open.h"
#include "stellar/network.h"
#include "support/child.h"
#include "support/daemon.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"
#include "support/lake_files.h"
#include "support/places.h"
#include "support/seeded_random.h"
#include "unit/sink/hot_database.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using std::chrono::milliseconds;
using testing::Daemon;
using testing::IsOk;
using testing::PostgresServer;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::size_t kMomentMs = 1'500;  // between two faults at most

std::uint64_t Setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// An ingester in a process of its own: a commit for every ledger, until the last one is there.
TEST(SoakIngester, DISABLED_FillsTheHotBuffer) {
  const char* hot = std::getenv("SOAK_HOT");
  const char* ledgers = std::getenv("SOAK_LEDGERS");
  ASSERT_NE(hot, nullptr);
  ASSERT_NE(ledgers, nullptr);
  const Network network = NetworkOfPassphrase(testing::kTestPassphrase);
  auto source = OpenSource(ledgers, SourceOptions());
  ASSERT_THAT(source, IsOk());
  const auto extent = (*source)->Extent();
  ASSERT_THAT(extent, IsOk());
  const TableSet tables = *SelectTables({});
  PostgresSink sink({.connection = {.conninfo = hot},
                     .tables = tables,
                     .origin = {.network = network.name,
                                .source = (*source)->Describe(),
                                .pipeline_version = "soak",
                                .processor_name = "soak",
                                .writer = "",
                                .era = {}}});
  IngestOptions options;
  options.range = {extent->ledgers.first(), extent->ledgers.last()};
  options.flush.ledgers = 1;
  IngestObserver quiet;
  Pipeline pipeline({**source, sink, tables, network, SystemClock()}, options, quiet);
  const Status ingested = pipeline.Run({});
  EXPECT_TRUE(ingested.ok() || IsRetryable(ingested.error().code)) << ingested.error().message;
}

class HotSoak : public testing::OnHotDatabase, public ::testing::WithParamInterface<CatalogKind> {
 protected:
  void SetUp() override {
    OnHotDatabase::SetUp();
    if (server_ == nullptr) return;
    fs::permissions(folder_.path(), fs::perms::all);
    proxy_ = std::make_unique<testing::FaultProxy>(server_->port());
    last_ = kFirst + static_cast<std::uint32_t>(40 + 8 * kills_) - 1;
    WriteLake(folder_.path() / "ledgers", chain_.AddPayments(last_ - kFirst + 1),
              {.passphrase = std::string(testing::kTestPassphrase)});
    std::string catalog = (folder_.path() / "lake").string();
    if (GetParam() == CatalogKind::kPostgres) {
      server_->CreateDatabase("catalog");
      catalog = fmt::format("postgresql://{}@127.0.0.1:{}/catalog?sslmode=disable",
                            PostgresServer::kUser, proxy_->port());
    }
    config_ = folder_.Write(
        "flush.yaml",
        fmt::format("postgres: {{host: 127.0.0.1, port: {}, database: {}, user: {}, sslmode: "
                    "disable}}\nducklake:\n  catalog_path: {}\n  data_path: {}\n  batch_size: 7\n"
                    "source: {{network_passphrase: {}}}\n",
                    proxy_->port(), database_, PostgresServer::kUser, catalog,
                    (folder_.path() / "data").string(), testing::kTestPassphrase));
    fs::permissions(config_, fs::perms::others_read, fs::perm_options::add);
  }

  // What it says goes to the end of the log.
  std::unique_ptr<Daemon> Start(std::vector<std::string> words) const {
    words.insert(words.begin(),
                 {"/bin/sh", "-c", "exec 2>>\"$0\" >&2; exec \"$@\"", folder_.File("soak.log")});
    return std::make_unique<Daemon>(words,
                                    std::vector<std::pair<std::string, std::string>>{
                                        {"SOAK_HOT", Through(proxy_->port())},
                                        {"SOAK_LEDGERS", (folder_.path() / "ledgers").string()},
                                        {"SOAK_CONFIG", config_}});
  }
  std::unique_ptr<Daemon> StartIngester() const {
    return Start({fs::read_symlink("/proc/self/exe").string(), "--gtest_also_run_disabled_tests",
                  "--gtest_filter=SoakIngester.*"});
  }
  std::unique_ptr<Daemon> StartFlusher() const {
    return Start({kProgram, "flush", "--once", "--config", config_});
  }
  std::string Log() const { return testing::ReadFile(folder_.path() / "soak.log"); }
  bool AllFlushed() const {
    return Sql("SELECT max(flushed_through) FROM extra.hot_state") == std::to_string(last_);
  }

  // SIGKILL, if there still is something to kill.
  void Kill(std::unique_ptr<Daemon>& program) {
    if (program == nullptr || !program->running()) return;
    program->Signal(SIGKILL);
    EXPECT_TRUE(testing::Eventually([&] { return !program->running(); }));
    if (program->exit_status() == 128 + SIGKILL) ++hits_;
  }
  void Restart(std::unique_ptr<Daemon>& program,
               std::unique_ptr<Daemon> (HotSoak::*start)() const) {
    if (program == nullptr || !program->running()) program = (this->*start)();
  }
  void Disturb(std::size_t what) {
    if (what < 4) {
      Kill(flusher_);
    } else if (what < 7) {
      Kill(ingester_);
    } else if (what < 9) {
      proxy_->Reset();
      ++cuts_;
    } else {
      server_->Stop("immediate");
      server_->Restart();
      ++crashes_;
    }
  }
  // A reader that failed has seen a hole, a double or an error.
  void LookAfterReader() {
    const char* command = std::getenv("STELLARLAKE_SOAK_READER");
    if (command == nullptr) return;
    if (reader_ != nullptr && reader_->running()) return;
    if (reader_ != nullptr) {
      EXPECT_EQ(reader_->exit_status(), 0) << Log();
      ++reads_;
    }
    reader_ = Start({"/bin/sh", "-c", command});
  }
  void Chaos() {
    testing::SeededRandom random(Setting("STELLARLAKE_SOAK_SEED", 1));
    while ((hits_ < kills_ || !AllFlushed()) && !HasFailure()) {
      Restart(ingester_, &HotSoak::StartIngester);
      Restart(flusher_, &HotSoak::StartFlusher);
      LookAfterReader();
      const auto both_ended = [&] { return !ingester_->running() && !flusher_->running(); };
      testing::Eventually(both_ended, milliseconds(random.Below(kMomentMs)));
      if (hits_ < kills_) Disturb(random.Below(10));
    }
  }
  // Waits for what runs to end by itself, then flushes until nothing is left.
  void Settle() {
    const auto ended = [](auto& program) {
      return testing::Eventually([&] { return !program->running(); }, std::chrono::minutes(5));
    };
    EXPECT_TRUE(ended(ingester_)) << Log();
    EXPECT_TRUE(ended(flusher_)) << Log();
    flusher_ = StartFlusher();
    EXPECT_TRUE(ended(flusher_)) << Log();
    EXPECT_EQ(flusher_->exit_status(), 0) << Log();
  }
  void ExpectWhole() {
    const ChildResult verified = RunChild({kProgram, "verify", "--config", config_, "--source",
                                           (folder_.path() / "ledgers").string()});
    EXPECT_EQ(verified.exit_status, 0) << verified.out << verified.err << Log();
    const ChildResult rows =
        RunChild({kProgram, "sql", "--config", config_, "--format", "csv",
                  "select count(*), count(distinct sequence), min(sequence), max(sequence) from "
                  "ledgers_row_v2"});
    EXPECT_THAT(rows.out, ::testing::HasSubstr(
                              fmt::format("{0},{0},{1},{2}\n", last_ - kFirst + 1, kFirst, last_)));
    EXPECT_EQ(Sql("SELECT (SELECT count(*) FROM ledgers_row_v2) + (SELECT count(*) FROM "
                  "operations_row_v2) + (SELECT count(*) FROM extra.hot_ledgers) + (SELECT "
                  "count(*) FROM extra.hot_batches) + (SELECT count(*) FROM _meta_lineage)"),
              "0");
  }

  const testing::TempFolder folder_;
  const std::uint64_t kills_ = Setting("STELLARLAKE_SOAK_KILLS", 4);
  std::uint32_t last_ = 0;
  std::string config_;
  std::unique_ptr<testing::FaultProxy> proxy_;
  std::unique_ptr<Daemon> ingester_;
  std::unique_ptr<Daemon> flusher_;
  std::unique_ptr<Daemon> reader_;
  std::uint64_t hits_ = 0, crashes_ = 0, cuts_ = 0, reads_ = 0;
};

INSTANTIATE_TEST_SUITE_P(Lakes, HotSoak,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kPostgres),
                         [](const auto& of) {
                           return std::string(of.param == CatalogKind::kPostgres ? "Postgres"
                                                                                 : "Folder");
                         });

TEST_P(HotSoak, LosesAndDoublesNothing) {
  Chaos();
  Settle();
  ExpectWhole();
  std::printf("%llu ledgers: %llu kills, %llu crashes of the server, %llu cuts, %llu reads\n",
              static_cast<unsigned long long>(last_ - kFirst + 1),
              static_cast<unsigned long long>(hits_), static_cast<unsigned long long>(crashes_),
              static_cast<unsigned long long>(cuts_), static_cast<unsigned long long>(reads_));
  EXPECT_GE(hits_, kills_);
}

}  // namespace
}  // namespace lake
