// Ledgers that exist because a test says so: opaque bytes, a tip that the test moves, and faults at
// named ledgers. FakeLedgers is what "the network" has closed; any number of sources read it at
// once, each an honest LedgerSource (waits at the tip, ends at the end of a bounded range, can be
// stopped).
//
// FakeLedgers is thread-safe and counts what was read, so that a test can see who read how often.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "source/ledger_source.h"

namespace lake::testing {

class FakeLedgers {
 public:
  // Ledgers [first, tip]; each of `ledger_bytes` bytes that depend on its sequence.
  FakeLedgers(std::uint32_t first, std::uint32_t tip, std::size_t ledger_bytes = 64);

  void SetTip(std::uint32_t tip);
  // From now on reading `sequence` gives this error; once only when `once`.
  void FailAt(std::uint32_t sequence, Error error, bool once = false);
  // From now on `sequence` is given as what the function makes of it: another sequence, other
  // bytes.
  void ReplaceAt(std::uint32_t sequence, std::function<RawLedger(RawLedger)> replace);
  void ClearFaults();
  // Makes every Extent and Seek give this error; nullopt ends it.
  void SetDown(std::optional<Error> error);

  // The bytes that ledger `sequence` has.
  std::vector<std::uint8_t> Content(std::uint32_t sequence) const;
  std::uint32_t first() const { return first_; }
  std::uint32_t tip() const;
  std::uint64_t reads() const;  // ledgers given out, over all sources
  std::uint64_t opens() const;  // sources made from it

 private:
  friend class FakeLedgerSource;
  struct Fault {
    Error error;
    bool once;
  };
  const std::uint32_t first_;
  const std::size_t ledger_bytes_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::uint32_t tip_;
  std::uint64_t reads_ = 0;
  std::uint64_t opens_ = 0;
  std::map<std::uint32_t, Fault> faults_;
  std::map<std::uint32_t, std::function<RawLedger(RawLedger)>> replaced_;
  std::optional<Error> down_;
};

class FakeLedgerSource : public LedgerSource {
 public:
  explicit FakeLedgerSource(std::shared_ptr<FakeLedgers> ledgers, std::string name = "fake");

  std::string Describe() const override { return name_; }
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override;

 private:
  std::shared_ptr<FakeLedgers> ledgers_;
  std::string name_;
  LedgerRange range_;
  std::uint32_t next_ = 0;
  bool stopped_ = false;  // guarded by ledgers_->mutex_
};

}  // namespace lake::testing
