#include "source/archive/archive_source.h"

#include <fmt/format.h>

#include <deque>
#include <utility>

#include "base/check.h"
#include "base/clock.h"
#include "base/log.h"
#include "net/attempt_gate.h"
#include "source/archive/archive_cursor.h"
#include "source/archive/computed_index.h"
#include "source/archive/listed_index.h"
#include "source/archive/manifest.h"
#include "source/archive/object_prefetcher.h"
#include "source/late_ledgers.h"
#include "source/source_observer.h"
#include "source/stop_switch.h"

namespace lake {
namespace {

// An exporter may write into place, so the newest object of a lake may be met half written: it is
// read again for so many poll intervals before it counts as damaged.
constexpr int kSettleLooks = 10;
// A store may list an object before it gives it: after so many poll intervals it counts as missing.
constexpr int kMissingLooks = 3;

class ArchiveSource : public LedgerSource {
 public:
  ArchiveSource(std::shared_ptr<ObjectStore> store, std::shared_ptr<ArchiveIndex> index,
                bool listed, std::string network_passphrase, const SourceOptions& options)
      : store_(std::move(store)),
        index_(std::move(index)),
        listed_(listed),
        network_passphrase_(std::move(network_passphrase)),
        options_(options),
        clock_(options.clock != nullptr ? *options.clock : SystemClock()),
        pool_(std::make_shared<BufferPool>(options.prefetch_bytes / 2)),
        gate_(store_->Describe(), options_.network, clock_,
              TellObserver(options.observer, store_->Describe())),
        late_(options.gap_wait_ms, clock_, TellObserver(options.observer, store_->Describe())) {}

  std::string Describe() const override { return store_->Describe(); }
  Result<SourceExtent> Extent() override;
  Result<std::optional<std::uint32_t>> Newest() override;
  Status Seek(LedgerRange range) override;
  Result<std::optional<RawLedger>> Next() override;
  void Stop() override { stop_.request_stop(); }

 private:
  using Ledger = std::optional<RawLedger>;

  Error Stopped() const { return {Code::kCancelled, Describe() + ": stopped"}; }
  std::int64_t poll_micros() const { return std::int64_t{options_.poll_interval_ms} * 1000; }
  bool WaitForPoll() { return store_->AwaitNews(clock_, poll_micros(), stop_.get_token()); }
  // Whether a ledger that is missing is waited for.
  bool Awaits() const {
    return !range_.last && options_.gap_wait_ms > 0 && (given_ || options_.awaits_first);
  }
  Status Begin(LedgerRange range);
  Result<Ledger> NextNow();
  // Asks for objects until the prefetcher is full or there are none for now.
  Result<ArchiveCursor::Step> Prefetch();
  // With nothing under way: until it is time to look again, or an error.
  Status Await(ArchiveCursor::Step step);
  Status AwaitHole();
  Status AwaitTip();
  // Waits for the next object and queues its ledgers.
  Status TakeObject();
  Status Reload(const ArchiveObject& object, Status fault, LoadedObject& loaded);
  Status AwaitObject(const ArchiveObject& object, Status fault, LoadedObject& loaded);
  Status Queue(LoadedObject loaded);

  const std::shared_ptr<ObjectStore> store_;
  const std::shared_ptr<ArchiveIndex> index_;
  const bool listed_;  // what the index names was there when it looked
  const std::string network_passphrase_;
  const SourceOptions options_;
  Clock& clock_;
  const std::shared_ptr<BufferPool> pool_;
  StopSwitch stop_;
  std::optional<std::uint32_t> newest_;  // as Newest saw it last
  LedgerRange range_;
  std::unique_ptr<ArchiveCursor> cursor_;
  AttemptGate gate_;        // of an open-ended range
  LateLedgers late_;        // likewise
  bool given_ = false;      // a ledger since Seek, so the store has worked
  bool outage_ = false;     // the store does not answer since
  std::uint32_t due_ = 0;   // behind the ledger given last
  bool caught_up_ = false;  // an open-ended range has reached the newest ledger once
  std::deque<RawLedger> ready_;
  std::unique_ptr<ObjectPrefetcher> prefetcher_;
};

Result<SourceExtent> ArchiveSource::Extent() {
  TRY_ASSIGN(SourceExtent extent, index_->Extent(stop_.get_token()));
  if (!network_passphrase_.empty()) extent.network_passphrase = network_passphrase_;
  return extent;
}

// Older partitions than that of the newest ledger so far are not looked at again.
Result<std::optional<std::uint32_t>> ArchiveSource::Newest() {
  TRY_ASSIGN(const auto newest, index_->Newest(newest_.value_or(0), stop_.get_token()));
  if (newest) newest_ = newest;
  return newest_;
}

Status ArchiveSource::Seek(LedgerRange range) {
  stop_.Arm();
  range_ = range;
  given_ = outage_ = false;
  late_.Came();
  return Begin(range);
}

Status ArchiveSource::Begin(LedgerRange range) {
  ready_.clear();
  caught_up_ = false;
  prefetcher_ = std::make_unique<ObjectPrefetcher>(store_, pool_, options_);
  cursor_ = std::make_unique<ArchiveCursor>(index_, options_.allow_gaps, Describe());
  Status sought = cursor_->Seek(range, stop_.get_token());
  // A first ledger that is not there yet is a hole like any other.
  return !sought.ok() && sought.error().code == Code::kNotFound && Awaits() ? Status() : sought;
}

Result<ArchiveCursor::Step> ArchiveSource::Prefetch() {
  while (prefetcher_->has_room()) {
    // At the tip a look for more must not delay what is on its way.
    if (caught_up_ && !cursor_->has_window() && prefetcher_->pending() > 0) break;
    ArchiveObject object;
    TRY_ASSIGN(const ArchiveCursor::Step step, cursor_->Next(object, stop_.get_token()));
    caught_up_ |= step == ArchiveCursor::Step::kWait;
    if (step == ArchiveCursor::Step::kHole && options_.allow_gaps && !(caught_up_ && Awaits())) {
      cursor_->SkipHole();
      continue;
    }
    if (step != ArchiveCursor::Step::kObject) return step;
    prefetcher_->Submit(std::move(object));
  }
  return ArchiveCursor::Step::kObject;
}

// A run without an end outlives an outage of its store, unless attempts are counted: it begins
// again at the ledger that is due, since what was fetched ahead is lost with the fault.
Result<std::optional<RawLedger>> ArchiveSource::Next() {
  while (true) {
    const Status begun = outage_ ? Begin({due_, range_.last}) : Status();
    Result<Ledger> ledger = begun.ok() ? NextNow() : begun;
    if (ledger.ok()) {
      if (std::exchange(outage_, false)) gate_.Succeeded();
      if (*ledger) {
        given_ = true;
        due_ = (*ledger)->sequence + 1;
      }
      return ledger;
    }
    const bool waits = given_ && !range_.last && options_.network.attempts_max == 0 &&
                       ledger.error().code == Code::kUnavailable && !stop_.stop_requested();
    if (!waits) return ledger;
    if (!std::exchange(outage_, true)) gate_.Succeeded();  // until now
    TRY(gate_.Failed(ledger.error()));
    if (!gate_.BeforeAttempt(stop_.get_token()).ok()) return Stopped();
  }
}

Result<std::optional<RawLedger>> ArchiveSource::NextNow() {
  CHECK(cursor_ != nullptr);
  while (true) {
    if (stop_.stop_requested()) return Stopped();
    if (!ready_.empty()) {
      Ledger ledger(std::move(ready_.front()));
      ready_.pop_front();
      if (ledger->sequence < range_.first) continue;
      if (range_.last && ledger->sequence > *range_.last) return Ledger();
      return ledger;
    }
    const auto step = Prefetch();
    // What was found before the fault comes first.
    if (prefetcher_->pending() == 0) {
      if (!step.ok()) return step.status();
      if (*step == ArchiveCursor::Step::kEnd) return Ledger();
      TRY(Await(*step));
      continue;
    }
    TRY(TakeObject());
  }
}

Status ArchiveSource::Await(ArchiveCursor::Step step) {
  TRY(step == ArchiveCursor::Step::kHole ? AwaitHole() : AwaitTip());
  return WaitForPoll() ? Status() : Stopped();
}

Status ArchiveSource::AwaitHole() {
  const Error hole = cursor_->hole();
  if (!Awaits()) return hole;
  if (late_.MayCome(hole)) return {};
  if (!options_.allow_gaps) return hole;
  cursor_->SkipHole();
  late_.Came();
  return {};
}

// A lake that ends before the ledger that is due gives it in its time; one that has not come that
// far has to grow meanwhile.
Status ArchiveSource::AwaitTip() {
  if (given_ || !Awaits()) return {};
  TRY_ASSIGN(const bool reached, cursor_->HoldsLedgerBefore(stop_.get_token()));
  if (reached) {
    late_.Came();
    return {};
  }
  if (listed_) {
    const auto before = newest_;
    TRY_ASSIGN(const auto newest, Newest());
    if (newest != before) late_.Grew();
  }
  const Error not_there = cursor_->NotThere();
  return late_.MayCome(not_there) ? Status() : not_there;
}

Status ArchiveSource::TakeObject() {
  ObjectPrefetcher::Taken taken = prefetcher_->Take(stop_.get_token());
  LoadedObject loaded;
  if (taken.loaded.ok()) {
    loaded = std::move(taken.loaded).value();
  } else {
    Status fault = std::move(taken.loaded).status();
    if (stop_.stop_requested()) return Stopped();
    if (fault.error().code == Code::kNotFound) {
      fault = AwaitObject(taken.object, std::move(fault), loaded);
      if (stop_.stop_requested()) return Stopped();
    }
    if (fault.ok()) return Queue(std::move(loaded));
    if (fault.error().code == Code::kNotFound) {
      if (!options_.allow_gaps) {
        return Error{Code::kDataLoss, fault.error().message + ": the object is missing"};
      }
      LogWarn("{}: skipped, the object is missing", fault.error().message);
      late_.Came();
      return {};
    }
    TRY(Reload(taken.object, std::move(fault), loaded));
  }
  return Queue(std::move(loaded));
}

Status ArchiveSource::Queue(LoadedObject loaded) {
  for (RawLedger& ledger : loaded.ledgers) ready_.push_back(std::move(ledger));
  late_.Came();
  return {};
}

// What was listed should be there, and what a lake that grows went past may still come.
Status ArchiveSource::AwaitObject(const ArchiveObject& object, Status fault, LoadedObject& loaded) {
  ObjectLoader loader(store_, pool_, options_.max_output_bytes);
  const bool may_come = Awaits() && (!options_.allow_gaps || caught_up_);
  for (int look = 0; fault.error().code == Code::kNotFound; ++look) {
    const bool is_due = listed_ && look < kMissingLooks;
    if (is_due && look == 0) LogInfo("{}: listed, so waiting for it", fault.error().message);
    if (!is_due && !(may_come && late_.MayCome(fault.error()))) break;
    if (!WaitForPoll()) return Stopped();
    auto again = loader.Load(object, stop_.get_token());
    if (again.ok()) {
      loaded = std::move(again).value();
      return {};
    }
    fault = std::move(again).status();
  }
  return fault;
}

Status ArchiveSource::Reload(const ArchiveObject& object, Status fault, LoadedObject& loaded) {
  ObjectLoader loader(store_, pool_, options_.max_output_bytes);
  const bool newest = !range_.last && !cursor_->has_window();
  const std::int64_t give_up = clock_.MonotonicMicros() + kSettleLooks * poll_micros();
  for (int look = 0; fault.error().code == Code::kDataLoss; ++look) {
    // Once more in any case: the fault may lie in the transfer.
    if (look > 0 && (!newest || clock_.MonotonicMicros() >= give_up)) break;
    if (look > 0 && !WaitForPoll()) return Stopped();
    if (look == 0) LogInfo("{}: reading it again", fault.error().message);
    auto again = loader.Load(object, stop_.get_token());
    if (again.ok()) {
      loaded = std::move(again).value();
      return {};
    }
    fault = std::move(again).status();
  }
  return fault;
}

Result<std::optional<Manifest>> ReadManifest(ObjectStore& store, const std::stop_token& stop) {
  const auto content = store.Get(kManifestKey, stop);
  if (!content.ok()) {
    if (content.error().code == Code::kNotFound) return std::optional<Manifest>();
    return content.status();
  }
  TRY_ASSIGN(Manifest manifest, ParseManifest(content->bytes));
  return std::optional(std::move(manifest));
}

Status CheckNetwork(const Manifest& manifest, const SourceOptions& options) {
  if (options.network_passphrase.empty() || manifest.network_passphrase.empty() ||
      options.network_passphrase == manifest.network_passphrase) {
    return {};
  }
  return Error{Code::kInvalidArgument,
               fmt::format("wrong network: the manifest says \"{}\", asked for was \"{}\"",
                           manifest.network_passphrase, options.network_passphrase)};
}

struct FoundIndex {
  std::shared_ptr<ArchiveIndex> index;
  bool listed = false;
};

Result<FoundIndex> MakeIndex(const std::shared_ptr<ObjectStore>& store,
                             const std::optional<ArchiveSchema>& schema,
                             const SourceOptions& options) {
  const std::string name = store->Describe();
  if (store->can_list()) {
    auto listed = std::make_shared<ListedIndex>(store, schema);
    const auto newest = listed->Newest(0, options.stop);
    if (newest.ok() && !*newest && !schema) {
      return Error{Code::kNotFound,
                   fmt::format("{}: no ledgers there: neither {} nor objects named as in a data "
                               "lake (FC4DB5FF--62016000.xdr.zst); give the folder that holds them",
                               name, kManifestKey)};
    }
    if (newest.ok()) return FoundIndex{std::move(listed), true};
    // The store refuses to list, which it need not do for one who may read.
    if (newest.error().code != Code::kInvalidArgument || !schema) return newest.status();
    LogInfo("{}: not to be listed, so keys are computed from {} ({})", name, kManifestKey,
            newest.error().message);
  }
  if (schema) return FoundIndex{std::make_shared<ComputedIndex>(store, *schema), false};
  return Error{Code::kNotFound,
               fmt::format("{}: no {} there, and this kind of place cannot be listed; give the "
                           "folder that holds it",
                           name, kManifestKey)};
}

}  // namespace

Result<std::unique_ptr<LedgerSource>> OpenArchive(std::shared_ptr<ObjectStore> store,
                                                  const SourceOptions& options) {
  const std::string name = store->Describe();
  auto manifest = ReadManifest(*store, options.stop).Context(name);
  if (!manifest.ok()) return std::move(manifest).status();
  std::string network;
  std::optional<ArchiveSchema> schema;
  if (*manifest) {
    TRY(CheckNetwork(**manifest, options).Context(name));
    network = (*manifest)->network_passphrase;
    schema = (*manifest)->schema;
  }
  TRY_ASSIGN(auto index, MakeIndex(store, schema, options));
  const bool listed = index.listed;
  return std::unique_ptr<LedgerSource>(std::make_unique<ArchiveSource>(
      std::move(store), std::move(index.index), listed, network, options));
}

}  // namespace lake
