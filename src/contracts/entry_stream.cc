#include "contracts/entry_stream.h"

#include <fmt/format.h>

#include <memory>
#include <utility>

#include "base/metrics.h"
#include "contracts/entry_extractor.h"
#include "contracts/session_metrics.h"

namespace lake {

EntryStream::EntryStream(SourceFactory open, StreamRange range, EntryFilter filter,
                         const EntryStreamOptions& options, Clock& clock)
    : filter_(std::move(filter)),
      options_(options),
      source_(std::move(open), range, options.reader == Reader::kClient ? nullptr : &CountReceived),
      line_(
          source_,
          [this]() -> Line::Work {
            auto extractor =
                std::make_shared<EntryExtractor>(options_.network_id, options_.verify, filter_);
            return [extractor](RawLedger& ledger) { return extractor->Extract(ledger); };
          },
          {.workers = options.workers,
           .ahead_ledgers = options.ahead_ledgers,
           .ahead_bytes = options.ahead_bytes,
           .queue_ledgers = options.reader == Reader::kService
                                ? &GaugeOf(MetricId::kContractsQueueDepth)
                                : nullptr},
          clock) {}

void EntryStream::Follow(std::uint32_t sequence, const Hash256& hash) {
  if (hash == Hash256{}) return;
  last_sequence_ = sequence;
  last_hash_ = hash;
}

Result<EntryStream::Taken> EntryStream::Next(std::int64_t wait_ms, std::stop_token stop) {
  auto [outcome, entries] = line_.Next(wait_ms, std::move(stop));
  switch (outcome) {
    case Line::Outcome::kItem:
      TRY(entries->status);
      TRY(FollowsTheLast(*entries));
      return Taken{.entries = std::move(entries)};
    case Line::Outcome::kEnd:
      return Taken{.ended = true};
    case Line::Outcome::kTimeout:
      return Taken{};
    case Line::Outcome::kFailed:
      return line_.failure().error();
    case Line::Outcome::kStopped:
      break;
  }
  return Error{Code::kCancelled, "stopped"};
}

Status EntryStream::FollowsTheLast(const LedgerEntries& entries) {
  const bool gap = last_sequence_ != 0 && entries.sequence != last_sequence_ + 1;
  const bool asked = gap ? !options_.allow_gaps : options_.verify != VerifyLevel::kOff;
  if (last_sequence_ != 0 && asked) {
    TRY(ProveLink(entries.sequence, entries.previous_hash, last_sequence_, last_hash_)
            .Context(fmt::format("ledger {}", entries.sequence)));
  }
  last_sequence_ = entries.sequence;
  last_hash_ = entries.hash;
  return {};
}

}  // namespace lake
