// The way of ledgers through the hot buffer into a lake while everything on it is disturbed: two
// ingesters, two flushers and upkeep are killed, or paused and woken again, PostgreSQL is crashed
// (`-m immediate`), backends are ended, connections reset, commits made whose answer is lost; two
// readers of hot and cold ask for every ledger all the time. Nothing is lost, doubled or torn: the
// lake verifies against the ledgers, the buffer is empty in the end, and no reader saw a hole.
//
// Short here. `tools/soak` runs it long: STELLARLAKE_SOAK_KILLS says how many SIGKILLs have to hit,
// STELLARLAKE_SOAK_SEED which moments.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "duckdb/lake_location.h"
#include "integration/soak_cast.h"
#include "support/child.h"
#include "support/eventually.h"
#include "support/fault_proxy.h"
#include "support/lake_files.h"
#include "support/lake_place.h"
#include "support/places.h"
#include "support/seeded_random.h"
#include "unit/sink/hot_database.h"

namespace lake {
namespace {

namespace fs = std::filesystem;

using std::chrono::milliseconds;
using testing::Eventually;
using testing::PostgresServer;
using testing::SoakPart;

const std::string kProgram = testing::Program();
constexpr std::uint32_t kFirst = 1000;
constexpr std::size_t kMomentMs = 1'500;  // between two faults at most

// Statements of the readers: true is what they must say, whatever happens.
constexpr std::array kQuestions = {
    "select count(*) = count(distinct sequence) and count(*) = coalesce(max(sequence) - "
    "min(sequence) + 1, 0) from ledgers_row_v2",
    "select (select coalesce(sum(operation_count), 0) from ledgers_row_v2) = (select count(*) from "
    "operations_row_v2) and (select count(*) = count(distinct transaction_hash) from "
    "transactions_row_v2)",
};

std::uint64_t Setting(const char* name, std::uint64_t otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

struct SoakCounts {
  std::uint64_t kills = 0;      // that hit
  std::uint64_t crashes = 0;    // of the server
  std::uint64_t cuts = 0;       // of every connection
  std::uint64_t backends = 0;   // ended
  std::uint64_t ambiguous = 0;  // connections cut while a COMMIT waited, which then happened
  std::uint64_t pauses = 0;
  std::uint64_t reads = 0;    // answered
  std::uint64_t refused = 0;  // reads that met a server or a catalog that was away
};

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
    config_ = folder_.Write(
        "soak.yaml",
        fmt::format("postgres: {{host: 127.0.0.1, port: {}, database: {}, user: {}, sslmode: "
                    "disable}}\nducklake:\n  catalog_path: {}\n  data_path: {}\n  batch_size: 7\n"
                    "source: {{network_passphrase: {}}}\n"
                    "maintain: {{keep_all: 2m, expire: 2m}}\n",
                    proxy_->port(), database_, PostgresServer::kUser, Catalog(),
                    (folder_.path() / "data").string(), testing::kTestPassphrase));
    fs::permissions(config_, fs::perms::others_read, fs::perm_options::add);
    MakeCast();
  }
  std::string Catalog() const {
    const std::string lake = (folder_.path() / "lake").string();
    if (GetParam() == CatalogKind::kDuckDb) return lake;
    if (GetParam() == CatalogKind::kSqlite) return "ducklake:sqlite:" + lake + ".sqlite";
    server_->CreateDatabase("catalog");
    return fmt::format("postgresql://{}@127.0.0.1:{}/catalog?sslmode=disable",
                       PostgresServer::kUser, proxy_->port());
  }
  void MakeCast() {
    const std::string ledgers = (folder_.path() / "ledgers").string();
    for (int i = 0; i < 2; ++i) {
      Add({"hot", "ingest", ledgers, "--range", fmt::format("{}:{}", kFirst, last_), "--batch-size",
           "1", "--no-progress"},
          writers_);
      Add({"flush", "--once"}, writers_);
    }
    Add({"maintain"}, writers_);
    // A catalog in a DuckDB file has no readers beside its writer.
    if (GetParam() == CatalogKind::kDuckDb) return;
    for (const char* question : kQuestions) {
      Add({"sql", "--with-hot", "--format", "csv", question}, readers_);
    }
  }
  void Add(std::vector<std::string> words, std::vector<std::unique_ptr<SoakPart>>& parts) {
    words.insert(words.begin(), kProgram);
    words.insert(words.end(), {"--config", config_});
    parts.push_back(std::make_unique<SoakPart>(
        words, folder_.File("soak.log"),
        folder_.File(fmt::format("out.{}", writers_.size() + readers_.size()))));
  }
  std::string Log() const { return testing::ReadFile(folder_.path() / "soak.log"); }
  // The last ledger of the lake; "" while there is none.
  std::string Flushed() const { return Sql("SELECT max(flushed_through) FROM extra.hot_state"); }
  bool AllFlushed() const { return Flushed() == std::to_string(last_); }

  void Disturb(std::size_t what) {
    SoakPart& writer = *writers_[random_.Below(writers_.size())];
    if (what < 8) {
      if (writer.Kill()) ++counts_.kills;
    } else if (what == 8) {
      paused_ = &writer;
      paused_->Pause();
      ++counts_.pauses;
    } else if (what == 9) {
      proxy_->Reset();
      ++counts_.cuts;
    } else if (what == 10) {
      counts_.backends += Sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                              "backend_type = 'client backend' AND pid <> pg_backend_pid() ORDER "
                              "BY random() LIMIT 1") == "t";
    } else if (what == 11) {
      server_->Stop("immediate");
      server_->Restart();
      ++counts_.crashes;
    } else {
      CutACommit();
    }
  }
  // Commits wait for a standby that there is not; those that do lose their connection, and happen.
  void CutACommit() {
    Sql("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
    Sql("SELECT pg_reload_conf()");
    const bool waits = Eventually(
        [&] {
          return Sql("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'SyncRep'") != "0";
        },
        std::chrono::seconds(5));
    proxy_->Reset();
    Sql("ALTER SYSTEM RESET synchronous_standby_names");
    Sql("SELECT pg_reload_conf()");
    if (waits) ++counts_.ambiguous;
  }
  // Every answer is true. Away, or busy, they may find the stores, but not wrong.
  void LookAt(SoakPart& reader) {
    if (reader.running()) return;
    if (reader.exit_status() == 0) {
      EXPECT_THAT(reader.Output(), ::testing::EndsWith("\ntrue\n")) << Log();
      ++counts_.reads;
    } else if (reader.exit_status() != -1) {
      EXPECT_THAT(reader.exit_status(), ::testing::AnyOf(69, 75)) << Log();
      ++counts_.refused;
    }
    reader.Start();
  }
  void Chaos() {
    while ((counts_.kills < kills_ || !AllFlushed()) && !HasFailure()) {
      for (const auto& writer : writers_) {
        if (!writer->running()) writer->Start();
      }
      has_lake_ = has_lake_ || !Flushed().empty();
      const auto look = [&] {
        for (const auto& reader : readers_) {
          if (has_lake_) LookAt(*reader);
        }
        return HasFailure();
      };
      Eventually(look, milliseconds(random_.Below(kMomentMs)));
      if (paused_ != nullptr) paused_->Wake();
      paused_ = nullptr;
      if (counts_.kills < kills_) Disturb(random_.Below(15));
    }
  }
  // Waits for what runs to end by itself, then flushes until nothing is left.
  void Settle() {
    if (paused_ != nullptr) paused_->Wake();
    for (const auto* parts : {&writers_, &readers_}) {
      for (const auto& part : *parts) EXPECT_TRUE(part->AwaitEnd()) << Log();
    }
    for (const std::string command : {"flush", "maintain"}) {
      std::vector<std::string> words{kProgram, command, "--config", config_};
      if (command == "flush") words.push_back("--once");
      const ChildResult last = RunChild(words);
      EXPECT_EQ(last.exit_status, 0) << last.out << last.err << Log();
    }
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
  testing::SeededRandom random_{Setting("STELLARLAKE_SOAK_SEED", 1)};
  std::uint32_t last_ = 0;
  std::string config_;
  std::unique_ptr<testing::FaultProxy> proxy_;
  std::vector<std::unique_ptr<SoakPart>> writers_;
  std::vector<std::unique_ptr<SoakPart>> readers_;
  SoakPart* paused_ = nullptr;
  bool has_lake_ = false;  // before, readers find nothing to ask
  SoakCounts counts_;
};

INSTANTIATE_TEST_SUITE_P(Lakes, HotSoak,
                         ::testing::Values(CatalogKind::kDuckDb, CatalogKind::kSqlite,
                                           CatalogKind::kPostgres),
                         [](const auto& of) {
                           return testing::NameOf(of.param, testing::DataPlace::kFolder);
                         });

TEST_P(HotSoak, LosesAndDoublesNothing) {
  Chaos();
  Settle();
  ExpectWhole();
  std::puts(fmt::format(
                "{} ledgers: {} kills, {} crashes of the server, {} cuts, {} backends ended, "
                "{} commits of unknown end, {} pauses; {} reads, {} refused",
                last_ - kFirst + 1, counts_.kills, counts_.crashes, counts_.cuts, counts_.backends,
                counts_.ambiguous, counts_.pauses, counts_.reads, counts_.refused)
                .c_str());
  EXPECT_GE(counts_.kills, kills_);
}

}  // namespace
}  // namespace lake
