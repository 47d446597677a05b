#include "serve/tip_probe.h"

#include <utility>

#include "serve/serve_metrics.h"

namespace lake {
namespace {
constexpr std::int64_t kFreshMicros = 1'000'000;
}  // namespace

TipProbe::TipProbe(SourceFactory open, Clock& clock) : open_(std::move(open)), clock_(clock) {}

Result<std::uint32_t> TipProbe::Latest() {
  const std::lock_guard lock(mutex_);
  if (clock_.MonotonicMicros() < fresh_until_micros_) return latest_;
  TRY_ASSIGN(latest_, Ask().Context("the newest ledger"));
  fresh_until_micros_ = clock_.MonotonicMicros() + kFreshMicros;
  return latest_;
}

Result<std::uint32_t> TipProbe::Ask() {
  if (source_ == nullptr) {
    auto opened = open_();
    if (!opened.ok()) return SourceFault(opened.error());
    source_ = *std::move(opened);
  }
  const auto newest = source_->Newest();
  if (!newest.ok()) {
    source_.reset();
    return SourceFault(newest.error());
  }
  return newest->value_or(0);
}

}  // namespace lake
