// A lake that followed the tip, one commit a ledger with upkeep between the commits, beside one of
// the same ledgers that was backfilled, in one run: files, bytes, what commit and upkeep cost, and
// how long the same queries take on both.
//
//   upkeep_bench [LEDGERS, default 1728] [LEDGERS BETWEEN TWO UPKEEPS, default 720]
//
// A day of the public network is 17280 ledgers, an hour 720. The ledgers are small (two payments
// each), so that what a commit and a file cost by themselves is what is seen. The writer's clock
// goes forward 5 s a ledger: snapshots expire and files are removed as they would in a day.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "bench/stage_cost.h"
#include "lake/live_files.h"
#include "sink/ducklake_sink.h"
#include "support/extracted_batch.h"
#include "support/fake_clock.h"
#include "support/ledger_builder.h"
#include "support/temp_folder.h"
#include "tables/all.h"
#include "upkeep/upkeep_schedule.h"

namespace lake::bench {
namespace {

constexpr std::int64_t kLedgerMicros = 5'000'000;
constexpr std::size_t kBackfilledAtOnce = 500;
constexpr int kRounds = 5;

const char* const kQuestions[] = {
    "SELECT count(*), sum(total_coins % 7) FROM ledgers_row_v2",
    "SELECT source_account, count(*) FROM operations_row_v2 GROUP BY 1 ORDER BY 2 DESC LIMIT 5",
    "SELECT count(*) FROM transactions_row_v2 WHERE ledger_sequence BETWEEN 1500 AND 1510",
    "SELECT account_id, max(ledger_sequence) FROM accounts_snapshot_v1 GROUP BY 1",
};

void Must(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::abort();
}

DuckLakeSinkOptions LakeAt(const std::string& folder, const TableSet& tables, Clock& clock) {
  DuckLakeSinkOptions options{.writer = {.lake = {.location = folder}},
                              .tables = tables,
                              .origin = {.network = "test",
                                         .source = "a chain",
                                         .pipeline_version = "bench",
                                         .processor_name = "bench",
                                         .writer = "",
                                         .era = {}}};
  options.partition = true;
  options.writer.clock = &clock;
  return options;
}

struct Followed {
  std::vector<double> commits;  // CPU seconds
  double upkeep = 0;
  UpkeepReport total;  // sums of what was done
  int upkeeps = 0;
};

Followed Follow(const std::string& folder, const TableSet& tables,
                const std::vector<testing::BuiltLedger>& ledgers, const Hash256& network,
                std::size_t between) {
  testing::FakeClock clock(SystemClock().Now());
  DuckLakeSink sink(LakeAt(folder, tables, clock));
  Must(sink.Open().status());
  Followed followed;
  UpkeepOptions options;
  options.grace_ms = 3'600'000;
  UpkeepSchedule schedule(sink.writer(), options,
                          static_cast<std::int64_t>(between) * kLedgerMicros / 1000,
                          [&](const UpkeepReport& report) {
                            ++followed.upkeeps;
                            followed.total.merges += report.merges;
                            followed.total.snapshots_expired += report.snapshots_expired;
                            followed.total.removed.files += report.removed.files;
                          });
  for (const testing::BuiltLedger& ledger : ledgers) {
    const double begin = CpuSeconds();
    Must(sink.Commit(testing::ExtractBatch(tables, {ledger}, network), {}).status());
    const double committed = CpuSeconds();
    followed.commits.push_back(committed - begin);
    clock.Advance(kLedgerMicros);
    while (schedule.Tick()) continue;
    followed.upkeep += CpuSeconds() - committed;
  }
  Must(sink.Close());
  return followed;
}

void Backfill(const std::string& folder, const TableSet& tables,
              const std::vector<testing::BuiltLedger>& ledgers, const Hash256& network) {
  DuckLakeSink sink(LakeAt(folder, tables, SystemClock()));
  Must(sink.Open().status());
  for (std::size_t i = 0; i < ledgers.size(); i += kBackfilledAtOnce) {
    const std::size_t end = std::min(ledgers.size(), i + kBackfilledAtOnce);
    const std::vector<testing::BuiltLedger> part(
        ledgers.begin() + static_cast<std::ptrdiff_t>(i),
        ledgers.begin() + static_cast<std::ptrdiff_t>(end));
    Must(sink.Commit(testing::ExtractBatch(tables, part, network), {}).status());
  }
  Must(sink.Close());
}

struct Asked {
  std::vector<double> cpu_ms;  // of each question, the middle one
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
};

Asked Ask(const std::string& folder) {
  auto lake = Lake::Open({.location = folder, .read_only = true});
  Must(lake.status());
  auto connection = (*lake)->Connect();
  Must(connection.status());
  Asked asked;
  const auto files = ReadLiveFiles(*connection, **lake);
  Must(files.status());
  for (const LiveFile& file : *files) {
    ++asked.files;
    asked.bytes += file.bytes;
  }
  for (const char* question : kQuestions) {
    std::vector<double> rounds;
    for (int i = 0; i < kRounds; ++i) {
      const double begin = CpuSeconds();
      Must(connection->Execute(question));
      rounds.push_back((CpuSeconds() - begin) * 1e3);
    }
    std::ranges::sort(rounds);
    asked.cpu_ms.push_back(rounds[kRounds / 2]);
  }
  return asked;
}

double MiddleMs(std::vector<double> seconds) {
  std::ranges::sort(seconds);
  return seconds[seconds.size() / 2] * 1e3;
}

void Print(std::string_view name, const Asked& asked) {
  fmt::print("{:<12} {:>6} files {:>8.2f} MB; CPU ms a question:", name, asked.files,
             static_cast<double>(asked.bytes) / 1e6);
  for (const double ms : asked.cpu_ms) fmt::print(" {:.1f}", ms);
  fmt::print("\n");
}

void Run(std::size_t count, std::size_t between) {
  const testing::TempFolder folder;
  const TableSet tables = *SelectTables({});
  testing::LedgerChain chain(testing::kTestPassphrase, 1000, 23);
  const std::vector<testing::BuiltLedger> ledgers = chain.AddPayments(count);
  const Followed followed =
      Follow(folder.File("followed"), tables, ledgers, chain.network_id(), between);
  Backfill(folder.File("backfilled"), tables, ledgers, chain.network_id());
  const std::size_t tenth = std::max<std::size_t>(1, count / 10);
  const auto& commits = followed.commits;
  fmt::print(
      "{} commits of one ledger, {} times upkeep: {} merges, {} snapshots expired, {} files "
      "removed\n",
      count, followed.upkeeps, followed.total.merges, followed.total.snapshots_expired,
      followed.total.removed.files);
  fmt::print(
      "CPU ms a commit: {:.0f} in the first tenth, {:.0f} in the last; upkeep {:.1f} a commit\n",
      MiddleMs({commits.begin(), commits.begin() + static_cast<std::ptrdiff_t>(tenth)}),
      MiddleMs({commits.end() - static_cast<std::ptrdiff_t>(tenth), commits.end()}),
      followed.upkeep * 1e3 / static_cast<double>(count));
  Print("followed", Ask(folder.File("followed")));
  Print("backfilled", Ask(folder.File("backfilled")));
}

}  // namespace
}  // namespace lake::bench

int main(int argc, char** argv) {
  const auto number = [&](int i, std::size_t otherwise) {
    return argc > i ? std::max<std::size_t>(1, std::strtoull(argv[i], nullptr, 10)) : otherwise;
  };
  lake::bench::Run(number(1, 1'728), number(2, 720));
}
