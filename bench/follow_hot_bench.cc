// How long after a ledger appears in the source its rows can be queried in the hot buffer, with the
// real program and a real PostgreSQL server: from the moment its file is moved into the folder to
// the NOTIFY of its commit, at a listener. Then what a backlog costs: ledgers/s and CPU of the
// client.
//
//   follow_hot_bench [LEDGERS] [EVERY_MS] [BACKLOG]      default 300 200 300
//
// Ledgers are clones of a real one (53312000, 0.37 MB, 1,470 rows in the specification's tables)
// with valid hashes; all tables and the ledgers themselves are written.
#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <thread>
#include <vector>

#include "postgres/connection.h"
#include "sink/postgres_options.h"
#include "support/child.h"
#include "support/growing_lake.h"
#include "support/ledger_clone.h"
#include "support/postgres_server.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "support/watched_program.h"

namespace lake::testing {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr const char* kProgram = STELLARLAKE_PROGRAM;
constexpr std::int64_t kPatienceMs = 60'000;

[[noreturn]] void Fail(const std::string& why) {
  fmt::print(stderr, "{}\n", why);
  std::exit(1);
}

template <class T>
T Must(Result<T> result) {
  if (!result.ok()) Fail(result.error().message);
  return std::move(result).value();
}

double SecondsSince(steady_clock::time_point begin) {
  return std::chrono::duration<double>(steady_clock::now() - begin).count();
}

double CpuOfChildren() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

std::vector<std::string> Ingest(const std::string& source, const std::string& hot,
                                std::vector<std::string> range) {
  std::vector<std::string> words{kProgram, "hot",       "ingest", source,         "--hot",
                                 hot,      "--network", "pubnet", "--no-progress"};
  words.insert(words.end(), range.begin(), range.end());
  return words;
}

std::string Buffer(PostgresServer& server, std::string_view name) {
  std::string hot = server.CreateDatabase(name);
  const ChildResult up = RunChild({kProgram, "hot", "migrate", "up", "--hot", hot});
  if (up.exit_status != 0) Fail(up.err);
  return hot;
}

// Until the commit of `sequence` is told, and the listener could query it.
void Await(PgConnection& listener, std::uint32_t sequence, WatchedProgram& ingest) {
  const std::string wanted = fmt::format("\"last\":{},", sequence);
  for (;;) {
    const auto told = Must(listener.NextNotification(kPatienceMs));
    if (!told) Fail(fmt::format("ledger {} did not come:\n{}", sequence, ingest.Log()));
    if (told->payload.find(wanted) != std::string::npos) return;
  }
}

void Report(std::vector<double> ms) {
  std::ranges::sort(ms);
  const auto at = [&](double q) {
    const auto rank = static_cast<std::size_t>(std::ceil(q * static_cast<double>(ms.size())));
    return ms[std::max<std::size_t>(rank, 1) - 1];
  };
  fmt::print(
      "visible to NOTIFY, {} ledgers: min {:.1f}  p50 {:.1f}  p90 {:.1f}  p99 {:.1f}  max "
      "{:.1f} ms\n",
      ms.size(), ms.front(), at(0.5), at(0.9), at(0.99), ms.back());
}

void Follow(PostgresServer& server, const TempFolder& folder, std::size_t ledgers,
            milliseconds every) {
  const std::string hot = Buffer(server, "follow");
  GrowingLake lake(folder.path() / "followed", {.passphrase = std::string(kPublicPassphrase)});
  LedgerCloner cloner(SampleLedger(53312000), kPublicPassphrase, 0, 1);
  const BuiltLedger first = cloner.Next();
  lake.Add(first);
  PgConnection listener = Must(PgConnection::Open({.conninfo = hot}));
  if (!listener.Listen(kHotTipChannel).ok()) Fail("cannot listen");
  WatchedProgram ingest(Ingest(lake.path(), hot, {"--start", fmt::format("{}:", first.sequence)}),
                        folder.File("follow.log"));
  Await(listener, first.sequence, ingest);
  std::vector<double> ms;
  for (std::size_t i = 0; i < ledgers; ++i) {
    const BuiltLedger ledger = cloner.Next();
    const auto begin = steady_clock::now();
    lake.Add(ledger);
    const auto visible = steady_clock::now();
    Await(listener, ledger.sequence, ingest);
    ms.push_back(SecondsSince(visible) * 1e3);
    std::this_thread::sleep_until(begin + every);
  }
  Report(std::move(ms));
  ingest.Stop();
  fmt::print("batches, ledgers, rows of transactions: {}",
             server.Sql("follow",
                        "SELECT count(*), sum(hi - lo + 1), (SELECT count(*) FROM "
                        "transactions_row_v2) FROM extra.hot_batches"));
}

void Backlog(PostgresServer& server, const TempFolder& folder, std::size_t ledgers) {
  const std::string hot = Buffer(server, "backlog");
  GrowingLake lake(folder.path() / "backlog", {.passphrase = std::string(kPublicPassphrase)});
  LedgerCloner cloner(SampleLedger(53312000), kPublicPassphrase, 0, 1);
  for (std::size_t i = 0; i < ledgers; ++i) lake.Add(cloner.Next());
  const double cpu = CpuOfChildren();
  const auto begin = steady_clock::now();
  const ChildResult done = RunChild(Ingest(lake.path(), hot, {"--range", ":latest"}));
  if (done.exit_status != 0) Fail(done.err);
  const double seconds = SecondsSince(begin);
  const double client = CpuOfChildren() - cpu;
  const auto count = static_cast<double>(ledgers);
  fmt::print(
      "backlog of {} ledgers: {:.1f} ledgers/s, {:.1f} ledgers per CPU second of the "
      "client\n{}",
      ledgers, count / seconds, count / client, done.out);
}

void Run(std::size_t ledgers, milliseconds every, std::size_t backlog) {
  const TempFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const auto server = PostgresServer::Start();
  if (server == nullptr) Fail("PostgreSQL is not installed");
  Follow(*server, folder, ledgers, every);
  Backlog(*server, folder, backlog);
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  const auto number = [&](int i, long otherwise) {
    return argc > i ? std::max(1L, std::strtol(argv[i], nullptr, 10)) : otherwise;
  };
  lake::testing::Run(static_cast<std::size_t>(number(1, 300)),
                     std::chrono::milliseconds(number(2, 200)),
                     static_cast<std::size_t>(number(3, 300)));
}
