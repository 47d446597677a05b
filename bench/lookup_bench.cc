// How long it takes to find a transaction or an account in a long history, by the index tables and
// by reading the base table: on a lake as it was written, one commit after the other; merged by
// tens, as upkeep leaves it between two commits; and merged as a whole, as `maintain` does.
//
//   lookup_bench [TRANSACTIONS, default 200000] [LOOKUPS, default 100] [COMMITS, default 55]
//                [FOLDER to keep the lake in, or to take it from]
//
// Ledgers are clones of a real one (53312000, 163 transactions), where three accounts of four and
// all hashes are drawn anew for each: those accounts are dormant ones, with one ledger each; the
// others are busy, with all of them. Warm: asked for the first time by a process that has asked
// for others; also in CPU ms of all threads, which a busy machine changes less. Cold: the first
// question of an engine, the files out of the page cache. Bytes are what the process asked the
// system for. Filling takes one thread some 16 ms of CPU a ledger: 5,000,000 transactions, 8 min.
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "bench/stage_cost.h"
#include "duckdb/transaction.h"
#include "find/lookup.h"
#include "find/subject.h"
#include "sink/ducklake_sink.h"
#include "stellar/network.h"
#include "support/child.h"
#include "support/extracted_batch.h"
#include "support/ledger_clone.h"
#include "support/sample_ledgers.h"
#include "support/temp_folder.h"
#include "upkeep/upkeep.h"

namespace lake::bench {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kOriginal = 53312000;
constexpr std::size_t kTransactionsOfLedger = 163;
constexpr std::size_t kPlaces = 20;
constexpr std::size_t kColdMax = 10;  // each opens an engine
constexpr std::size_t kLoggedMax = 3;
constexpr int kOpenings = 3;
constexpr int kScans = 3;

void Must(const Status& status) {
  if (status.ok()) return;
  fmt::print(stderr, "{}\n", status.error().message);
  std::exit(1);
}
template <class T>
T Must(Result<T> result) {
  Must(result.ok() ? Status() : result.status());
  return std::move(result).value();
}

// The index and what it is compared with, without what is large and never read here.
std::unique_ptr<SelectedTables> Tables() {
  TableChoice choice;
  choice.tables = {"index", "transactions_row_v2", "operations_row_v2"};
  choice.exclude = {"transactions_row_v2.tx_envelope", "transactions_row_v2.tx_result",
                    "transactions_row_v2.tx_meta", "transactions_row_v2.tx_fee_meta"};
  return Must(SelectedTables::Make(choice));
}

void Fill(const std::string& location, std::size_t ledgers, std::size_t commits) {
  const std::unique_ptr<SelectedTables> tables = Tables();
  DuckLakeSinkOptions options{.writer = {.lake = {.location = location}},
                              .tables = tables->set(),
                              .origin = {.network = "pubnet",
                                         .source = "clones",
                                         .pipeline_version = "bench",
                                         .processor_name = "bench",
                                         .writer = "",
                                         .era = {}}};
  options.partition = true;
  DuckLakeSink sink(std::move(options));
  Must(sink.Open().status());
  testing::LedgerCloner cloner(testing::SampleLedger(kOriginal), testing::kPublicPassphrase, 0, 1);
  const Hash256 network = NetworkOfPassphrase(testing::kPublicPassphrase).id;
  const std::size_t of_commit = std::max<std::size_t>(1, ledgers / commits);
  for (std::size_t done = 0; done < ledgers; done += of_commit) {
    std::vector<testing::BuiltLedger> batch;
    for (std::size_t i = done; i < std::min(ledgers, done + of_commit); ++i) {
      batch.push_back(cloner.Next());
    }
    Must(sink.Commit(testing::ExtractBatch(tables->set(), batch, network), {}).status());
  }
  Must(sink.Close());
}

// The merges alone.
void Merge(const std::string& location, bool thorough) {
  LakeWriter writer({.lake = {.location = location}},
                    {.network = "pubnet", .program = "bench", .writer = "bench"});
  Must(writer.Open());
  Must(writer.ReadStorage());
  UpkeepOptions options;
  options.merge.thorough = thorough;
  Upkeep upkeep(writer, options);
  Must(upkeep.Begin());
  while (Must(upkeep.Step())) continue;
  Must(writer.Close());
}

class Store {
 public:
  explicit Store(const std::string& location)
      : lake_(Must(Lake::Open({.location = location, .read_only = true}))),
        connection_(Must(lake_->Connect())) {
    Must(PrepareLookups(connection_));
    history_ = Must(ReadIndexedHistory(connection_, *lake_, {}));
  }

  void Find(const std::string& text) {
    const Subject subject = Must(ParseSubject(text));
    const IndexKeys keys = KeysOf(subject, nullptr);
    const PlaceQuery query{.history = history_,
                           .keys = keys,
                           .ledgers = Must(LedgersWith(history_, keys)),
                           .places_max = kPlaces};
    Transaction transaction = Must(Transaction::Begin(connection_));
    found_ = Must(FindPlaces(connection_, query)).places.size();
    Must(transaction.Commit());
  }
  std::vector<std::string> Texts(const std::string& sql) {
    QueryResult rows = Must(connection_.Query(sql));
    std::vector<std::string> texts;
    Must(ForEachRow(rows, [&](std::size_t row) -> Status {
      texts.emplace_back(rows.Text(0, row));
      return {};
    }));
    return texts;
  }
  Connection& connection() { return connection_; }
  std::size_t found() const { return found_; }

 private:
  std::unique_ptr<Lake> lake_;
  Connection connection_;
  IndexedHistory history_;
  std::size_t found_ = 0;
};

double MillisOf(const std::function<void()>& work) {
  const std::int64_t begin = SystemClock().MonotonicMicros();
  work();
  return static_cast<double>(SystemClock().MonotonicMicros() - begin) / 1e3;
}

double Share(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  const auto at = static_cast<std::size_t>(share * static_cast<double>(values.size()));
  return values[std::min(at, values.size() - 1)];
}

// Bytes that this process asked the system for.
std::uint64_t BytesRead() {
  std::uint64_t bytes = 0;
  if (std::FILE* file = std::fopen("/proc/self/io", "r"); file != nullptr) {
    if (std::fscanf(file, "rchar: %lu", &bytes) != 1) bytes = 0;
    std::fclose(file);
  }
  return bytes;
}

void DropFromPageCache(const std::string& folder) {
  for (const fs::directory_entry& file : fs::recursive_directory_iterator(folder)) {
    if (!file.is_regular_file()) continue;
    const int fd = ::open(file.path().c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) continue;
    ::posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    ::close(fd);
  }
}

// What is looked for, and the statement that finds it in the base table.
struct Question {
  std::string name;
  std::vector<std::string> texts;
  std::string scan;  // {} is the text
};

std::vector<Question> Questions(const std::string& location, std::size_t lookups,
                                std::size_t ledgers) {
  Store store(location);
  const std::string by_hash =
      "SELECT ledger_sequence FROM transactions_row_v2 WHERE "
      "transaction_hash = '{0}' OR inner_transaction_hash = '{0}'";
  const std::string by_account =
      "SELECT ledger_sequence, operation_index FROM operations_row_v2 WHERE source_account = '{0}' "
      "OR destination = '{0}' ORDER BY ledger_sequence DESC LIMIT 20";
  // As the clones are made: who is in the first ledger and in the last is in all of them, who is in
  // one between and not in the first is in no other.
  const std::string of_ledgers =
      "SELECT source_account FROM operations_row_v2 WHERE ledger_sequence";
  const auto accounts = [&](const std::string& sql) {
    return store.Texts(fmt::format(
        "SELECT source_account FROM ({}) GROUP BY 1 ORDER BY hash(source_account) LIMIT {}", sql,
        lookups));
  };
  const std::uint32_t last = kOriginal + static_cast<std::uint32_t>(ledgers) - 1;
  std::vector<std::uint32_t> between;
  for (std::size_t i = 1; i <= lookups; ++i) {
    between.push_back(kOriginal + static_cast<std::uint32_t>(ledgers * i / (lookups + 1)));
  }
  std::vector<std::string> hashes = store.Texts(fmt::format(
      "SELECT transaction_hash FROM transactions_row_v2 ORDER BY hash(transaction_hash) LIMIT {}",
      lookups));
  std::vector<std::string> unknown = hashes;
  for (std::string& hash : unknown) std::ranges::reverse(hash);
  return {{"hash", std::move(hashes), by_hash},
          {"hash that is not there", std::move(unknown), by_hash},
          {"dormant account",
           accounts(fmt::format("{0} IN ({1}) EXCEPT {0} = {2}", of_ledgers,
                                fmt::join(between, ", "), kOriginal)),
           by_account},
          {"busy account",
           accounts(fmt::format("{0} = {1} INTERSECT {0} = {2}", of_ledgers, kOriginal, last)),
           by_account}};
}

struct Measured {
  std::vector<double> warm, warm_cpu, cold, scan, scan_cpu;  // ms
  double files = 0, kilobytes = 0;                           // of a cold one, in the middle
  double warm_kilobytes = 0, scan_kilobytes = 0;
};

void MeasureCold(const std::string& location, const Question& question, Measured& measured) {
  std::vector<double> files, kilobytes;
  for (std::size_t i = 0; i < std::min(question.texts.size(), kColdMax); ++i) {
    DropFromPageCache(location);
    Store store(location);
    DropFromPageCache(location);
    const std::uint64_t before = BytesRead();
    measured.cold.push_back(MillisOf([&] { store.Find(question.texts[i]); }));
    kilobytes.push_back(static_cast<double>(BytesRead() - before) / 1e3);
  }
  for (std::size_t i = 0; i < std::min(question.texts.size(), kLoggedMax); ++i) {
    Store store(location);
    Must(store.connection().Execute("CALL enable_logging('FileSystem')"));
    store.Find(question.texts[i]);
    Must(store.connection().Execute("CALL disable_logging()"));
    files.push_back(std::strtod(
        store
            .Texts("SELECT count(DISTINCT path)::VARCHAR FROM duckdb_logs_parsed('FileSystem') "
                   "WHERE op = 'OPEN' AND path LIKE '%.parquet'")
            .at(0)
            .c_str(),
        nullptr));
  }
  measured.files = Share(files, 0.5);
  measured.kilobytes = Share(kilobytes, 0.5);
}

Measured Measure(const std::string& location, const Question& question) {
  Measured measured;
  MeasureCold(location, question, measured);
  Store store(location);
  const std::size_t others = question.texts.size() / 2;
  for (std::size_t i = 0; i < others; ++i) store.Find(question.texts[i]);
  std::vector<double> kilobytes;
  for (std::size_t i = others; i < question.texts.size(); ++i) {
    const std::uint64_t bytes = BytesRead();
    const double begin = CpuSeconds();
    measured.warm.push_back(MillisOf([&] { store.Find(question.texts[i]); }));
    measured.warm_cpu.push_back((CpuSeconds() - begin) * 1e3);
    kilobytes.push_back(static_cast<double>(BytesRead() - bytes) / 1e3);
  }
  measured.warm_kilobytes = Share(kilobytes, 0.5);
  for (int i = 0; i < kScans && !question.texts.empty(); ++i) {
    const std::string sql =
        fmt::format("SELECT ledger_sequence::VARCHAR FROM ({})",
                    fmt::format(fmt::runtime(question.scan), question.texts.back()));
    const std::uint64_t bytes = BytesRead();
    const double begin = CpuSeconds();
    measured.scan.push_back(MillisOf([&] { store.Texts(sql); }));
    measured.scan_cpu.push_back((CpuSeconds() - begin) * 1e3);
    measured.scan_kilobytes = static_cast<double>(BytesRead() - bytes) / 1e3;
  }
  return measured;
}

void PrintState(std::string_view state, const std::string& location,
                const std::vector<Question>& questions) {
  std::vector<double> opening, command;
  for (int i = 0; i < kOpenings; ++i) {
    opening.push_back(MillisOf([&] { Store store(location); }));
    command.push_back(MillisOf([&] {
      RunChild({STELLARLAKE_PROGRAM, "find", questions[0].texts.at(0), "--lake", location});
    }));
  }
  fmt::print("{}: opening the lake and its coverage {:.0f} ms, the command `find` {:.0f} ms\n",
             state, Share(opening, 0.5), Share(command, 0.5));
  for (const Question& question : questions) {
    const Measured measured = Measure(location, question);
    fmt::print(
        "  {:<24}| warm {:7.1f} {:7.1f}, CPU {:6.1f} {:6.1f}, {:7.0f} kB | cold {:7.1f} {:7.1f}, "
        "{:7.0f} kB, {:4.0f} files | scan {:8.1f}, CPU {:7.1f}, {:8.0f} kB\n",
        question.name, Share(measured.warm, 0.5), Share(measured.warm, 0.95),
        Share(measured.warm_cpu, 0.5), Share(measured.warm_cpu, 0.95), measured.warm_kilobytes,
        Share(measured.cold, 0.5), Share(measured.cold, 0.95), measured.kilobytes, measured.files,
        Share(measured.scan, 0.5), Share(measured.scan_cpu, 0.5), measured.scan_kilobytes);
    std::fflush(stdout);
  }
}

void Run(std::size_t transactions, std::size_t lookups, std::size_t commits,
         const std::string& folder) {
  const std::size_t ledgers = std::max(transactions / kTransactionsOfLedger, commits);
  if (!fs::exists(folder)) {
    const double begin = CpuSeconds();
    const double ms = MillisOf([&] { Fill(folder, ledgers, commits); });
    fmt::print("{} ledgers, {} transactions, {} commits, filled in {:.0f} s, {:.0f} s of CPU\n",
               ledgers, ledgers * kTransactionsOfLedger, commits, ms / 1e3, CpuSeconds() - begin);
  }
  fmt::print(
      "ms at p50 and p95 of lookups on an open lake; bytes and files at p50; p50 of a scan of the "
      "base table\n");
  const std::vector<Question> questions = Questions(folder, lookups, ledgers);
  PrintState("as written", folder, questions);
  for (const bool thorough : {false, true}) {
    const double begin = CpuSeconds();
    Merge(folder, thorough);
    fmt::print("merging took {:.0f} s of CPU\n", CpuSeconds() - begin);
    PrintState(thorough ? "merged as a whole" : "merged by tens", folder, questions);
  }
  fmt::print("{:.0f} s of CPU in all\n", CpuSeconds());
}

}  // namespace
}  // namespace lake::bench

int main(int argc, char** argv) {
  const auto number = [&](int i, std::size_t otherwise) {
    return argc > i ? std::max<std::size_t>(1, std::strtoull(argv[i], nullptr, 10)) : otherwise;
  };
  const lake::testing::TempFolder folder;
  lake::bench::Run(number(1, 200'000), number(2, 100), number(3, 55),
                   argc > 4 ? std::string(argv[4]) : folder.File("lake"));
}
