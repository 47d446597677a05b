#include "contracts/late_source.h"

namespace lake {

Result<SourceExtent> LateSource::Extent() {
  return Error{Code::kInternal, "a source that is not open yet has no extent"};
}

Status LateSource::Seek(LedgerRange) {
  return {Code::kInternal, "a source that positions itself is not positioned"};
}

Result<std::optional<RawLedger>> LateSource::Next() {
  if (!begun_) TRY(Begin());
  begun_ = true;
  Result<std::optional<RawLedger>> next = source_->Next();
  if (on_ledger_ != nullptr && next.ok() && next->has_value()) on_ledger_((**next).xdr.size());
  return next;
}

Status LateSource::Begin() {
  TRY_ASSIGN(std::unique_ptr<LedgerSource> source, open_());
  {
    std::lock_guard lock(mutex_);
    source_ = std::move(source);
  }
  TRY(StoppedOrOk());
  TRY_ASSIGN(const std::uint32_t first, First());
  TRY(source_->Seek({first, range_.last}));
  return StoppedOrOk();  // positioning forgets a stop that came before
}

Result<std::uint32_t> LateSource::First() {
  if (range_.first) return *range_.first;
  TRY_ASSIGN(const std::optional<std::uint32_t> newest, source_->Newest());
  if (newest) return *newest;
  return Error{Code::kInvalidArgument,
               "the source cannot tell its newest ledger: ask for a range that begins somewhere"};
}

Status LateSource::StoppedOrOk() {
  std::lock_guard lock(mutex_);
  if (!stopped_) return {};
  return {Code::kCancelled, "stopped"};
}

void LateSource::Stop() {
  std::lock_guard lock(mutex_);
  stopped_ = true;
  if (source_ != nullptr) source_->Stop();
}

}  // namespace lake
