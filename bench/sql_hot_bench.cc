// What a statement of `sql --hot` costs, start of the program included: statements of several kinds
// over a hot buffer of its own and a lake that ends where the buffer begins. Other programs (an
// older version) may be measured beside it, in turns.
//
//   sql_hot_bench [LEDGERS, default 1000] [ROUNDS, default 5] [OTHER PROGRAM...]
//
// Ledgers are clones of a real one (53312000, 0.37 MB) with valid hashes, all tables; a tenth of
// them stands in the lake.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/clock.h"
#include "support/child.h"
#include "support/growing_lake.h"
#include "support/ledger_clone.h"
#include "support/postgres_server.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

constexpr const char* kProgram = STELLARLAKE_PROGRAM;
constexpr std::uint32_t kOriginal = 53312000;
constexpr std::uint32_t kColdShare = 10;  // one in so many

ChildResult Run(std::vector<std::string> words) {
  ChildResult result = RunChild(words);
  if (result.exit_status == 0) return result;
  fmt::print(stderr, "{}\n{}", fmt::join(words, " "), result.err);
  std::exit(1);
}

struct Stores {
  std::string hot;
  std::string lake;
  std::uint32_t border = 0;  // the first ledger of the hot buffer
  std::uint32_t tip = 0;
};

Stores Fill(PostgresServer& server, const TempFolder& folder, std::uint32_t ledgers) {
  GrowingLake source(folder.path() / "ledgers", {.passphrase = std::string(kPublicPassphrase)});
  LedgerCloner cloner(SampleLedger(kOriginal), kPublicPassphrase, 0, 1);
  const std::uint32_t cold = std::max(ledgers / kColdShare, 1U);
  for (std::uint32_t i = 0; i < cold + ledgers; ++i) source.Add(cloner.Next());
  Stores stores{.hot = server.CreateDatabase("bench"),
                .lake = "ducklake:sqlite:" + folder.File("lake.sqlite"),
                .border = kOriginal + cold,
                .tip = kOriginal + cold + ledgers - 1};
  Run({kProgram, "hot", "migrate", "up", "--hot", stores.hot});
  Run({kProgram, "ingest", source.path(), "--lake", stores.lake, "--data-path", folder.File("data"),
       "--network", "pubnet", "--no-progress", "--range",
       fmt::format("{}:{}", kOriginal, stores.border - 1)});
  Run({kProgram, "hot", "ingest", source.path(), "--hot", stores.hot, "--network", "pubnet",
       "--no-progress", "--range", fmt::format("{}:{}", stores.border, stores.tip)});
  server.Sql("bench", "VACUUM ANALYZE");
  return stores;
}

struct Question {
  std::string_view name;
  std::string sql;
};

std::vector<Question> Questions(const Stores& stores) {
  const std::uint32_t middle = stores.border + (stores.tip - stores.border) / 2;
  return {
      {"the newest ledger", "select max(sequence) from ledgers_row_v2"},
      {"count(*) of transactions", "select count(*) from transactions_row_v2"},
      {"effects of one ledger, all columns",
       fmt::format("from effects_row_v1 where ledger_sequence = {}", middle)},
      {"the border's transactions, all columns",
       fmt::format("from transactions_row_v2 where ledger_sequence between {} and {}",
                   stores.border - 1, stores.border)},
      {"fees by account",
       "select source_account, sum(fee_charged) f from transactions_row_v2 group "
       "by 1 order by f desc limit 10"},
      {"effects joined to operations",
       "select o.type_string, count(*) from effects_row_v1 e join operations_row_v2 o using "
       "(transaction_hash, operation_index) group by 1 order by 2 desc limit 5"},
      {"every cell of transactions", "select sum(hash(t)) from transactions_row_v2 t"},
  };
}

struct Cost {
  double ms = 0;
  double cpu_ms = 0;
  double rss_mb = 0;
};

Cost Ask(const std::string& program, const Stores& stores, const std::string& sql,
         const std::string& report) {
  const std::int64_t begin = SystemClock().MonotonicMicros();
  Run({"/usr/bin/time", "-o", report, "-f", "%U %S %M", program, "sql", "--hot", stores.hot,
       "--lake", stores.lake, "--format", "csv", sql});
  Cost cost{.ms = static_cast<double>(SystemClock().MonotonicMicros() - begin) / 1e3};
  double user = 0;
  double system = 0;
  double kib = 0;
  if (std::FILE* file = std::fopen(report.c_str(), "r"); file != nullptr) {
    if (std::fscanf(file, "%lf %lf %lf", &user, &system, &kib) != 3) kib = 0;
    std::fclose(file);
  }
  cost.cpu_ms = (user + system) * 1e3;
  cost.rss_mb = kib / 1024;
  return cost;
}

double Median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void Compare(const Stores& stores, const std::vector<std::string>& programs, int rounds,
             const std::string& report) {
  for (const Question& question : Questions(stores)) {
    std::vector<std::array<std::vector<double>, 3>> costs(programs.size());
    for (int round = 0; round < rounds; ++round) {
      for (std::size_t i = 0; i < programs.size(); ++i) {
        const Cost cost = Ask(programs[i], stores, question.sql, report);
        costs[i][0].push_back(cost.ms);
        costs[i][1].push_back(cost.cpu_ms);
        costs[i][2].push_back(cost.rss_mb);
      }
    }
    fmt::print("{:<40}", question.name);
    for (const auto& of : costs) {
      fmt::print(" | {:7.0f} ms, {:6.0f} ms of CPU, {:5.0f} MB", Median(of[0]), Median(of[1]),
                 Median(of[2]));
    }
    fmt::print("\n");
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace lake::testing

int main(int argc, char** argv) {
  using namespace lake::testing;
  const auto number = [&](int i, long otherwise) {
    return argc > i ? std::max(1L, std::strtol(argv[i], nullptr, 10)) : otherwise;
  };
  const TempFolder folder;
  std::filesystem::permissions(folder.path(), std::filesystem::perms::all);
  const auto server = PostgresServer::Start();
  if (server == nullptr) return 1;
  const auto ledgers = static_cast<std::uint32_t>(number(1, 1000));
  const Stores stores = Fill(*server, folder, ledgers);
  std::vector<std::string> programs{kProgram};
  for (int i = 3; i < argc; ++i) programs.emplace_back(argv[i]);
  fmt::print("{} hot ledgers; medians of {}: wall, CPU of the client, its peak RSS\n", ledgers,
             number(2, 5));
  Compare(stores, programs, static_cast<int>(number(2, 5)), folder.File("time"));
}
