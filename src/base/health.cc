#include "base/health.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/json_text.h"
#include "base/redact.h"
#include "base/version.h"

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
  const std::lock_guard lock(mutex_);
  auto [place, is_new] = parts_.try_emplace(std::string(part), Part{health, "", clock_.Now()});
  if (place->second.health != health) place->second.since = clock_.Now();
  place->second.health = health;
  place->second.detail = Redact(std::string(detail));
}

void HealthBoard::SetFact(std::string_view name, std::int64_t value) {
  const std::lock_guard lock(mutex_);
  facts_.insert_or_assign(std::string(name), value);
}

void HealthBoard::SetFact(std::string_view name, std::string_view value) {
  const std::lock_guard lock(mutex_);
  facts_.insert_or_assign(std::string(name), std::string(value));
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

std::string HealthBoard::Json() const {
  const bool is_ready = ready();
  const std::lock_guard lock(mutex_);
  std::string json =
      fmt::format("{{\"status\":\"{}\",\"service\":{}", HealthName(WorstPart()), Quoted(service_));
  if (!environment_.empty()) json += ",\"environment\":" + Quoted(environment_);
  json += fmt::format(",\"version\":{},\"uptime_seconds\":{},\"ready\":{},\"components\":{{",
                      Quoted(Version()), (clock_.MonotonicMicros() - started_) / kSecond, is_ready);
  const char* comma = "";
  for (const auto& [name, part] : parts_) {
    json += fmt::format("{}{}:{{\"status\":\"{}\",\"since\":\"{}\"", comma, Quoted(name),
                        HealthName(part.health), Iso(part.since));
    if (!part.detail.empty()) json += ",\"detail\":" + Quoted(part.detail);
    json += "}";
    comma = ",";
  }
  json += "}";
  if (last_error_) {
    json += fmt::format(",\"last_error\":{{\"message\":{},\"at\":\"{}\"}}",
                        Quoted(last_error_->message), Iso(last_error_->at));
  }
  for (const auto& [name, value] : facts_) {
    const auto* number = std::get_if<std::int64_t>(&value);
    json += fmt::format(
        ",{}:{}", Quoted(name),
        number != nullptr ? std::to_string(*number) : Quoted(std::get<std::string>(value)));
  }
  return json + "}";
}

}  // namespace lake
