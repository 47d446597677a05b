// How the parts of a long-running process are, for GET /health: each part reports itself, the whole
// is as well as its worst part. Thread-safe.
//
// Parts and facts are few and known to the program (never names from ledger content). Details and
// errors go through Redact.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "base/clock.h"

namespace lake {

enum class Health : std::uint8_t { kHealthy, kDegraded, kUnhealthy };

// "healthy", "degraded", "unhealthy".
std::string_view HealthName(Health health);

class HealthBoard {
 public:
  // `service` and `environment` are shown as they are. `clock` null = SystemClock().
  explicit HealthBoard(std::string service, std::string environment = {}, Clock* clock = nullptr);

  // A part that never reported is not shown and does not count. Also a metric,
  // stellarlake_health_state.
  void Report(std::string_view part, Health health, std::string_view detail = {});
  // A number shown with a part, e.g. ledgers_received; kept, not shown, until the part reports.
  void SetMetric(std::string_view part, std::string_view name, double value);
  // A number or text shown as a field of its own, e.g. last_sequence.
  void SetFact(std::string_view name, std::int64_t value);
  void SetFact(std::string_view name, std::string_view value);
  // A moment to come (MonotonicMicros), shown as the time that is left until then: "8m15s".
  void SetMoment(std::string_view name, std::int64_t monotonic_micros);
  // The latest error, whether or not it was survived.
  void NoteError(std::string_view message);
  // Whether the process does its work now: not while it starts or stops.
  void SetReady(bool ready);

  Health health() const;
  bool ready() const;
  // {"status":"healthy","service":...,"version":...,"uptime_seconds":...,"uptime":"5m30s",
  //  "ready":...,"components":{"source":{"name":...,"status":...,"healthy":...,"since":...,
  //  "last_check":...,"detail":...,"metrics":{...}}},"last_error":{...},facts}, keys in a fixed
  //  order. The names are those of the specifications (003) with more beside them.
  std::string Json() const;

 private:
  struct Part {
    Health health;
    std::string detail;
    std::int64_t since;    // when it came into this state, microseconds
    std::int64_t checked;  // when it reported last
  };
  using Metrics = std::map<std::string, double, std::less<>>;
  struct Moment {
    std::int64_t micros;
  };
  struct LastError {
    std::string message;
    std::int64_t at;
  };
  Health WorstPart() const;
  std::string FactJson(const std::variant<std::int64_t, std::string, Moment>& value) const;
  std::string PartJson(const std::string& name, const Part& part) const;

  const std::string service_;
  const std::string environment_;
  Clock& clock_;
  const std::int64_t started_;
  mutable std::mutex mutex_;  // guards what follows
  bool ready_ = false;
  std::map<std::string, Part, std::less<>> parts_;
  std::map<std::string, Metrics, std::less<>> metrics_;  // by part
  std::map<std::string, std::variant<std::int64_t, std::string, Moment>, std::less<>> facts_;
  std::optional<LastError> last_error_;
};

}  // namespace lake
