#include "serve/serve_metrics.h"

#include <atomic>

#include "base/code.h"
#include "base/log.h"
#include "base/metrics.h"

namespace lake {
namespace {

struct Sent {
  explicit Sent(std::string_view call)
      : ledgers(CounterOf(MetricId::kServeLedgers, {call})),
        bytes(CounterOf(MetricId::kServeBytes, {call})) {}
  Counter& ledgers;
  Counter& bytes;
};

std::atomic<std::uint64_t> sent_ledgers = 0;
std::atomic<std::uint64_t> failed_calls = 0;

}  // namespace

ServeTotals ServedSoFar() { return {sent_ledgers.load(), failed_calls.load()}; }

void CountServed(std::string_view call, std::uint64_t bytes) {
  static Sent stream("stream");
  static Sent range("range");
  Sent& sent = call == "stream" ? stream : range;
  sent.ledgers.Add();
  ++sent_ledgers;
  sent.bytes.Add(static_cast<double>(bytes));
}

void NoteFailedCall(const std::string& peer, const Error& error, bool begun) {
  if (error.code == Code::kCancelled) return;
  if (error.code == Code::kNotFound && !begun) {
    LogDebug("{} asked for what is not there: {}", peer, error.message);
    return;
  }
  ++failed_calls;
  CounterOf(MetricId::kServeFailures, {CodeName(error.code)}).Add();
}

Error SourceFault(Error error) {
  if (error.code == Code::kNotFound) error.code = Code::kUnavailable;
  return error;
}

}  // namespace lake
