// Hears how the sources are, for /health and for people: a source calls it when its state changes.
#pragma once

#include <string_view>

#include "base/health.h"

namespace lake {

class SourceObserver {
 public:
  virtual ~SourceObserver() = default;
  // `source` is Describe() of it. Called from any thread, also with locks of the source held: it
  // must not call back.
  virtual void OnSourceState(std::string_view source, Health health, std::string_view detail) = 0;
};

// Puts every source onto the board as a part of its own.
class HealthSourceObserver final : public SourceObserver {
 public:
  explicit HealthSourceObserver(HealthBoard& board) : board_(board) {}
  void OnSourceState(std::string_view source, Health health, std::string_view detail) override {
    board_.Report(source, health, detail);
    if (health != Health::kHealthy) board_.NoteError(detail);
  }

 private:
  HealthBoard& board_;
};

}  // namespace lake
