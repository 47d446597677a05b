#include "serve/tip_probe.h"

#include <utility>

#include "serve/serve_metrics.h"

namespace lake {
namespace {

constexpr std::int64_t kFreshMicros = 1'000'000;

Error Stopped() { return {Code::kCancelled, "the server is stopping"}; }

}  // namespace

TipProbe::TipProbe(SourceFactory open, Clock& clock) : open_(std::move(open)), clock_(clock) {}

Result<std::uint32_t> TipProbe::Latest() {
  const std::lock_guard lock(asking_);
  if (clock_.MonotonicMicros() < fresh_until_micros_) return latest_;
  TRY_ASSIGN(latest_, Ask().Context("the newest ledger"));
  fresh_until_micros_ = clock_.MonotonicMicros() + kFreshMicros;
  return latest_;
}

void TipProbe::Stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  if (source_ != nullptr) source_->Stop();
}

Status TipProbe::Open() {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) return Stopped();
    if (source_ != nullptr) return {};
  }
  auto opened = open_();
  if (!opened.ok()) return SourceFault(opened.error());
  const std::lock_guard lock(mutex_);
  source_ = *std::move(opened);
  return stopped_ ? Stopped() : Status();
}

Result<std::uint32_t> TipProbe::Ask() {
  TRY(Open());
  const auto newest = source_->Newest();
  if (newest.ok()) return newest->value_or(0);
  const std::lock_guard lock(mutex_);
  if (stopped_) return Stopped();
  source_.reset();
  return SourceFault(newest.error());
}

}  // namespace lake
