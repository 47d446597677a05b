// How fast rows enter a lake: wide rows (58 columns, about 3.3 KB) and narrow ones (12 columns),
// with 1 and 2 threads. Usage: duckdb_writer_bench [wide rows, default 100000] [folder, default
// /tmp]. Prints rows/s, MB/s of row bytes and CPU seconds per GB.
#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <filesystem>
#include <string>

#include "duckdb/lake.h"
#include "duckdb/table_writer.h"
#include "table/ddl.h"

namespace lake {
namespace {

struct Group {
  std::int64_t number;
  std::string_view account;
  std::string_view hash;
  std::optional<std::string_view> rare;
  bool flag;
  std::int32_t small;
  std::optional<std::int64_t> amount;
};
struct NarrowRow {
  std::int64_t sequence;
  Group group;
  Timestamp closed_at;
  std::uint32_t index;
  std::string_view memo;
  std::int64_t ledger_range;
};
struct WideRow {
  Group a, b, c, d, e, f, g;
  std::int64_t sequence;
  Timestamp closed_at;
  std::string_view envelope;
  std::string_view result;
  std::string_view meta;
  std::string_view fee_meta;
  std::uint32_t index;
  std::int64_t ledger_range;
  std::string_view memo;
};

#define GROUP_COLUMNS(Row, member)                                     \
  Column<&Row::member, &Group::number>(#member "_number", "N."),       \
      Column<&Row::member, &Group::account>(#member "_account", "A."), \
      Column<&Row::member, &Group::hash>(#member "_hash", "H."),       \
      Column<&Row::member, &Group::rare>(#member "_rare", "R."),       \
      Column<&Row::member, &Group::flag>(#member "_flag", "F."),       \
      Column<&Row::member, &Group::small>(#member "_small", "S."),     \
      Column<&Row::member, &Group::amount>(#member "_amount", "A.")

constexpr auto kWideColumns = std::to_array<ColumnSpec>({
    Column<&WideRow::sequence>("sequence", "S."),
    GROUP_COLUMNS(WideRow, a),
    GROUP_COLUMNS(WideRow, b),
    GROUP_COLUMNS(WideRow, c),
    GROUP_COLUMNS(WideRow, d),
    GROUP_COLUMNS(WideRow, e),
    GROUP_COLUMNS(WideRow, f),
    GROUP_COLUMNS(WideRow, g),
    Column<&WideRow::closed_at>("closed_at", "C."),
    Column<&WideRow::envelope>("envelope", "E."),
    Column<&WideRow::result>("result", "R."),
    Column<&WideRow::meta>("meta", "M."),
    Column<&WideRow::fee_meta>("fee_meta", "F."),
    Column<&WideRow::index>("index", "I."),
    Column<&WideRow::memo>("memo", "M."),
    Column<&WideRow::ledger_range>("ledger_range", "L."),
});
constexpr auto kNarrowColumns = std::to_array<ColumnSpec>({
    Column<&NarrowRow::sequence>("sequence", "S."),
    GROUP_COLUMNS(NarrowRow, group),
    Column<&NarrowRow::closed_at>("closed_at", "C."),
    Column<&NarrowRow::index>("index", "I."),
    Column<&NarrowRow::memo>("memo", "M."),
    Column<&NarrowRow::ledger_range>("ledger_range", "L."),
});

constexpr TableSpec Spec(std::string_view name, std::span<const ColumnSpec> columns,
                         std::size_t size) {
  return {.name = name,
          .doc = "D.",
          .group = "core",
          .purpose = "row",
          .subject = name,
          .major_version = 1,
          .columns = columns,
          .row_size = size,
          .sequence_column = "sequence",
          .primary_key = {}};
}
constexpr TableSpec kWide = Spec("wide", kWideColumns, sizeof(WideRow));
constexpr TableSpec kNarrow = Spec("narrow", kNarrowColumns, sizeof(NarrowRow));

// Text that compresses as base64 of XDR does: half of it random, half repeated.
class Texts {
 public:
  std::string_view Make(std::size_t size) {
    static constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string& text = texts_.emplace_back(size, 'A');
    for (std::size_t i = 0; i < size; ++i) {
      if (i % 64 < 32) text[i] = kAlphabet[Next() % 64];
    }
    bytes += size;
    return text;
  }
  std::uint64_t Next() {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 7;
    state_ ^= state_ << 17;
    return state_;
  }
  std::uint64_t bytes = 0;

 private:
  std::deque<std::string> texts_;
  std::uint64_t state_ = 88'172'645'463'325'252;
};

Group MakeGroup(Texts& texts, std::int64_t i) {
  return {.number = i * 1000,
          .account = texts.Make(56),
          .hash = texts.Make(64),
          .rare = i % 10 == 0 ? std::optional(texts.Make(20)) : std::nullopt,
          .flag = i % 3 == 0,
          .small = static_cast<std::int32_t>(i % 24),
          .amount = static_cast<std::int64_t>(texts.Next() % 1'000'000'000)};
}

constexpr std::int64_t kRowsPerLedger = 200;

RowBuffer MakeWide(Texts& texts, std::int64_t ledger) {
  RowBuffer rows(sizeof(WideRow));
  for (std::int64_t i = 0; i < kRowsPerLedger; ++i) {
    rows.Append(WideRow{MakeGroup(texts, i), MakeGroup(texts, i), MakeGroup(texts, i),
                        MakeGroup(texts, i), MakeGroup(texts, i), MakeGroup(texts, i),
                        MakeGroup(texts, i), ledger, TimestampFromSeconds(ledger * 5),
                        texts.Make(560), texts.Make(180), texts.Make(1200), texts.Make(220),
                        static_cast<std::uint32_t>(i), ledger / 10'000 * 10'000, texts.Make(8)});
  }
  return rows;
}

RowBuffer MakeNarrow(Texts& texts, std::int64_t ledger) {
  RowBuffer rows(sizeof(NarrowRow));
  for (std::int64_t i = 0; i < kRowsPerLedger; ++i) {
    rows.Append(NarrowRow{ledger, MakeGroup(texts, i), TimestampFromSeconds(ledger * 5),
                          static_cast<std::uint32_t>(i), texts.Make(8), ledger / 10'000 * 10'000});
  }
  return rows;
}

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& t) {
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

Status Measure(const TableSpec& spec, const std::vector<RowBuffer>& buffers, std::uint64_t bytes,
               const std::string& folder, int threads, bool partitioned) {
  std::filesystem::remove_all(folder);
  TRY_ASSIGN(auto lake, Lake::Open({.location = folder, .committer = true, .threads = threads}));
  TRY_ASSIGN(Connection connection, lake->Connect());
  TRY(connection.Execute(CreateTableSql(spec, {})));
  if (partitioned) TRY(connection.Execute(SetPartitionedSql(spec, {})));
  TRY(connection.Execute(fmt::format(
      "CALL lake.set_option('parquet_row_group_size', {}, schema => 'bronze', table_name => '{}')",
      spec.row_group_rows, spec.name)));
  std::vector<const RowBuffer*> rows;
  for (const RowBuffer& buffer : buffers) rows.push_back(&buffer);
  const auto start = std::chrono::steady_clock::now();
  const double cpu = CpuSeconds();
  TRY(connection.Execute("BEGIN"));
  TRY_ASSIGN(
      const std::uint64_t written,
      WriteTable(connection, {.spec = spec, .target = lake->Table(spec.name), .rows = rows}));
  const std::chrono::duration<double> insert = std::chrono::steady_clock::now() - start;
  TRY(connection.Execute("COMMIT"));
  const std::chrono::duration<double> whole = std::chrono::steady_clock::now() - start;
  const double used = CpuSeconds() - cpu;
  TRY_ASSIGN(QueryResult files, connection.Query(fmt::format(
                                    "SELECT count(*), sum(file_size_bytes)::BIGINT FROM {} WHERE "
                                    "table_id IN (SELECT table_id FROM {} WHERE table_name = '{}')",
                                    lake->CatalogTable("ducklake_data_file"),
                                    lake->CatalogTable("ducklake_table"), spec.name)));
  TRY(files.NextSingleRow());
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const double mb = static_cast<double>(bytes) / 1e6;
  fmt::print(
      "{:6} {} thread{} {:11} {:7} rows {:8.0f} rows/s {:6.1f} MB/s {:6.2f} cpu-s/GB commit "
      "{:5.1f} ms files {} ({:.0f} MB) peak {:.0f} MB\n",
      spec.name, threads, threads == 1 ? " " : "s", partitioned ? "partitioned" : "", written,
      static_cast<double>(written) / insert.count(), mb / insert.count(), used / mb * 1000,
      (whole - insert).count() * 1000, files.Int(0, 0), static_cast<double>(files.Int(1, 0)) / 1e6,
      static_cast<double>(usage.ru_maxrss) / 1e3);
  return {};
}

Status Run(std::int64_t wide_rows, const std::string& folder) {
  for (const TableSpec* spec : {&kWide, &kNarrow}) {
    Texts texts;
    std::vector<RowBuffer> buffers;
    const std::int64_t rows = spec == &kWide ? wide_rows : wide_rows * 10;
    for (std::int64_t ledger = 0; ledger < rows / kRowsPerLedger; ++ledger) {
      buffers.push_back(spec == &kWide ? MakeWide(texts, ledger) : MakeNarrow(texts, ledger));
    }
    std::uint64_t fixed = 0;
    for (const ColumnSpec& column : spec->columns)
      fixed += column.type == ColumnType::kText ? 0 : 8;
    const std::uint64_t bytes = texts.bytes + fixed * static_cast<std::uint64_t>(rows);
    fmt::print("{}: {} columns, {} bytes a row\n", spec->name, spec->columns.size(),
               bytes / static_cast<std::uint64_t>(rows));
    for (const bool partitioned : {false, true}) {
      for (const int threads : {1, 2})
        TRY(Measure(*spec, buffers, bytes, folder, threads, partitioned));
    }
  }
  std::filesystem::remove_all(folder);
  return {};
}

}  // namespace
}  // namespace lake

int main(int argc, char** argv) {
  const long rows = argc > 1 ? std::atol(argv[1]) : 100'000;
  const std::string folder =
      fmt::format("{}/duckdb_writer_bench_{}", argc > 2 ? argv[2] : "/tmp", getpid());
  const lake::Status status = lake::Run(rows, folder);
  if (!status.ok()) fmt::print(stderr, "{}\n", status.error().message);
  return status.ok() ? 0 : 1;
}
