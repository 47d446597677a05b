#include "flush/hot_ledger_source.h"

#include <fmt/format.h>

#include <utility>

#include "hot/raw_ledgers.h"

namespace lake {
namespace {

// Of one fetch: far more than a round trip costs, far less than what is read ahead anyway.
constexpr std::int64_t kChunkBytes = std::int64_t{8} << 20;
constexpr std::size_t kChunkLedgers = 512;

constexpr std::string_view kSizesSql =
    "SELECT sequence, octet_length(xdr_zstd)::bigint FROM extra.hot_ledgers WHERE sequence BETWEEN "
    "$1 AND $2 ORDER BY sequence";
constexpr std::string_view kLedgersSql =
    "SELECT sequence, xdr_bytes, xdr_zstd FROM extra.hot_ledgers WHERE sequence BETWEEN $1 AND $2 "
    "ORDER BY sequence";

}  // namespace

Result<SourceExtent> HotLedgerSource::Extent() {
  SourceExtent extent;
  extent.ledgers.Add(span_);
  return extent;
}

Status HotLedgerSource::ReadSizes(const LedgerSpan& wanted) {
  TRY_ASSIGN(const PgResult rows,
             connection_.Query(kSizesSql, {std::int64_t{wanted.first}, std::int64_t{wanted.last}}));
  std::uint64_t expected = wanted.first;
  for (std::size_t i = 0; i < rows.size() && rows.Int(0, i) == static_cast<std::int64_t>(expected);
       ++i, ++expected) {
    kept_.push_back({static_cast<std::uint32_t>(expected), rows.Int(1, i)});
  }
  if (expected == std::uint64_t{wanted.last} + 1) return {};
  return {Code::kDataLoss,
          fmt::format("the hot buffer has the rows of ledger {}, but not the ledger itself: write "
                      "it again (hot ingest --upsert)",
                      expected)};
}

Status HotLedgerSource::Seek(LedgerRange range) {
  stop_.Arm();
  connection_.SetStop(stop_.get_token());
  chunk_.reset();
  kept_.clear();
  next_ = 0;
  if (!range.last || !span_.Contains(range.first) || !span_.Contains(*range.last)) {
    return {Code::kNotFound, fmt::format("the hot buffer was asked for ledgers from {} on, beyond "
                                         "the {} to {} that are flushed",
                                         range.first, span_.first, span_.last)};
  }
  return ReadSizes({range.first, *range.last});
}

Status HotLedgerSource::Fetch() {
  std::int64_t bytes = kept_[next_].zstd_bytes;
  std::size_t end = next_ + 1;
  while (end < kept_.size() && end - next_ < kChunkLedgers &&
         bytes + kept_[end].zstd_bytes <= kChunkBytes) {
    bytes += kept_[end++].zstd_bytes;
  }
  chunk_.reset();
  TRY_ASSIGN(PgResult rows,
             connection_.Query(kLedgersSql, {std::int64_t{kept_[next_].sequence},
                                             std::int64_t{kept_[end - 1].sequence}}));
  if (rows.size() != end - next_) {
    return {Code::kInternal, "ledgers went out of a snapshot of the hot buffer"};
  }
  chunk_ = std::move(rows);
  at_ = 0;
  return {};
}

Result<std::optional<RawLedger>> HotLedgerSource::Next() {
  using Answer = std::optional<RawLedger>;
  if (stop_.stop_requested()) return Error{Code::kCancelled, "stopped"};
  if (next_ == kept_.size()) return Answer();
  if (!chunk_ || at_ == chunk_->size()) TRY(Fetch());
  const std::uint32_t sequence = kept_[next_].sequence;
  TRY_ASSIGN(std::vector<std::uint8_t> xdr,
             UnpackRawLedger(sequence, chunk_->Int(1, at_), chunk_->Blob(2, at_)));
  ++at_;
  ++next_;
  auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(xdr));
  return Answer(
      RawLedger{.sequence = sequence, .xdr = *owner, .owner = owner, .origin = Describe()});
}

}  // namespace lake
