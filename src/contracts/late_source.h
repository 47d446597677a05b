// A source that is opened and positioned by the first Next: on the thread that reads, so that who
// asked for a reading has an answer before the source has.
//
// One thread calls Next, once with anything but a ledger; Stop may come from another at any time.
// Opening itself cannot be ended.
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "source/source_factory.h"

namespace lake {

// What a client reads.
struct StreamRange {
  std::optional<std::uint32_t> first;  // none: the newest ledger that the source has by then
  std::optional<std::uint32_t> last;   // none: on and on

  friend bool operator==(const StreamRange&, const StreamRange&) = default;
};

class LateSource final : public LedgerSource {
 public:
  // Told the size of every ledger.
  using OnLedger = void (*)(std::uint64_t bytes);

  // `on_ledger` may be null.
  LateSource(SourceFactory open, StreamRange range, OnLedger on_ledger = nullptr)
      : open_(std::move(open)), range_(range), on_ledger_(on_ledger) {}

  std::string Describe() const override { return "late"; }
  // Not for this one: it has its range.
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override;

 private:
  Status Begin();
  Result<std::uint32_t> First();
  Status StoppedOrOk();

  const SourceFactory open_;
  const StreamRange range_;
  const OnLedger on_ledger_;
  bool begun_ = false;
  std::mutex mutex_;  // guards what follows; source_ is set once
  std::unique_ptr<LedgerSource> source_;
  bool stopped_ = false;
};

}  // namespace lake
