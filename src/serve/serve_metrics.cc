#include "serve/serve_metrics.h"

#include "base/code.h"
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

}  // namespace

void CountServed(std::string_view call, std::uint64_t bytes) {
  static Sent stream("stream");
  static Sent range("range");
  Sent& sent = call == "stream" ? stream : range;
  sent.ledgers.Add();
  sent.bytes.Add(static_cast<double>(bytes));
}

void CountServeFailure(const Error& error) {
  if (error.code == Code::kCancelled) return;
  CounterOf(MetricId::kServeFailures, {CodeName(error.code)}).Add();
}

}  // namespace lake
