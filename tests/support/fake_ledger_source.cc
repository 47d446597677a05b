#include "support/fake_ledger_source.h"

#include <fmt/format.h>

#include <utility>

namespace lake::testing {

FakeLedgers::FakeLedgers(std::uint32_t first, std::uint32_t tip, std::size_t ledger_bytes)
    : first_(first), ledger_bytes_(ledger_bytes), tip_(tip) {}

void FakeLedgers::SetTip(std::uint32_t tip) {
  {
    const std::lock_guard lock(mutex_);
    tip_ = tip;
  }
  changed_.notify_all();
}

void FakeLedgers::FailAt(std::uint32_t sequence, Error error, bool once) {
  const std::lock_guard lock(mutex_);
  faults_.insert_or_assign(sequence, Fault{std::move(error), once});
}

void FakeLedgers::ReplaceAt(std::uint32_t sequence, std::function<RawLedger(RawLedger)> replace) {
  const std::lock_guard lock(mutex_);
  replaced_.insert_or_assign(sequence, std::move(replace));
}

void FakeLedgers::ClearFaults() {
  const std::lock_guard lock(mutex_);
  faults_.clear();
  replaced_.clear();
}

void FakeLedgers::SetDown(std::optional<Error> error) {
  {
    const std::lock_guard lock(mutex_);
    down_ = std::move(error);
  }
  changed_.notify_all();
}

std::vector<std::uint8_t> FakeLedgers::Content(std::uint32_t sequence) const {
  std::vector<std::uint8_t> content(ledger_bytes_);
  for (std::size_t i = 0; i < content.size(); ++i) {
    content[i] = static_cast<std::uint8_t>((sequence >> (8 * (i % 4))) ^ (i >> 2));
  }
  return content;
}

std::uint32_t FakeLedgers::tip() const {
  const std::lock_guard lock(mutex_);
  return tip_;
}

std::uint64_t FakeLedgers::reads() const {
  const std::lock_guard lock(mutex_);
  return reads_;
}

std::uint64_t FakeLedgers::opens() const {
  const std::lock_guard lock(mutex_);
  return opens_;
}

FakeLedgerSource::FakeLedgerSource(std::shared_ptr<FakeLedgers> ledgers, std::string name)
    : ledgers_(std::move(ledgers)), name_(std::move(name)) {
  const std::lock_guard lock(ledgers_->mutex_);
  ++ledgers_->opens_;
}

Result<SourceExtent> FakeLedgerSource::Extent() {
  const std::lock_guard lock(ledgers_->mutex_);
  if (ledgers_->down_) return *ledgers_->down_;
  SourceExtent extent;
  if (ledgers_->tip_ >= ledgers_->first_) {
    extent.ledgers.Add(ledgers_->first_, ledgers_->tip_);
  }
  return extent;
}

Status FakeLedgerSource::Seek(LedgerRange range) {
  const std::lock_guard lock(ledgers_->mutex_);
  if (ledgers_->down_) return *ledgers_->down_;
  if (range.first < ledgers_->first_) {
    return {Code::kNotFound,
            fmt::format("{} begins at ledger {}, not {}", name_, ledgers_->first_, range.first)};
  }
  range_ = range;
  next_ = range.first;
  return {};
}

Result<std::optional<RawLedger>> FakeLedgerSource::Next() {
  std::unique_lock lock(ledgers_->mutex_);
  if (range_.last && next_ > *range_.last) return std::optional<RawLedger>();
  ledgers_->changed_.wait(
      lock, [this] { return stopped_ || ledgers_->down_ || next_ <= ledgers_->tip_; });
  if (stopped_) return Error{Code::kCancelled, "stopped"};
  if (ledgers_->down_) return *ledgers_->down_;
  if (const auto fault = ledgers_->faults_.find(next_); fault != ledgers_->faults_.end()) {
    const Error error = fault->second.error;
    if (fault->second.once) ledgers_->faults_.erase(fault);
    return error;
  }
  auto content = std::make_shared<const std::vector<std::uint8_t>>(ledgers_->Content(next_));
  RawLedger ledger{next_, *content, content, fmt::format("{} at {}", name_, next_)};
  if (const auto replace = ledgers_->replaced_.find(next_); replace != ledgers_->replaced_.end()) {
    ledger = replace->second(std::move(ledger));
  }
  ++next_;
  ++ledgers_->reads_;
  return std::optional(std::move(ledger));
}

void FakeLedgerSource::Stop() {
  {
    const std::lock_guard lock(ledgers_->mutex_);
    stopped_ = true;
  }
  ledgers_->changed_.notify_all();
}

}  // namespace lake::testing
