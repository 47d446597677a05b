// What every object store over HTTP does the same way: repeat what may pass, with a wait, and count
// and time it. Thread-safe.
#pragma once

#include <stop_token>
#include <string>
#include <string_view>
#include <utility>

#include "base/clock.h"
#include "base/metrics.h"
#include "base/retry.h"
#include "net/http_client.h"
#include "source/archive/object_store.h"
#include "source/source_options.h"

namespace lake {

// The options of a lake whose store is on the network: enough requests under way at once to hide
// the time that each one waits.
SourceOptions ForNetworkStore(SourceOptions options);

// The size that the answer of a HEAD announces.
Result<std::uint64_t> ParseObjectSize(const HttpAnswer& answer);
ObjectBytes TakeObject(HttpAnswer answer);

// What a 401 or 403 for an object says: kNotFound where the manifest may be read (`manifest` is the
// answer to a HEAD of it), as stores that do not list answer for an object that is not there, else
// that it is forbidden, with `hint` about what to do. An answer about the manifest that did not
// come says nothing about either: then its error, which may pass.
Error RefusalOf(const HttpAnswer& refusal, std::string_view detail,
                const Result<HttpAnswer>& manifest, std::string_view hint);

class ObjectRequests {
 public:
  ObjectRequests(std::string name, const SourceOptions& options);

  // `attempt()` gives a Result; repeated while its error may pass. Errors begin with `where`.
  template <class Attempt>
  auto Run(const std::string& where, const std::stop_token& stop, Attempt&& attempt)
      -> decltype(attempt()) {
    bool repeated = false;
    return Retry(policy_, clock_)
        .Run(stop,
             [&] {
               if (std::exchange(repeated, true))
                 CounterOf(MetricId::kSourceRetries, {name_}).Add();
               const std::int64_t begin = clock_.MonotonicMicros();
               auto result = attempt();
               Observe(clock_.MonotonicMicros() - begin);
               return result;
             })
        .Context(where);
  }

 private:
  void Observe(std::int64_t micros);

  const std::string name_;
  const RetryPolicy policy_;
  Clock& clock_;
};

}  // namespace lake
