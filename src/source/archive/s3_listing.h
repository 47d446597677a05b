// The XML answers of S3: a page of ListObjectsV2, and errors. Hostile input: bounded by the caller
// in size, by us in depth and count; entities of its own are refused. Pure functions.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "source/archive/object_store.h"

namespace lake {

// Keys are those of the bucket, decoded. kDataLoss when it is not such an answer.
Result<ObjectPage> ParseS3Listing(Bytes xml);

struct S3Error {
  std::string code;     // "AccessDenied", "" when the answer is not S3's XML
  std::string message;  // cut
  std::string region;   // the one to use instead, "" when it is not about that
};
S3Error ParseS3Error(Bytes xml);

}  // namespace lake
