#include "contracts/session_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lake {

SessionList::SessionList(SourceFactory source, const SessionListOptions& options, Clock& clock)
    : source_(std::move(source)), options_(options), clock_(clock), filter_(options.filter) {}

Result<std::string> SessionList::Start(const SessionPlan& plan) {
  std::shared_ptr<Session> forgotten;  // destroyed without the lock
  std::lock_guard lock(mutex_);
  if (Running() >= options_.running_max) {
    return Error{Code::kResourceExhausted,
                 fmt::format("{} sessions are running already", options_.running_max)};
  }
  if (sessions_.size() >= options_.remembered_max) forgotten = ForgetOne();
  // Ids of a service that was started anew are not those of before.
  std::string id = fmt::format("{:x}-{}", clock_.Now(), ++started_);
  auto session = std::make_shared<Session>(source_, plan, filter_, options_.stream, clock_);
  TRY(session->Start());
  sessions_.push_back({id, std::move(session)});
  return id;
}

Status SessionList::Stop(std::string_view id) {
  std::lock_guard lock(mutex_);
  const Named* const found = FindNamed(id);
  if (found == nullptr) return {Code::kNotFound, fmt::format("there is no session \"{}\"", id)};
  found->session->Stop();
  return {};
}

Result<std::shared_ptr<const Session>> SessionList::Find(std::string_view id) const {
  std::lock_guard lock(mutex_);
  if (id.empty() && sessions_.empty()) return Error{Code::kNotFound, "no session was started yet"};
  const Named* const found = id.empty() ? &sessions_.back() : FindNamed(id);
  if (found != nullptr) return std::shared_ptr<const Session>(found->session);
  return Error{Code::kNotFound, fmt::format("there is no session \"{}\"", id)};
}

void SessionList::StopAll() {
  std::lock_guard lock(mutex_);
  for (const Named& named : sessions_) named.session->Stop();
}

void SessionList::SetFilter(EntryFilter filter) {
  std::lock_guard lock(mutex_);
  filter_ = std::move(filter);
}

EntryFilter SessionList::filter() const {
  std::lock_guard lock(mutex_);
  return filter_;
}

SessionPlan SessionList::live() const {
  std::lock_guard lock(mutex_);
  return sessions_.empty() ? SessionPlan{} : sessions_.back().session->plan();
}

std::size_t SessionList::Running() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      sessions_, [](const Named& s) { return !HasEnded(s.session->status().state); }));
}

std::shared_ptr<Session> SessionList::ForgetOne() {
  const auto ended = std::ranges::find_if(
      sessions_, [](const Named& s) { return HasEnded(s.session->status().state); });
  if (ended == sessions_.end()) return nullptr;
  std::shared_ptr<Session> session = std::move(ended->session);
  sessions_.erase(ended);
  return session;
}

const SessionList::Named* SessionList::FindNamed(std::string_view id) const {
  const auto found = std::ranges::find(sessions_, id, &Named::id);
  return found == sessions_.end() ? nullptr : &*found;
}

}  // namespace lake
