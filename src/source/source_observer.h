// Hears how the sources are, for /health and for people: a source calls it when its state changes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/health.h"

namespace lake {

class SourceObserver {
 public:
  virtual ~SourceObserver() = default;
  // `source` is Describe() of it. Called from any thread, also with locks of the source held: it
  // must not call back.
  virtual void OnSourceState(std::string_view source, Health health, std::string_view detail) = 0;
};

// Tells `observer`, which may be null, how the source of this name is.
inline std::function<void(Health, std::string_view)> TellObserver(SourceObserver* observer,
                                                                  std::string source) {
  return [observer, source = std::move(source)](Health health, std::string_view detail) {
    if (observer != nullptr) observer->OnSourceState(source, health, detail);
  };
}

}  // namespace lake
