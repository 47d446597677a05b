// A data lake on a plain web server: objects by URL, no listing (keys are computed from the lake's
// manifest).
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "source/archive/object_store.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

// `url` is the lake's root: https://host/path. Does not connect yet.
Result<std::shared_ptr<ObjectStore>> OpenHttpStore(std::string_view url,
                                                   const SourceOptions& options);
// The lake there as a source.
Result<std::unique_ptr<LedgerSource>> OpenHttpLake(std::string_view url,
                                                   const SourceOptions& options);

}  // namespace lake
