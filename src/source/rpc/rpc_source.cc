#include "source/rpc/rpc_source.h"

#include <fmt/format.h>

#include <algorithm>
#include <deque>
#include <stop_token>
#include <string>
#include <utility>

#include "base/clock.h"
#include "net/attempt_gate.h"
#include "net/url_text.h"
#include "source/rpc/rpc_client.h"
#include "source/source_observer.h"
#include "source/stop_switch.h"

namespace lake {
namespace {

constexpr std::string_view kScheme = "rpc+";
// Ledgers asked for at once: few, then more while the answers stay small.
constexpr std::uint32_t kFirstLimit = 5;
constexpr std::uint32_t kLimitMax = 100;
constexpr std::uint64_t kPageBytesWanted = std::uint64_t{16} << 20;

class RpcSource final : public LedgerSource {
 public:
  RpcSource(std::string name, std::string url, const SourceOptions& options)
      : name_(std::move(name)),
        options_(options),
        clock_(options.clock == nullptr ? SystemClock() : *options.clock),
        client_(std::move(url), options.network),
        gate_(name_, options_.network, clock_, TellObserver(options.observer, name_)) {}

  std::string Describe() const override { return name_; }
  Result<SourceExtent> Extent() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override { stop_.request_stop(); }

 private:
  Status FetchPage();
  Result<RpcPage> AskForPage();
  Status TakePage(RpcPage page);

  const std::string name_;
  const SourceOptions options_;
  Clock& clock_;
  RpcClient client_;
  AttemptGate gate_;
  LedgerRange range_;
  std::uint64_t next_ = 0;       // the ledger that Next gives
  std::uint64_t next_page_ = 0;  // the first that is not in ready_
  std::string cursor_;           // "" = ask by sequence
  std::uint32_t limit_ = kFirstLimit;
  std::deque<RawLedger> ready_;
  StopSwitch stop_;
};

Result<SourceExtent> RpcSource::Extent() {
  Result<RpcExtent> known = client_.GetExtent(stop_.get_token());
  if (!known.ok()) return std::move(known).status().Context(name_);
  SourceExtent extent;
  extent.ledgers = LedgerSet(LedgerRange{known->oldest, known->latest});
  return extent;
}

Status RpcSource::Seek(LedgerRange range) {
  stop_.Arm();
  if (range.first == 0) return {Code::kInvalidArgument, name_ + ": the first ledger is 1"};
  range_ = range;
  next_ = next_page_ = range.first;
  cursor_.clear();
  ready_.clear();
  gate_.Reset();
  return {};
}

Result<std::optional<RawLedger>> RpcSource::Next() {
  if (range_.last && next_ > *range_.last) return std::optional<RawLedger>();
  while (ready_.empty()) {
    TRY(gate_.BeforeAttempt(stop_.get_token()));
    Status fetched = FetchPage();
    if (fetched.ok()) {
      gate_.Succeeded();
      const std::int64_t poll_micros = std::int64_t{options_.poll_interval_ms} * 1000;
      if (ready_.empty() && !clock_.SleepFor(poll_micros, stop_.get_token())) {
        return Error{Code::kCancelled, name_ + ": stopped"};
      }
      continue;
    }
    cursor_.clear();
    if (fetched.error().code == Code::kCancelled) return fetched;
    TRY(gate_.Failed(
        {fetched.error().code, fmt::format("ledger {}: {}", next_page_, fetched.error().message)}));
  }
  RawLedger ledger = std::move(ready_.front());
  ready_.pop_front();
  ++next_;
  return std::optional(std::move(ledger));
}

// Success with nothing ready means that the server does not have the ledger yet.
Status RpcSource::FetchPage() {
  Result<RpcPage> page = AskForPage();
  if (!page.ok() && page.error().code == Code::kResourceExhausted && limit_ > 1) {
    limit_ /= 2;
    return FetchPage();
  }
  if (!page.ok() && page.error().code == Code::kNotFound) {
    TRY_ASSIGN(const RpcExtent known, client_.GetExtent(stop_.get_token()));
    if (known.latest < next_page_) return {};
    if (known.oldest > next_page_) {
      return {Code::kNotFound, fmt::format("the server's oldest ledger is {}", known.oldest)};
    }
  }
  if (!page.ok()) return std::move(page).status();
  return TakePage(std::move(page).value());
}

Result<RpcPage> RpcSource::AskForPage() {
  std::uint32_t limit = limit_;
  if (range_.last) {
    limit =
        static_cast<std::uint32_t>(std::min<std::uint64_t>(limit, *range_.last - next_page_ + 1));
  }
  return client_.GetLedgers(static_cast<std::uint32_t>(next_page_), cursor_, limit,
                            stop_.get_token());
}

Status RpcSource::TakePage(RpcPage page) {
  std::uint64_t bytes = 0;
  for (RawLedger& ledger : page.ledgers) {
    if (range_.last && next_page_ > *range_.last) break;
    if (ledger.sequence != next_page_) {
      return {Code::kDataLoss,
              fmt::format("the server sent ledger {} in its place", ledger.sequence)};
    }
    bytes += ledger.xdr.size();
    ledger.origin = fmt::format("{} ledger {}", name_, ledger.sequence);
    ready_.push_back(std::move(ledger));
    ++next_page_;
  }
  if (!ready_.empty()) cursor_ = std::move(page.cursor);
  if (bytes > kPageBytesWanted) {
    limit_ = std::max(limit_ / 2, 1u);
  } else if (ready_.size() == limit_) {
    limit_ = std::min(limit_ * 2, kLimitMax);
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<LedgerSource>> OpenRpcSource(std::string_view spec,
                                                    const SourceOptions& options) {
  const std::string_view url = spec.substr(std::min(kScheme.size(), spec.size()));
  TRY(CheckHttpUrl(url));
  return std::unique_ptr<LedgerSource>(
      std::make_unique<RpcSource>(std::string(spec), std::string(url), options));
}

}  // namespace lake
