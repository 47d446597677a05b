#include "base/health.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json_text.h"
#include "base/metrics.h"
#include "base/redact.h"
#include "base/version.h"
#include "base/visible_text.h"

namespace lake {
namespace {

constexpr std::int64_t kSecond = 1'000'000;

std::string Quoted(std::string_view text) {
  std::string quoted;
  AppendJsonString(quoted, text);
  return quoted;
}

// 2024-09-01T12:30:05Z
std::string Iso(std::int64_t micros) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}",
                     fmt::gmtime(static_cast<std::time_t>(micros / kSecond)));
}

// 5m30s, 1h0m5s: as Go programs write it.
std::string Duration(std::int64_t seconds) {
  std::string text;
  if (seconds >= 3600) text += fmt::format("{}h", seconds / 3600);
  if (seconds >= 60) text += fmt::format("{}m", seconds / 60 % 60);
  return text + fmt::format("{}s", seconds % 60);
}

}  // namespace

std::string_view HealthName(Health health) {
  constexpr std::array<std::string_view, 3> kNames = {"healthy", "degraded", "unhealthy"};
  return kNames[static_cast<std::size_t>(health)];
}

HealthBoard::HealthBoard(std::string service, std::string environment, Clock* clock)
    : service_(std::move(service)),
      environment_(std::move(environment)),
      clock_(clock == nullptr ? SystemClock() : *clock),
      started_(clock_.MonotonicMicros()) {}

void HealthBoard::Report(std::string_view part, Health health, std::string_view detail) {
  GaugeOf(MetricId::kHealthState, {part}).Set(static_cast<double>(health));
  const std::lock_guard lock(mutex_);
  const std::int64_t now = clock_.Now();
  auto [place, is_new] = parts_.try_emplace(std::string(part), Part{health, "", now, now});
  if (place->second.health != health) place->second.since = now;
  place->second.health = health;
  place->second.checked = now;
  place->second.detail = Redact(std::string(detail));
}

void HealthBoard::SetMetric(std::string_view part, std::string_view name, double value) {
  const std::lock_guard lock(mutex_);
  metrics_[std::string(part)].insert_or_assign(std::string(name), value);
}

void HealthBoard::SetFact(std::string_view name, std::int64_t value) {
  const std::lock_guard lock(mutex_);
  facts_.insert_or_assign(std::string(name), value);
}

void HealthBoard::SetFact(std::string_view name, std::string_view value) {
  const std::lock_guard lock(mutex_);
  facts_.insert_or_assign(std::string(name), std::string(value));
}

void HealthBoard::SetMoment(std::string_view name, std::int64_t monotonic_micros) {
  const std::lock_guard lock(mutex_);
  facts_.insert_or_assign(std::string(name), Moment{monotonic_micros});
}

void HealthBoard::NoteError(std::string_view message) {
  const std::lock_guard lock(mutex_);
  last_error_ = LastError{Redact(std::string(message)), clock_.Now()};
}

void HealthBoard::SetReady(bool ready) {
  const std::lock_guard lock(mutex_);
  ready_ = ready;
}

Health HealthBoard::WorstPart() const {
  Health worst = Health::kHealthy;
  for (const auto& [name, part] : parts_) worst = std::max(worst, part.health);
  return worst;
}

Health HealthBoard::health() const {
  const std::lock_guard lock(mutex_);
  return WorstPart();
}

bool HealthBoard::ready() const {
  const std::lock_guard lock(mutex_);
  return ready_ && WorstPart() != Health::kUnhealthy;
}

std::string HealthBoard::PartJson(const std::string& name, const Part& part) const {
  std::string json = fmt::format(
      "{{\"name\":{},\"status\":\"{}\",\"healthy\":{},\"since\":\"{}\",\"last_check\":\"{}\"",
      Quoted(name), HealthName(part.health), part.health == Health::kHealthy, Iso(part.since),
      Iso(part.checked));
  if (!part.detail.empty()) json += ",\"detail\":" + Quoted(part.detail);
  if (const auto metrics = metrics_.find(name); metrics != metrics_.end()) {
    const char* comma = ",\"metrics\":{";
    for (const auto& [metric, value] : metrics->second) {
      json += fmt::format("{}{}:{}", comma, Quoted(metric), value);
      comma = ",";
    }
    json += "}";
  }
  return json + "}";
}

std::string HealthBoard::FactJson(
    const std::variant<std::int64_t, std::string, Moment>& value) const {
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  if (const auto* text = std::get_if<std::string>(&value)) return Quoted(*text);
  const std::int64_t left = std::get<Moment>(value).micros - clock_.MonotonicMicros();
  return Quoted(Duration(std::max<std::int64_t>(left, 0) / kSecond));
}

std::string HealthBoard::Json() const {
  const bool is_ready = ready();
  const std::lock_guard lock(mutex_);
  std::string json =
      fmt::format("{{\"status\":\"{}\",\"service\":{}", HealthName(WorstPart()), Quoted(service_));
  if (!environment_.empty()) json += ",\"environment\":" + Quoted(environment_);
  const std::int64_t uptime = (clock_.MonotonicMicros() - started_) / kSecond;
  json += fmt::format(
      ",\"version\":{},\"uptime_seconds\":{},\"uptime\":\"{}\",\"ready\":{},\"components\":{{",
      Quoted(Version()), uptime, Duration(uptime), is_ready);
  const char* comma = "";
  for (const auto& [name, part] : parts_) {
    json += fmt::format("{}{}:{}", comma, Quoted(name), PartJson(name, part));
    comma = ",";
  }
  json += "}";
  if (last_error_) {
    json += fmt::format(",\"last_error\":{{\"message\":{},\"at\":\"{}\"}}",
                        Quoted(last_error_->message), Iso(last_error_->at));
  }
  for (const auto& [name, value] : facts_) {
    json += fmt::format(",{}:{}", Quoted(name), FactJson(value));
  }
  return VisibleText(json + "}");
}

}  // namespace lake
