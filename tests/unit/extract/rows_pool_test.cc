#include "extract/rows_pool.h"

#include <gtest/gtest.h>

#include <set>

#include "support/tiny_batch.h"

namespace lake {
namespace {

using testing::TinyTables;

constexpr std::size_t kMiB = std::size_t{1} << 20;

std::unique_ptr<LedgerRows> RowsWithTexts(std::size_t bytes) {
  auto rows = std::make_unique<LedgerRows>(TinyTables());
  rows->arena.Allocate(bytes);
  return rows;
}

TEST(RowsPool, GivesRowsAgainWithoutWhatTheyHeld) {
  RowsPool pool(TinyTables());
  auto rows = pool.Take();
  const LedgerRows* const first = rows.get();
  EXPECT_EQ(rows->tables.size(), TinyTables().size());
  rows->arena.Allocate(1'000);
  rows->raw = std::make_shared<int>(1);
  const std::weak_ptr<const void> raw = rows->raw;
  pool.Give(std::move(rows));
  EXPECT_TRUE(raw.expired());
  EXPECT_GE(pool.kept_bytes(), 1'000u);
  rows = pool.Take();
  EXPECT_EQ(rows.get(), first);
  EXPECT_EQ(rows->arena.used_bytes(), 0u);
  EXPECT_GT(rows->arena.reserved_bytes(), 0u);
  EXPECT_EQ(pool.kept_bytes(), 0u);
  EXPECT_NE(pool.Take().get(), first);
}

TEST(RowsPool, TakesBackNothing) {
  RowsPool pool(TinyTables());
  pool.Give(nullptr);
  EXPECT_EQ(pool.kept_bytes(), 0u);
  EXPECT_NE(pool.Take(), nullptr);
}

// What one huge ledger made large would otherwise stay large for the whole run.
TEST(RowsPool, KeepsSoManyBytesAndLetsTheLargestGo) {
  RowsPool pool(TinyTables(), 3 * kMiB);
  std::set<const LedgerRows*> small;
  for (int i = 0; i < 4; ++i) {
    auto rows = RowsWithTexts(kMiB / 2);
    small.insert(rows.get());
    pool.Give(std::move(rows));
    pool.Give(RowsWithTexts(2 * kMiB));
    EXPECT_LE(pool.kept_bytes(), 3 * kMiB);
  }
  pool.Give(RowsWithTexts(5 * kMiB));
  EXPECT_EQ(pool.kept_bytes(), 2 * kMiB);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(small.contains(pool.Take().get()));
  EXPECT_EQ(pool.kept_bytes(), 0u);
}

TEST(RowsPool, KeepsSoManyLedgersAtMost) {
  RowsPool pool(TinyTables());
  constexpr std::size_t kMany = 1'100;
  constexpr std::size_t kEach = std::size_t{1} << 18;
  std::vector<std::unique_ptr<LedgerRows>> all;
  for (std::size_t i = 0; i < kMany; ++i) all.push_back(std::make_unique<LedgerRows>(TinyTables()));
  all.front()->arena.Allocate(kEach);
  for (auto& rows : all) pool.Give(std::move(rows));
  EXPECT_EQ(pool.kept_bytes(), 0u);  // the largest went
}

}  // namespace
}  // namespace lake
