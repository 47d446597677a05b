// The same ledgers give the same rows, however many threads extract them and however they are cut
// into batches: the real program, lake and files.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "duckdb/lake.h"
#include "lineage/lake_digest.h"
#include "support/child.h"
#include "support/lake_files.h"
#include "support/ledger_builder.h"
#include "support/matchers.h"
#include "support/places.h"
#include "support/temp_folder.h"
#include "tables/all.h"

namespace lake::testing {
namespace {

using Words = std::vector<std::string>;

struct Way {
  const char* workers;
  const char* batch_ledgers;
  const char* threads;
};
constexpr Way kWays[] = {{"1", "1", "1"}, {"4", "7", "2"}, {"3", "500", "1"}};

constexpr std::uint32_t kFirst = 1000;
constexpr std::uint32_t kLedgers = 24;

// Rows of several tables, more in some ledgers than in others.
std::vector<BuiltLedger> MakeLedgers() {
  LedgerChain chain(kTestPassphrase, kFirst, 23);
  std::vector<BuiltLedger> ledgers;
  for (std::uint32_t i = 0; i < kLedgers; ++i) {
    LedgerSpec spec;
    for (std::uint32_t tx = 0; tx < i % 5; ++tx) {
      const std::string name = fmt::format("account {}", tx);
      spec.Add(Tx(std::string_view(name))
                   .Op(Payment("bob", CreditAsset("USD", "issuer"), 10 + i))
                   .Op(ManageData("name", fmt::format("value {}", i)))
                   .Changes({Created(AccountEntry(name, {{"balance", 1000 * i + tx}}))}));
    }
    spec.Add(Tx("alice")
                 .Op(InvokeContract("token", "mint", {}))
                 .Soroban({})
                 .Events({ContractEvent("token", {ScSymbol("mint"), ScU32(i)}, ScI128(i))}));
    ledgers.push_back(chain.Add(spec));
  }
  return ledgers;
}

// By table and ledger.
using Digests = std::map<std::string, std::map<std::uint32_t, std::string>>;

// As the lake gives them, read back from its files.
Digests DigestsOfRows(const std::string& location) {
  Digests digests;
  auto lake = Lake::Open({.location = location, .read_only = true});
  EXPECT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  EXPECT_THAT(connection, IsOk());
  const TableSet tables = SelectTables({}).value();
  for (const Table* table : tables) {
    std::map<std::uint32_t, RowDigest> of_table;
    EXPECT_THAT(DigestTable(*connection, *table->spec, (*lake)->Table(table->spec->name), kFirst,
                            kFirst + kLedgers,
                            [&of_table](std::uint32_t sequence, const RowDigest& digest) {
                              of_table[sequence].Add(digest);
                            }),
                IsOk());
    for (const auto& [sequence, digest] : of_table) {
      digests[std::string(table->spec->name)][sequence] =
          fmt::format("{} {}", digest.rows, digest.Hex());
    }
  }
  return digests;
}

class Determinism : public ::testing::Test {
 protected:
  Determinism() { WriteLake(source_, MakeLedgers()); }
  std::string Run(Words words, const Way& way) {
    words.insert(words.begin(), testing::Program());
    words.insert(words.end(), {"--workers", way.workers, "--progress", "none"});
    const ChildResult result = RunChild(words);
    EXPECT_EQ(result.exit_status, 0) << result.err;
    return result.out;
  }
  // What the extraction recorded: rows and digests of each table, whatever the batches.
  std::map<std::string, std::string> Recorded(const std::string& lake) {
    const ChildResult result =
        RunChild({testing::Program(), "sql", "--lake", lake, "--format", "json",
                  "select dataset, row_count, checksum from _meta_lineage"});
    EXPECT_EQ(result.exit_status, 0) << result.err;
    std::map<std::string, RowDigest> sums;
    for (const auto& row : nlohmann::json::parse(result.out)) {
      const std::string hex = row["checksum"];
      sums[row["dataset"]].Add({.lo = std::stoull(hex.substr(16), nullptr, 16),
                                .hi = std::stoull(hex.substr(0, 16), nullptr, 16),
                                .rows = row["row_count"]});
    }
    std::map<std::string, std::string> texts;
    for (const auto& [dataset, sum] : sums) texts[dataset] = sum.Hex();
    return texts;
  }

  TempFolder folder_;
  const std::string source_ = folder_.File("ledgers");
};

TEST_F(Determinism, LakesHaveTheSameDigestsForEveryTableAndLedger) {
  std::optional<Digests> rows;
  std::optional<std::map<std::string, std::string>> recorded;
  for (const Way& way : kWays) {
    SCOPED_TRACE(fmt::format("{} workers, {} ledgers", way.workers, way.batch_ledgers));
    const std::string lake = folder_.File(fmt::format("lake {}", way.workers));
    Run({"ingest", source_, "--lake", lake, "--batch-size", way.batch_ledgers, "--threads",
         way.threads},
        way);
    Run({"verify", "--lake", lake, "--source", source_}, way);
    const Digests found = DigestsOfRows(lake);
    EXPECT_EQ(found.at("transactions_row_v2").size(), kLedgers);
    EXPECT_GE(found.size(), 6u);
    if (!rows) rows = found;
    EXPECT_EQ(found, *rows);
    if (!recorded) recorded = Recorded(lake);
    EXPECT_EQ(Recorded(lake), *recorded);
    EXPECT_EQ(recorded->size(), SelectTables({}).value().size());
  }
}

TEST_F(Determinism, FilesHaveTheSameBytes) {
  std::map<std::string, std::string> first;
  for (const Way& way : kWays) {
    const std::string out = folder_.File(fmt::format("rows {}", way.workers));
    Run({"extract", source_, "--out", out, "--format", "jsonl", "--exclude", "ingestion_timestamp"},
        way);
    for (const auto& file : std::filesystem::directory_iterator(out)) {
      const auto [kept, is_new] = first.try_emplace(file.path().filename(), ReadFile(file.path()));
      EXPECT_EQ(ReadFile(file.path()), kept->second) << file.path();
      EXPECT_EQ(is_new, &way == &kWays[0]);
    }
  }
  EXPECT_EQ(first.size(), SelectTables({}).value().size());
}

}  // namespace
}  // namespace lake::testing
