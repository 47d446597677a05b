#include "support/lake_probe.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "lineage/lake_digest.h"
#include "support/matchers.h"

namespace lake::testing {
namespace {

Status Collect(Connection& connection, const std::string& sql, std::vector<std::string>& out) {
  TRY_ASSIGN(QueryResult rows,
             connection.Query(fmt::format("SELECT COLUMNS(*)::VARCHAR FROM ({})", sql)));
  return ForEachRow(rows, [&](std::size_t row) -> Status {
    std::string line;
    for (std::size_t column = 0; column < rows.column_count(); ++column) {
      if (column > 0) line += '|';
      line += rows.IsNull(column, row) ? "NULL" : rows.Text(column, row);
    }
    out.push_back(std::move(line));
    return {};
  });
}

}  // namespace

struct LakeProbe::Opened {
  std::unique_ptr<Lake> lake;
  Connection connection;
};

LakeProbe::LakeProbe(LakeOptions options) : options_(std::move(options)) {}
LakeProbe::~LakeProbe() = default;
LakeProbe::LakeProbe(LakeProbe&&) noexcept = default;

LakeProbe LakeProbe::Held() const {
  LakeProbe probe(options_);
  probe.holds_ = true;
  return probe;
}

std::shared_ptr<LakeProbe::Opened> LakeProbe::Reach() const {
  if (held_ != nullptr) return held_;
  LakeOptions options = options_;
  options.read_only = true;
  auto lake = Lake::Open(options);
  EXPECT_THAT(lake, IsOk());
  if (!lake.ok()) return nullptr;
  auto connection = (*lake)->Connect();
  EXPECT_THAT(connection, IsOk());
  if (!connection.ok()) return nullptr;
  std::shared_ptr<Opened> opened(new Opened{*std::move(lake), *std::move(connection)});
  if (holds_) held_ = opened;
  return opened;
}

std::vector<std::string> LakeProbe::Rows(const std::string& sql) const {
  std::vector<std::string> out;
  const auto opened = Reach();
  if (opened == nullptr) return out;
  EXPECT_THAT(Collect(opened->connection, sql, out), IsOk()) << sql;
  return out;
}

std::string LakeProbe::Cell(const std::string& sql) const {
  const std::vector<std::string> rows = Rows(sql);
  EXPECT_EQ(rows.size(), 1u) << sql;
  return rows.empty() ? "" : rows.front();
}

RowDigest LakeProbe::Digest(const TableSpec& spec, std::uint32_t lo, std::uint32_t hi) const {
  const auto opened = Reach();
  if (opened == nullptr) return {};
  auto digest = DigestTable(opened->connection, spec, opened->lake->Table(spec.name), lo, hi);
  EXPECT_THAT(digest, IsOk());
  return digest.ok() ? *digest : RowDigest{};
}

std::vector<std::string> LakeProbe::FilesThatNobodyNames(const std::string& folder) const {
  const LakeProbe own = Held();
  const LakeProbe& held = holds_ ? *this : own;
  std::vector<std::string> named;
  for (const char* const table :
       {"ducklake_data_file", "ducklake_delete_file", "ducklake_files_scheduled_for_deletion"}) {
    const auto of_table =
        held.Rows(fmt::format("SELECT parse_filename(path) FROM __ducklake_metadata_{}.{}",
                              options_.catalog_name, table));
    named.insert(named.end(), of_table.begin(), of_table.end());
  }
  std::vector<std::string> out;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".parquet") continue;
    const std::string name = entry.path().filename().string();
    if (std::ranges::find(named, name) == named.end()) out.push_back(entry.path().string());
  }
  return out;
}

void LakeProbe::Execute(const std::string& sql) const {
  held_ = nullptr;
  auto lake = Lake::Open(options_);
  ASSERT_THAT(lake, IsOk());
  auto connection = (*lake)->Connect();
  ASSERT_THAT(connection, IsOk());
  ASSERT_THAT(connection->Execute(sql), IsOk()) << sql;
}

}  // namespace lake::testing
