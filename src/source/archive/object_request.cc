#include "source/archive/object_request.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <system_error>
#include <utility>

namespace lake {
namespace {

RetryPolicy PolicyOf(const NetworkOptions& options) {
  // An object store is asked anew for every object, so giving up on one is not giving up for good:
  // even without a limit for streams there is one here.
  constexpr int kAttemptsDefault = 8;
  const int most = options.attempts_max == 0
                       ? kAttemptsDefault
                       : static_cast<int>(std::min(options.attempts_max, 1000u));
  return {options.backoff, most, options.jitter_seed};
}

}  // namespace

SourceOptions ForNetworkStore(SourceOptions options) {
  constexpr std::uint32_t kFetchThreads = 32;
  if (options.prefetch_threads == 0) options.prefetch_threads = kFetchThreads;
  options.prefetch_objects = std::max(options.prefetch_objects, 2 * options.prefetch_threads);
  return options;
}

Result<std::uint64_t> ParseObjectSize(const HttpAnswer& answer) {
  const std::string_view text = answer.header("content-length");
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
    return Error{Code::kUnavailable, "the answer does not say how large the object is"};
  }
  return size;
}

ObjectBytes TakeObject(HttpAnswer answer) {
  const auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(answer.body));
  return {*owner, owner};
}

Error RefusalOf(const HttpAnswer& refusal, std::string_view detail,
                const Result<HttpAnswer>& manifest, std::string_view hint) {
  if (!manifest.ok()) return manifest.status().error();
  if (manifest->status == 200) {
    return {Code::kNotFound, fmt::format("HTTP status {}: not there, or not for us{}{}",
                                         refusal.status, detail.empty() ? "" : ": ", detail)};
  }
  Error unsaid = HttpStatusError(manifest->status, "");
  if (IsRetryable(unsaid.code)) return unsaid;
  return HttpStatusError(refusal.status,
                         fmt::format("{}{}{}", detail, detail.empty() ? "" : "; ", hint));
}

ObjectRequests::ObjectRequests(std::string name, const SourceOptions& options)
    : name_(std::move(name)),
      policy_(PolicyOf(options.network)),
      clock_(options.clock == nullptr ? SystemClock() : *options.clock) {}

void ObjectRequests::Observe(std::int64_t micros) {
  HistogramOf(MetricId::kSourceRequestSeconds, {name_}).Observe(static_cast<double>(micros) / 1e6);
}

}  // namespace lake
