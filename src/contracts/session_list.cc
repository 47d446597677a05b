#include "contracts/session_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace lake {

SessionList::SessionList(SourceFactory source, const SessionListOptions& options, Clock& clock)
    : source_(std::move(source)),
      options_(options),
      stream_options_(CountedAs(Reader::kSession, options.stream)),
      clock_(clock),
      filter_(options.filter) {}

Status SessionList::Restore(SavedSessions saved) {
  saved_ = saved;
  std::lock_guard lock(mutex_);
  if (saved.filter) {
    filter_ = *std::move(saved.filter);
    filter_was_set_ = true;
  }
  for (SavedSession& one : saved.sessions) {
    auto session = std::make_shared<Session>(source_, one.plan, std::move(one.filter),
                                             stream_options_, clock_, std::move(one.status));
    TRY(session->Start());
    sessions_.push_back({std::move(one.id), std::move(session)});
  }
  return {};
}

Result<std::string> SessionList::Start(const SessionPlan& plan) {
  std::shared_ptr<Session> forgotten;  // destroyed without the lock
  SessionPlan whole = plan;
  if (whole.batch_rows == 0) whole.batch_rows = options_.batch_rows;
  std::string id;
  std::shared_ptr<Session> session;
  {
    std::lock_guard lock(mutex_);
    if (Running() >= options_.running_max) {
      return Error{Code::kResourceExhausted,
                   fmt::format("{} sessions are running already", options_.running_max)};
    }
    if (sessions_.size() >= options_.remembered_max) forgotten = ForgetOne();
    // Ids of a service that was started anew are not those of before.
    id = fmt::format("{:x}-{}", clock_.Now(), ++started_);
    session = std::make_shared<Session>(source_, whole, filter_, stream_options_, clock_);
    TRY(session->Start());
    sessions_.push_back({id, session});
  }
  if (Status saved = Save(); !saved.ok()) {
    session->Stop();
    return saved.error();
  }
  return id;
}

Status SessionList::Stop(std::string_view id) {
  {
    std::lock_guard lock(mutex_);
    const Named* const found = FindNamed(id);
    if (found == nullptr) return {Code::kNotFound, fmt::format("there is no session \"{}\"", id)};
    found->session->Stop();
  }
  return Save();
}

Result<std::shared_ptr<const Session>> SessionList::Find(std::string_view id) const {
  std::lock_guard lock(mutex_);
  if (id.empty() && sessions_.empty()) return Error{Code::kNotFound, "no session was started yet"};
  const Named* const found = id.empty() ? &sessions_.back() : FindNamed(id);
  if (found != nullptr) return std::shared_ptr<const Session>(found->session);
  return Error{Code::kNotFound, fmt::format("there is no session \"{}\"", id)};
}

SavedSessions SessionList::Snapshot() const {
  std::lock_guard lock(mutex_);
  SavedSessions all;
  if (filter_was_set_) all.filter = filter_;
  for (const auto& [id, session] : sessions_) {
    all.sessions.push_back({id, session->plan(), session->filter(), session->status()});
  }
  return all;
}

Status SessionList::Save() {
  if (!options_.save) return {};
  const std::lock_guard lock(save_mutex_);
  SavedSessions now = Snapshot();
  if (now == saved_) return {};
  TRY(options_.save(now));
  saved_ = std::move(now);
  return {};
}

Status SessionList::Pause() {
  std::deque<Named> all;
  {
    std::lock_guard lock(mutex_);
    all = sessions_;
  }
  for (const Named& named : all) named.session->Pause();
  return Save();
}

std::size_t SessionList::active() const {
  std::lock_guard lock(mutex_);
  return Running();
}

Status SessionList::SetFilter(EntryFilter filter) {
  {
    std::lock_guard lock(mutex_);
    filter_ = std::move(filter);
    filter_was_set_ = true;
  }
  return Save();
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
