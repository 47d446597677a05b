// Whether the files that a catalog names are where it says and as long as it says.
//
// In folders each is opened; of a store's objects the listing tells, so that a lake of many files
// costs few requests. Those that stand elsewhere, or below http:// and https://, where there is no
// listing, are asked for one by one.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "duckdb/lake.h"
#include "lake/durable_files.h"

namespace lake {

struct FileFault {
  std::string path;
  std::string what;  // a sentence that names it
};

// In the order of `files`. An error says nothing of them: a store that does not answer, or does not
// let us list it.
Result<std::vector<FileFault>> FindFileFaults(Connection& connection, const Lake& lake,
                                              std::span<const LakeFile> files);

}  // namespace lake
