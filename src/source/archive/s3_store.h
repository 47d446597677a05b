// A data lake in a bucket of S3 or of anything that speaks like it: signed or anonymous, path or
// virtual-host style. Finds the bucket's region by what the server says. Thread-safe.
#pragma once

#include <memory>
#include <string_view>

#include "base/result.h"
#include "source/archive/object_store.h"
#include "source/archive/s3_place.h"
#include "source/ledger_source.h"
#include "source/source_options.h"

namespace lake {

// `spec` is s3://bucket/prefix; `s3` is complete (CompleteS3Options). Does not connect yet.
Result<std::shared_ptr<ObjectStore>> OpenS3Store(std::string_view spec, const S3Options& s3,
                                                 const SourceOptions& options);
// The lake there as a source, with options.s3 completed from the environment.
Result<std::unique_ptr<LedgerSource>> OpenS3Lake(std::string_view spec,
                                                 const SourceOptions& options);

}  // namespace lake
