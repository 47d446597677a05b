#include "source/files/file_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <optional>
#include <stop_token>
#include <utility>

#include "base/check.h"
#include "base/log.h"
#include "base/metrics.h"
#include "source/bytes/ledger_reader.h"
#include "source/stop_switch.h"

namespace lake {
namespace {

// The ledgers of one file, ascending. Lines of text are in any order in the files that people make,
// so such a file is read whole, up to the bound of a value, and sorted.
class FileReader {
 public:
  FileReader(std::shared_ptr<BufferPool> pool, std::uint64_t max_output_bytes)
      : max_bytes_(max_output_bytes), reader_(std::move(pool), max_output_bytes) {}

  Status Open(const LedgerFile& file) {
    sorted_.clear();
    TRY_ASSIGN(stream_, FileStream::Open(file.path));
    TRY(reader_.Open(*stream_, file.path));
    if (reader_.framing() != Framing::kBase64Lines || file.size > max_bytes_) return {};
    while (true) {
      TRY_ASSIGN(std::optional<RawLedger> ledger, reader_.Next());
      if (!ledger) break;
      sorted_.push_back(std::move(*ledger));
    }
    std::ranges::stable_sort(sorted_, {}, &RawLedger::sequence);
    return {};
  }

  Result<std::optional<RawLedger>> Next() {
    if (sorted_.empty()) return reader_.Next();
    std::optional<RawLedger> ledger(std::move(sorted_.front()));
    sorted_.pop_front();
    return ledger;
  }

 private:
  const std::uint64_t max_bytes_;
  LedgerReader reader_;
  std::optional<FileStream> stream_;
  std::deque<RawLedger> sorted_;
};

class FileSource : public LedgerSource {
 public:
  FileSource(std::vector<LedgerFile> files, std::string name, const SourceOptions& options)
      : name_(std::move(name)),
        allow_gaps_(options.allow_gaps),
        max_output_bytes_(options.max_output_bytes),
        pool_(std::make_shared<BufferPool>(options.prefetch_bytes / 2)),
        reader_(pool_, options.max_output_bytes) {
    for (LedgerFile& file : files) files_.push_back({std::move(file), 0});
  }

  std::string Describe() const override { return name_; }
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override { stop_.request_stop(); }

 private:
  using Ledger = std::optional<RawLedger>;
  struct Entry {
    LedgerFile file;
    std::uint32_t first;  // its first ledger
  };

  // Sorts files_ by first ledger and drops the empty ones.
  Status Arrange();
  // The next ledger of the files from position_ on, whatever its sequence.
  Result<Ledger> NextInFiles();
  // An error unless `ledger` is the one that has to come now.
  Status CheckOrder(const RawLedger& ledger) const;
  Error Repeated(const RawLedger& ledger, std::uint64_t previous,
                 std::string_view previous_origin) const;
  Result<Ledger> EndOfFiles();
  // What a hole means: an error, or a line in the log.
  Status Missing(std::uint64_t first, std::uint64_t last, std::string_view where) const;

  const std::string name_;
  const bool allow_gaps_;
  const std::uint64_t max_output_bytes_;
  const std::shared_ptr<BufferPool> pool_;
  FileReader reader_;
  StopSwitch stop_;
  std::vector<Entry> files_;
  bool arranged_ = false;
  std::optional<SourceExtent> extent_;

  LedgerRange range_;
  std::size_t position_ = 0;     // in files_: the file that is opened next
  bool in_file_ = false;         // reader_ is in files_[position_ - 1]
  std::uint64_t expected_ = 0;   // the ledger that has to come now; 0 = any
  std::string previous_origin_;  // of the ledger given last
  Ledger ahead_;                 // read by Seek
};

Status FileSource::Arrange() {
  if (arranged_) return {};
  arranged_ = true;
  // A single file needs no order, and may be too large to look into it twice.
  if (files_.size() <= 1) return {};
  std::vector<Entry> entries;
  for (Entry& entry : files_) {
    if (stop_.stop_requested()) return Error{Code::kCancelled, name_ + ": stopped"};
    TRY(reader_.Open(entry.file));
    TRY_ASSIGN(const Ledger ledger, reader_.Next());
    if (!ledger) {
      LogInfo("{}: no ledgers in it", entry.file.path);
      continue;
    }
    entry.first = ledger->sequence;
    entries.push_back(std::move(entry));
  }
  files_ = std::move(entries);
  std::ranges::stable_sort(files_, {}, &Entry::first);
  return {};
}

Result<std::optional<RawLedger>> FileSource::NextInFiles() {
  while (true) {
    if (stop_.stop_requested()) return Error{Code::kCancelled, name_ + ": stopped"};
    if (in_file_) {
      TRY_ASSIGN(Ledger ledger, reader_.Next());
      if (ledger) return ledger;
      in_file_ = false;
    }
    if (position_ == files_.size()) return Ledger();
    TRY(reader_.Open(files_[position_].file));
    CounterOf(MetricId::kSourceObjects, {name_}).Add();
    CounterOf(MetricId::kSourceBytes, {name_})
        .Add(static_cast<double>(files_[position_].file.size));
    ++position_;
    in_file_ = true;
  }
}

Status FileSource::Missing(std::uint64_t first, std::uint64_t last, std::string_view where) const {
  std::string what =
      first == last ? fmt::format("{}: ledger {} is missing {}", name_, first, where)
                    : fmt::format("{}: ledgers {} to {} are missing {}", name_, first, last, where);
  if (allow_gaps_) {
    LogWarn("{}; skipped", what);
    return {};
  }
  return Error{Code::kDataLoss, what + "; add them, or skip them with --allow-gaps"};
}

Status FileSource::CheckOrder(const RawLedger& ledger) const {
  if (expected_ == 0 || ledger.sequence == expected_) return {};
  if (ledger.sequence > expected_) {
    return Missing(expected_, ledger.sequence - 1,
                   fmt::format("between {} and {}", previous_origin_, ledger.origin));
  }
  return Repeated(ledger, expected_ - 1, previous_origin_);
}

Error FileSource::Repeated(const RawLedger& ledger, std::uint64_t previous,
                           std::string_view previous_origin) const {
  return {
      Code::kDataLoss,
      fmt::format("{}: duplicate: ledger {} at {} comes after ledger {} at {}; if every file is a "
                  "chain of its own, read them one by one (extract --src)",
                  name_, ledger.sequence, ledger.origin, previous, previous_origin)};
}

Status FileSource::Seek(LedgerRange range) {
  stop_.Arm();
  TRY(Arrange());
  range_ = range;
  expected_ = 0;
  in_file_ = false;
  position_ = 0;
  // The last file that begins at range.first or before holds it, if any does.
  while (range.first > 0 && position_ + 1 < files_.size() &&
         files_[position_ + 1].first <= range.first) {
    ++position_;
  }
  do {
    TRY_ASSIGN(ahead_, NextInFiles());
    if (!ahead_) break;
    TRY(CheckOrder(*ahead_));
    expected_ = std::uint64_t{ahead_->sequence} + 1;
    previous_origin_ = ahead_->origin;
  } while (ahead_->sequence < range.first);
  expected_ = ahead_ ? ahead_->sequence : range.first;
  if (range.first == 0 || allow_gaps_ || (ahead_ && ahead_->sequence == range.first)) return {};
  return Error{Code::kNotFound,
               fmt::format("{}: ledger {} is not there: {}", name_, range.first,
                           ahead_ ? fmt::format("the next one is {}", ahead_->sequence)
                                  : std::string("the files end before it"))};
}

Result<std::optional<RawLedger>> FileSource::EndOfFiles() {
  if (range_.last && expected_ > 0 && expected_ <= *range_.last) {
    TRY(Missing(expected_, *range_.last, "at the end"));
  }
  return Ledger();
}

Result<std::optional<RawLedger>> FileSource::Next() {
  CHECK(arranged_);
  if (range_.last && expected_ > *range_.last) return Ledger();
  Ledger ledger = std::exchange(ahead_, std::nullopt);
  if (!ledger) {
    TRY_ASSIGN(ledger, NextInFiles());
  }
  if (!ledger) return EndOfFiles();
  TRY(CheckOrder(*ledger));
  if (range_.last && ledger->sequence > *range_.last) return Ledger();
  expected_ = std::uint64_t{ledger->sequence} + 1;
  previous_origin_ = ledger->origin;
  return ledger;
}

Result<SourceExtent> FileSource::Extent() {
  if (extent_) return *extent_;
  TRY(Arrange());
  SourceExtent extent;
  for (const Entry& entry : files_) {
    extent.objects += 1;
    extent.object_bytes += entry.file.size;
  }
  // A reader of its own: the position of Next stays.
  FileReader reader(pool_, max_output_bytes_);
  std::string previous_origin;
  for (const Entry& entry : files_) {
    TRY(reader.Open(entry.file));
    while (true) {
      if (stop_.stop_requested()) return Error{Code::kCancelled, name_ + ": stopped"};
      TRY_ASSIGN(const Ledger ledger, reader.Next());
      if (!ledger) break;
      if (!extent.ledgers.empty() && ledger->sequence <= extent.ledgers.last()) {
        return Repeated(*ledger, extent.ledgers.last(), previous_origin);
      }
      extent.ledgers.Add(ledger->sequence, ledger->sequence);
      previous_origin = ledger->origin;
    }
  }
  extent_ = extent;
  return extent;
}

}  // namespace

Result<std::unique_ptr<LedgerSource>> OpenLedgerFile(const std::string& path,
                                                     const SourceOptions& options) {
  TRY_ASSIGN(auto files, ListLedgerFiles(path));
  if (files.size() != 1 || files.front().path != path) {
    return Error{Code::kInvalidArgument, path + ": not a file"};
  }
  return OpenLedgerFiles(std::move(files), path, options);
}

Result<std::unique_ptr<LedgerSource>> OpenLedgerFiles(std::vector<LedgerFile> files,
                                                      std::string name,
                                                      const SourceOptions& options) {
  return std::unique_ptr<LedgerSource>(
      std::make_unique<FileSource>(std::move(files), std::move(name), options));
}

}  // namespace lake
