#include "app/source_setup.h"

#include <algorithm>

#include "app/run_setup.h"
#include "base/file.h"
#include "base/redact.h"
#include "source/open/open_sources.h"
#include "stellar/network.h"

namespace lake {
namespace {

constexpr std::size_t kSecretBytesMax = 64 << 10;
constexpr std::string_view kSpaces = " \t\r\n";

NetworkOptions NetworkOptionsOf(const Settings& settings) {
  NetworkOptions options;
  options.connect_timeout_ms = settings.connect_timeout_ms;
  options.idle_timeout_ms = settings.idle_timeout_ms;
  options.keepalive_ms = settings.keepalive_ms;
  options.keepalive_timeout_ms = settings.keepalive_ms;
  options.stall_timeout_ms = settings.stall_timeout_ms;
  options.max_message_bytes = settings.message_bytes_max;
  options.backoff.initial_ms = settings.retry_ms;
  options.backoff.max_ms = std::max(settings.retry_ms, settings.retry_max_ms);
  options.breaker = {.failures_to_open = settings.breaker_failures,
                     .successes_to_close = settings.breaker_successes,
                     .open_ms = settings.breaker_open_ms};
  options.first_attempts_max = settings.first_attempts;
  options.attempts_max = settings.attempts;
  options.ca_file = settings.source_ca_file;
  return options;
}

S3Options S3OptionsOf(const Settings& settings) {
  S3Options options;
  options.endpoint = settings.s3_endpoint;
  options.region = settings.s3_region;
  options.anonymous = settings.s3_anonymous;
  if (settings.s3_addressing != "auto") options.path_style = settings.s3_addressing == "path";
  return options;
}

}  // namespace

void SourceStates::OnSourceState(std::string_view source, Health health, std::string_view detail) {
  const std::lock_guard lock(mutex_);
  states_.insert_or_assign(std::string(source), std::pair(health, std::string(detail)));
  if (board_ == nullptr) return;
  board_->Report(source, health, detail);
  if (health != Health::kHealthy) board_->NoteError(detail);
}

void SourceStates::Attach(HealthBoard* board) {
  const std::lock_guard lock(mutex_);
  board_ = board;
  if (board_ == nullptr) return;
  for (const auto& [source, state] : states_) board_->Report(source, state.first, state.second);
}

Result<std::string> ReadSecret(const std::string& secret, const std::string& file) {
  KeepSecret(secret);
  if (file.empty()) return secret;
  if (!secret.empty()) {
    return Error{Code::kInvalidArgument, file + ": the token is given twice, here and as text"};
  }
  TRY_ASSIGN(const std::string text, ReadSmallFile(file, kSecretBytesMax));
  const std::size_t first = text.find_first_not_of(kSpaces);
  if (first == std::string::npos) return Error{Code::kInvalidArgument, file + " is empty"};
  std::string read = text.substr(first, text.find_last_not_of(kSpaces) - first + 1);
  KeepSecret(read);
  return read;
}

Result<SourceOptions> SourceOptionsOf(const Settings& settings, SourceObserver* observer) {
  SourceOptions options;
  options.allow_gaps = settings.allow_gaps;
  options.prefetch_objects = settings.prefetch_objects;
  options.prefetch_threads = settings.prefetch_threads;
  options.prefetch_bytes = settings.prefetch_bytes;
  options.max_output_bytes = settings.object_bytes_max;
  options.poll_interval_ms = settings.poll_interval_ms;
  options.gap_wait_ms = settings.gap_wait_seconds * 1000;
  options.network = NetworkOptionsOf(settings);
  TRY_ASSIGN(options.network.token, ReadSecret(settings.source_token, settings.source_token_file));
  options.s3 = S3OptionsOf(settings);
  options.failover.max_lag_ledgers = settings.failover_lag;
  options.failover.recovery_ms = settings.failover_recovery_ms;
  options.observer = observer;
  if (!settings.network.empty()) {
    TRY_ASSIGN(const Network network, ParseNetwork(settings.network));
    options.network_passphrase = network.passphrase;
  }
  return options;
}

Result<std::unique_ptr<LedgerSource>> OpenRunSources(const Settings& settings,
                                                     const std::vector<std::string>& specs,
                                                     SourceObserver* observer,
                                                     std::stop_token stop) {
  if (specs.empty()) {
    return Error{Code::kInvalidArgument,
                 "a source is missing: name a folder, a file or an address, or set "
                 "source.endpoint"};
  }
  TRY_ASSIGN(SourceOptions options, SourceOptionsOf(settings, observer));
  options.stop = std::move(stop);
  options.awaits_first = FollowsTheTip(settings);
  return OpenSources(specs, options, VerifyOf(settings));
}

}  // namespace lake
