#include "view/hot_table.h"

#include <algorithm>
#include <utility>

namespace lake {
namespace {

constexpr std::uint64_t kGrowth = 8;      // of a slice over the one before
constexpr std::uint64_t kFirstRows = 64;  // about, of the first one

LedgerSet LedgersOf(const LedgerSet& ledgers, const ForeignPart& part) {
  return ledgers.Within({.first = static_cast<std::uint32_t>(part.first),
                         .last = static_cast<std::uint32_t>(part.last)});
}

}  // namespace

class HotTableRows::Slices final : public ForeignRows {
 public:
  Slices(const HotTableRows& table, Places places, LedgerSet left)
      : table_(table), places_(std::move(places)), left_(std::move(left)) {
    for (const std::size_t place : places_) columns_.push_back(table_.columns_[place]);
    unchecked_ = !left_.empty();
  }

  Result<std::optional<RowChunk>> Next() override {
    while (chunks_.empty() && !left_.empty()) TRY(Fill());
    if (chunks_.empty()) {
      if (std::exchange(unchecked_, false)) TRY(table_.reader_->CheckEpoch());
      return std::optional<RowChunk>();
    }
    std::optional<RowChunk> chunk(std::move(chunks_.front()));
    chunks_.pop_front();
    return chunk;
  }

 private:
  Status Fill() {
    LedgerSpan span = left_.ranges().front();
    const std::uint64_t count = std::min(span.count(), table_.LedgersAtOnce(places_));
    span.last = static_cast<std::uint32_t>(span.first + (count - 1));
    TRY_ASSIGN(HotSlice slice, table_.reader_->Read(table_.spec_, columns_, span));
    table_.Learn(places_, span.count(), slice.bytes);
    left_ = left_.Minus({span});
    chunks_ = std::move(slice.chunks);
    return {};
  }

  const HotTableRows& table_;
  const Places places_;
  std::vector<ColumnSpec> columns_;
  LedgerSet left_;
  std::deque<RowChunk> chunks_;
  bool unchecked_ = false;
};

HotTableRows::HotTableRows(std::shared_ptr<HotReader> reader, const TableSpec& spec,
                           std::span<const ColumnSpec> columns, LedgerSet ledgers,
                           std::uint64_t rows)
    : reader_(std::move(reader)),
      spec_(spec),
      columns_(columns.begin(), columns.end()),
      ledgers_(std::move(ledgers)),
      rows_(rows) {}

std::uint64_t HotTableRows::RowsOf(const ForeignPart& part) const {
  const std::uint64_t ledgers = LedgersOf(ledgers_, part).count();
  return ledgers == 0 ? 0 : rows_ * ledgers / ledgers_.count();
}

std::unique_ptr<ForeignRows> HotTableRows::Scan(std::vector<std::size_t> columns,
                                                const ForeignPart& part) const {
  return std::make_unique<Slices>(*this, std::move(columns), LedgersOf(ledgers_, part));
}

std::uint64_t HotTableRows::LedgersAtOnce(const Places& columns) const {
  const std::lock_guard lock(mutex_);
  const auto known = at_once_.find(columns);
  if (known != at_once_.end()) return known->second;
  return std::max<std::uint64_t>(1, kFirstRows * ledgers_.count() / std::max(rows_, kFirstRows));
}

void HotTableRows::Learn(const Places& columns, std::uint64_t ledgers, std::uint64_t bytes) const {
  const std::uint64_t fits = kHotSliceBytes * ledgers / std::max<std::uint64_t>(bytes, 1);
  const std::lock_guard lock(mutex_);
  std::uint64_t& at_once = at_once_[columns];
  at_once = std::clamp<std::uint64_t>(fits, 1, kGrowth * std::max(ledgers, at_once));
}

}  // namespace lake
