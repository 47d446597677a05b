// Where a bucket is and who we are to it. What is left empty comes from the environment that other
// S3 programs use: AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION,
// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. Thread-safe.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "source/s3_options.h"

namespace lake {

// The value of a variable, nullptr when it is not set: std::getenv in the program.
using Environment = std::function<const char*(const char* name)>;

// `given` with its gaps filled. Keys of the environment are hidden from then on (base/redact.h).
// kInvalidArgument for an endpoint that is no address, or half of the
// credentials.
Result<S3Options> CompleteS3Options(S3Options given, const Environment& environment);

// The lake at s3://bucket/prefix.
struct S3Address {
  std::string bucket;
  std::string prefix;  // with its trailing '/', or ""
};
Result<S3Address> ParseS3Address(std::string_view spec);

// Where requests for a bucket go.
struct S3Place {
  std::string url;          // "https://bucket.s3.eu-west-1.amazonaws.com", without a path
  std::string host;         // as it is signed, port included
  std::string path_prefix;  // "/bucket/" or "/"
};
S3Place PlaceOf(const std::string& bucket, const S3Options& options);

}  // namespace lake
