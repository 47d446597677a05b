// AWS Signature Version 4 in the Authorization header, as
// docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html describes it. Pure functions;
// held against AWS's published test suite.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "source/s3_options.h"

namespace lake {

// What is signed. Names and values are as they are meant: encoding and sorting is done here.
struct SignableRequest {
  std::string method = "GET";
  std::string host = {};
  std::string path = "/";  // decoded; S3's keys are not normalised
  std::vector<std::pair<std::string, std::string>> query = {};
  std::vector<std::pair<std::string, std::string>> headers = {};  // besides host, date and token
  std::string payload_sha256 = {};  // hex; shown as x-amz-content-sha256 only to S3
};

struct SigningScope {
  std::string region;
  std::string service = "s3";
  std::int64_t time_micros = 0;  // since 1970; servers accept 15 minutes of difference
};

// SHA-256 of nothing: the payload of every GET and HEAD.
inline constexpr std::string_view kEmptyPayloadSha256 =
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

// "a=1&b=x%3Dy": sorted and encoded, as it has to stand in the URL, too.
std::string CanonicalQuery(std::vector<std::pair<std::string, std::string>> query);

// The headers to send ("Name: value"), Authorization among them.
std::vector<std::string> SignRequest(const SignableRequest& request, const SigningScope& scope,
                                     const AwsCredentials& credentials);

}  // namespace lake
