// What a ledger costs on its way from files to a lake, and what the stages cost alone, in one run.
//
//   ingest_pipeline_bench [LEDGERS] [53312000 | 58752000 | alike:53312000 | FILE] [STAGE]
//                         [PASSPHRASE]
//
// Input: a real ledger (default 53312000, 0.37 MB) cloned into a chain of LEDGERS (default 1000)
// with valid hashes and written as a SEP-54 lake; or the ledgers of FILE. Keys, hashes, signatures
// and amounts of clones are drawn anew, unless they are to be `alike`: files of such are too small.
// STAGE is decode, extract, tables, read, write, lake or follow (a ledger a commit), and all of
// them when it is not given or `all`; `input` only writes clones into the folder named by
// PASSPHRASE, to be used as FILE. PASSPHRASE is that of FILE's network where the ledgers do not
// tell. Every stage is a process of its own.
#include <fmt/format.h>

#include <cstring>
#include <filesystem>
#include <functional>
#include <new>

#include "base/allocator.h"
#include "base/log.h"
#include "bench/stage_cost.h"
#include "duckdb/table_writer.h"
#include "ingest/flush_policy.h"
#include "ingest/pipeline.h"
#include "ingest/settle_network.h"
#include "parquet/parquet_file.h"
#include "sink/ducklake_sink.h"
#include "source/open/open.h"
#include "support/lake_files.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "table/ddl.h"
#include "tables/all.h"
#include "tables/extract.h"
#include "xdr/check.h"

void* operator new(std::size_t size) {
  lake::bench::g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* p = std::malloc(size)) return p;
  throw std::bad_alloc();
}
void operator delete(void* p) noexcept { std::free(p); }
void operator delete(void* p, std::size_t) noexcept { std::free(p); }

namespace lake::bench {
namespace {

namespace fs = std::filesystem;

struct Input {
  std::string source;
  LedgerRange range;
  Network network;
  std::size_t ledgers = 0;
  std::uint64_t raw_bytes = 0;
};

constexpr std::string_view kAlike = "alike:";
constexpr std::uint64_t kSeed = 1;
constexpr std::uint32_t kFollowed = 60;  // ledgers

void WriteClones(std::string_view what, std::size_t count, const fs::path& folder) {
  const bool alike = what.starts_with(kAlike);
  if (alike) what.remove_prefix(kAlike.size());
  const auto sample = static_cast<std::uint32_t>(std::stoul(std::string(what)));
  testing::LedgerCloner cloner(testing::SampleLedger(sample), testing::kPublicPassphrase, 0,
                               alike ? std::nullopt : std::optional(kSeed));
  testing::LakeWriter writer(folder, {.passphrase = std::string(testing::kPublicPassphrase)});
  for (std::size_t i = 0; i < count; ++i) writer.Add(cloner.Next());
}

std::unique_ptr<LedgerSource> OpenInput(const Input& input) {
  auto source = OpenSource(input.source, {}).value();
  CHECK(source->Seek(input.range).ok());
  return source;
}

// Calls `take` with every ledger of the input.
void ForEachLedger(const Input& input, const std::function<void(const RawLedger&)>& take) {
  const auto source = OpenInput(input);
  while (auto ledger = source->Next().value()) take(*ledger);
}

Input DescribeInput(const std::string& spec, std::size_t ledgers_max, const std::string& network) {
  auto source = OpenSource(spec, {}).value();
  const LedgerSet held = source->Extent().value().ledgers;
  const LedgerRange all{held.first(), held.last()};
  Input input{.source = spec, .range = all, .network = {}};
  input.network = SettleNetwork(*source, all.first, network).value();
  input.range.last = std::min<std::uint64_t>(*all.last, std::uint64_t{all.first} + ledgers_max - 1);
  ForEachLedger(input, [&](const RawLedger& ledger) {
    ++input.ledgers;
    input.raw_bytes += ledger.xdr.size();
  });
  return input;
}

void Report(std::string_view what, const Cost& cost, const Input& input) {
  const auto count = static_cast<double>(input.ledgers);
  fmt::print(
      "{:<34} {:8.3f} ms/ledger {:9.1f} ledgers/CPU-s {:7.1f} MB/s raw {:8.0f} k rows/s {:9.1f} "
      "allocations/ledger {:5.0f} MB RSS\n",
      what, cost.cpu_seconds / count * 1e3, count / cost.cpu_seconds,
      static_cast<double>(input.raw_bytes) / cost.cpu_seconds / 1e6,
      static_cast<double>(cost.rows) / cost.cpu_seconds / 1e3,
      static_cast<double>(cost.allocations) / count, static_cast<double>(cost.rss_bytes) / 1e6);
  if (cost.files == 0) return;
  fmt::print("{:<34} {} files of {:.2f} MB, the largest {:.1f} MB, {:.1f} KB/ledger\n", "",
             cost.files,
             static_cast<double>(cost.file_bytes) / static_cast<double>(cost.files) / 1e6,
             static_cast<double>(cost.file_bytes_max) / 1e6,
             static_cast<double>(cost.file_bytes) / count / 1e3);
}

// Adds the Parquet files below a folder.
void CountFiles(const fs::path& folder, Cost& cost) {
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".parquet") continue;
    ++cost.files;
    cost.file_bytes += entry.file_size();
    cost.file_bytes_max = std::max<std::uint64_t>(cost.file_bytes_max, entry.file_size());
  }
}

// In memory, so that no thread reads while something is measured.
std::vector<RawLedger> Load(const Input& input) {
  std::vector<RawLedger> ledgers;
  ForEachLedger(input, [&](const RawLedger& ledger) { ledgers.push_back(ledger); });
  return ledgers;
}

Cost Decode(const Input& input) {
  const std::vector<RawLedger> ledgers = Load(input);
  return Measure([&] {
    for (const RawLedger& ledger : ledgers) {
      CHECK(xdr::Decode<xdr::LedgerCloseMeta>(ledger.xdr).ok());
    }
    return std::uint64_t{0};
  });
}

Cost Extract(const Input& input, const std::vector<std::string>& names) {
  const TableSet tables = SelectTables(names).value();
  LedgerExtractor extractor(tables, input.network.id, VerifyLevel::kStrict);
  LedgerRows rows(tables);
  const std::vector<RawLedger> ledgers = Load(input);
  CHECK(extractor.Extract(ledgers[0].xdr, nullptr, Timestamp{0}, rows).ok());
  return Measure([&] {
    std::uint64_t count = 0;
    for (const RawLedger& ledger : ledgers) {
      CHECK(extractor.Extract(ledger.xdr, nullptr, Timestamp{0}, rows).ok());
      count += rows.row_count();
    }
    return count;
  });
}

Cost Read(const Input& input) {
  return Measure([&] {
    ForEachLedger(input, [](const RawLedger&) {});
    return std::uint64_t{0};
  });
}

// DuckDB alone: the same columns, in batches of the same size, from tables in memory to Parquet
// files of the same codec and row groups.
class WriteFromMemory {
 public:
  WriteFromMemory(const Input& input, const std::vector<std::string>& names, fs::path folder)
      : tables_(SelectTables(names).value()),
        extractor_(tables_, input.network.id, VerifyLevel::kOff),
        folder_(std::move(folder)),
        connection_(Connection::Open(Database::Open({.keep_order = false}).value()).value()) {
    fs::create_directories(folder_);
    for (const Table* table : tables_) Run(CreateTableSql(*table->spec, {}));
    ForEachLedger(input, [this](const RawLedger& ledger) {
      auto rows = std::make_unique<LedgerRows>(tables_);
      CHECK(extractor_.Extract(ledger.xdr, ledger.owner, Timestamp{0}, *rows).ok());
      policy_.Add(*rows, 0);
      ledgers_.push_back(std::move(rows));
      if (policy_.Full()) Flush();
    });
    if (!ledgers_.empty()) Flush();
    CountFiles(folder_, cost_);
  }
  const Cost& cost() const { return cost_; }

 private:
  void Run(const std::string& sql) {
    const Status status = connection_.Execute(sql);
    if (!status.ok()) std::fputs(status.error().message.c_str(), stderr);
    CHECK(status.ok());
  }
  void Flush() {
    for (std::size_t i = 0; i < tables_.size(); ++i) {
      const TableSpec& spec = *tables_[i]->spec;
      TableWrite write{.spec = spec, .target = std::string(spec.name), .rows = {}};
      for (const auto& ledger : ledgers_) write.rows.push_back(&ledger->tables[i]);
      const std::uint64_t rows = WriteTable(connection_, write).value();
      if (rows > 0) cost_ += Measure([&] { return Copy(spec, rows); });
      Run(fmt::format("TRUNCATE {}", spec.name));
    }
    ledgers_.clear();
    policy_.Clear();
  }
  std::uint64_t Copy(const TableSpec& spec, std::uint64_t rows) {
    Run(
        fmt::format("COPY {} TO '{}/{}-{}.parquet' (FORMAT parquet, COMPRESSION zstd, "
                    "COMPRESSION_LEVEL {}, ROW_GROUP_SIZE {})",
                    spec.name, folder_.string(), spec.name, files_++,
                    lake::LakeOptions{}.zstd_level, spec.row_group_rows));
    return rows;
  }

  TableSet tables_;
  LedgerExtractor extractor_;
  fs::path folder_;
  Connection connection_;
  FlushPolicy policy_{FlushLimits{}};
  std::vector<std::unique_ptr<LedgerRows>> ledgers_;
  int files_ = 0;
  Cost cost_;
};

// Our encoder alone: the same columns from memory to Parquet files, each as large as it comes.
class EncodeFromMemory {
 public:
  EncodeFromMemory(const Input& input, const std::vector<std::string>& names, fs::path folder)
      : tables_(SelectTables(names).value()), codec_(lake::LakeOptions{}.zstd_level) {
    fs::create_directories(folder);
    for (const Table* table : tables_) {
      const std::string path = fmt::format("{}/{}.parquet", folder.string(), table->spec->name);
      files_.push_back(ParquetFile::Create(path, *table->spec).value());
    }
    LedgerExtractor extractor(tables_, input.network.id, VerifyLevel::kOff);
    LedgerRows rows(tables_);
    ForEachLedger(input, [&](const RawLedger& ledger) {
      CHECK(extractor.Extract(ledger.xdr, ledger.owner, Timestamp{0}, rows).ok());
      cost_ += Measure([&] { return Encode(rows); });
    });
    cost_ += Measure([&] {
      for (auto& file : files_) CHECK(file->Finish(codec_).ok());
      return std::uint64_t{0};
    });
    CountFiles(folder, cost_);
  }
  const Cost& cost() const { return cost_; }

 private:
  std::uint64_t Encode(const LedgerRows& rows) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
      const RowBuffer* buffer = &rows.tables[i];
      for (std::size_t part = 0; part < files_[i]->parts(); ++part) {
        CHECK(files_[i]->Encode(part, {&buffer, 1}, codec_).ok());
      }
      CHECK(files_[i]->WriteGroups().ok());
    }
    return rows.row_count();
  }

  TableSet tables_;
  PageCodec codec_;
  std::vector<std::unique_ptr<ParquetFile>> files_;
  Cost cost_;
};

Cost ToLake(const Input& input, const std::vector<std::string>& names, const fs::path& folder,
            const FlushLimits& flush = {}) {
  const TableSet tables = SelectTables(names).value();
  IngestOptions options;
  options.range = input.range;
  options.flush = flush;
  DuckLakeSinkOptions sink_options;
  sink_options.writer.lake.location = folder.string();
  sink_options.tables = tables;
  sink_options.origin.network = input.network.name;
  sink_options.origin.era = EraPolicy{"", "v1", input.network.era_name};
  sink_options.partition = true;
  Cost cost = Measure([&] {
    const auto source = OpenInput(input);
    DuckLakeSink sink(sink_options);
    IngestObserver observer;
    Pipeline pipeline({*source, sink, tables, input.network, SystemClock()}, options, observer);
    const Status status = pipeline.Run({});
    if (!status.ok()) std::fputs(status.error().message.c_str(), stderr);
    CHECK(status.ok() && sink.Close().ok());
    return pipeline.totals().rows;
  });
  CountFiles(folder, cost);
  return cost;
}

// The first ledgers of the input, as they are written while the network is followed.
Input Followed(Input input) {
  if (input.ledgers <= kFollowed) return input;
  input.raw_bytes = input.raw_bytes / input.ledgers * kFollowed;
  input.ledgers = kFollowed;
  input.range.last = input.range.first + kFollowed - 1;
  return input;
}

class Stages {
 public:
  Stages(const Input& input, fs::path folder, std::string_view only)
      : input_(input), folder_(std::move(folder)), only_(only) {}

  void Run() {
    Show("decode", "validate every value", [&] { return Decode(input_); });
    if (only_ == "tables" || only_.empty()) {
      const TableSet all = SelectTables({}).value();
      for (const Table* table : all) {
        const std::string name(table->spec->name);
        Show("tables", name, [&] { return Extract(input_, {name}); });
      }
    }
    read_ = Show("read", "read and decompress files", [&] { return Read(input_); });
    RunSet("core", {"core"});
    RunSet("all", {});
  }

 private:
  template <class Stage>
  Cost Show(std::string_view stage, const std::string& what, Stage run) {
    return Show(stage, what, input_, run);
  }
  template <class Stage>
  Cost Show(std::string_view stage, const std::string& what, const Input& input, Stage run) {
    if (!only_.empty() && only_ != stage) return {};
    const Cost cost = InChild(run);
    Report(what, cost, input);
    return cost;
  }
  // Files to lake, and its parts alone.
  void RunSet(const std::string& set, const std::vector<std::string>& names) {
    const Cost extract = Show("extract", fmt::format("decode, prove, extract: {}", set),
                              [&] { return Extract(input_, names); });
    const Cost write = Show("write", fmt::format("DuckDB to Parquet: {}", set), [&] {
      return WriteFromMemory(input_, names, folder_ / ("parquet-" + set)).cost();
    });
    Show("encode", fmt::format("our Parquet: {}", set),
         [&] { return EncodeFromMemory(input_, names, folder_ / ("encoded-" + set)).cost(); });
    const Cost lake = Show("lake", fmt::format("files to lake: {}", set),
                           [&] { return ToLake(input_, names, folder_ / ("lake-" + set)); });
    const Input few = Followed(input_);
    Show("follow", fmt::format("a ledger a commit: {}", set), few,
         [&] { return ToLake(few, names, folder_ / ("follow-" + set), {.ledgers = 1}); });
    const double parts = read_.cpu_seconds + extract.cpu_seconds + write.cpu_seconds;
    if (only_.empty()) {
      fmt::print("files to lake: {} costs {:.2f} times the sum of reading, extracting and DuckDB\n",
                 set, lake.cpu_seconds / parts);
    }
  }

  const Input& input_;
  fs::path folder_;
  std::string_view only_;
  Cost read_;
};

int Run(std::size_t ledgers, const std::string& what, std::string_view stage,
        const std::string& network) {
  ConfigureLog(LogLevel::kError, LogFormat::kConsole);
  const bool clones =
      what.starts_with(kAlike) || what.find_first_not_of("0123456789") == std::string::npos;
  if (stage == "input") return WriteClones(what, ledgers, network), 0;
  const fs::path folder = fs::temp_directory_path() / fmt::format("lake-bench-{}", getpid());
  fs::create_directories(folder);
  std::string source = what;
  if (clones) {
    source = (folder / "ledgers").string();
    InChild([&] { return WriteClones(what, ledgers, source), Cost(); });
  }
  const Input input = DescribeInput(source, ledgers, network);
  fmt::print("{} ledgers of {:.2f} MB\n", input.ledgers,
             static_cast<double>(input.raw_bytes) / static_cast<double>(input.ledgers) / 1e6);
  Stages(input, folder, stage).Run();
  if (std::getenv("KEEP") == nullptr) fs::remove_all(folder);
  fmt::print("{}\n", folder.string());
  return 0;
}

}  // namespace
}  // namespace lake::bench

int main(int argc, char** argv) {
  lake::SetUpAllocator();  // as the program does
  const std::size_t ledgers = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000;
  return lake::bench::Run(std::max<std::size_t>(ledgers, 1), argc > 2 ? argv[2] : "53312000",
                          argc > 3 && std::string_view(argv[3]) != "all" ? argv[3] : "",
                          argc > 4 ? argv[4] : "");
}
