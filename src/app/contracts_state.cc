#include "app/contracts_state.h"

#include "base/log.h"

namespace lake {

Result<ContractsState> ContractsState::Open(const std::string& path, const Hash256& network_id) {
  if (path.empty()) return ContractsState(nullptr);
  TRY_ASSIGN(auto file, StateFile::Open(path, network_id));
  ContractsState state(std::move(file));
  TRY_ASSIGN(state.saved_, state.file_->Load());
  return state;
}

std::function<Status(const SavedSessions&)> ContractsState::Saver() {
  if (file_ == nullptr) return {};
  return
      [file = file_.get()](const SavedSessions& sessions) { return file->SaveSessions(sessions); };
}

SessionStatus ContractsState::OwnBefore(const StreamRange& range, bool named) const {
  if (!saved_.own || saved_.own->status.current_ledger == 0) return {};
  const std::uint32_t saved = saved_.own->status.current_ledger;
  const bool within = range.first <= saved && (!range.last || saved <= *range.last);
  if (named && !within) return {};
  LogInfo("goes on behind ledger {}, to which it had come before", saved);
  return saved_.own->status;
}

Status ContractsState::Save(const Follower& follower, SessionList& sessions) {
  TRY(sessions.Save());
  SavedSession own = follower.saved();
  if (own == saved_.own) return {};
  TRY(file_->SaveOwn(own));
  saved_.own = std::move(own);
  return {};
}

void ContractsState::Keep(const Follower& follower, SessionList& sessions, HealthBoard& board) {
  if (file_ == nullptr) return;
  const Status saved = Save(follower, sessions);
  board.Report("state", saved.ok() ? Health::kHealthy : Health::kDegraded,
               saved.ok() ? "" : saved.error().message);
  if (!saved.ok()) board.NoteError(saved.error().message);
}

}  // namespace lake
