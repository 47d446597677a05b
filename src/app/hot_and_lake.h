// The hot buffer and the lake of the settings, opened to be read as one (view/one_view.h).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>

#include "app/settings.h"
#include "base/result.h"
#include "duckdb/lake.h"
#include "view/one_view.h"

namespace lake {

// Whether the settings ask for the hot buffer, too.
bool ReadsHot(const Settings& settings);

struct OpenedStores {
  std::unique_ptr<Lake> lake;     // null: there is none yet
  Connection connection;          // with the views that the statements need
  std::optional<OneView> view{};  // of both, where the hot buffer is read
};

// Says on standard error what the reader has to know of holes. A lake that is not there is none as
// long as nothing was moved to one.
Result<OpenedStores> OpenHotAndLake(const Settings& settings,
                                    std::span<const std::string> statements, std::stop_token stop);

}  // namespace lake
