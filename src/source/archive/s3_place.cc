#include "source/archive/s3_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/redact.h"
#include "net/url_text.h"

namespace lake {
namespace {

constexpr std::string_view kScheme = "s3://";

std::string Variable(const Environment& environment, std::initializer_list<const char*> names) {
  for (const char* const name : names) {
    const char* const value = environment(name);
    if (value != nullptr && *value != '\0') return value;
  }
  return {};
}

// Such a name is one label of a host name, so that TLS certificates for *.host fit.
bool IsHostLabel(std::string_view bucket) {
  return std::all_of(bucket.begin(), bucket.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

bool IsBucketName(std::string_view bucket) {
  return bucket.size() >= 3 && bucket.size() <= 63 && bucket.front() != '.' &&
         bucket.back() != '.' && std::all_of(bucket.begin(), bucket.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '.' || c == '_';
         });
}

Result<std::optional<AwsCredentials>> CredentialsOf(const Environment& environment) {
  AwsCredentials found{Variable(environment, {"AWS_ACCESS_KEY_ID"}),
                       Variable(environment, {"AWS_SECRET_ACCESS_KEY"}),
                       Variable(environment, {"AWS_SESSION_TOKEN"})};
  if (found.access_key_id.empty() && found.secret_access_key.empty()) {
    return std::optional<AwsCredentials>();
  }
  if (found.access_key_id.empty() || found.secret_access_key.empty()) {
    return Error{Code::kInvalidArgument,
                 "of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY only one is set"};
  }
  KeepSecret(found.secret_access_key);
  KeepSecret(found.session_token);
  return std::optional(std::move(found));
}

}  // namespace

Result<S3Options> CompleteS3Options(S3Options given, const Environment& environment) {
  if (given.endpoint.empty()) {
    given.endpoint = Variable(environment, {"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"});
  }
  while (given.endpoint.ends_with('/')) given.endpoint.pop_back();
  if (!given.endpoint.empty()) {
    TRY(CheckHttpUrl(given.endpoint).Context("S3 endpoint"));
    if (given.endpoint.find('/', given.endpoint.find("://") + 3) != std::string::npos) {
      return Error{Code::kInvalidArgument,
                   fmt::format("S3 endpoint {}: without a path, please", given.endpoint)};
    }
  }
  if (given.region.empty()) {
    given.region = Variable(environment, {"AWS_REGION", "AWS_DEFAULT_REGION"});
  }
  if (!given.anonymous && !given.credentials) {
    TRY_ASSIGN(given.credentials, CredentialsOf(environment));
  }
  if (given.anonymous) given.credentials.reset();
  given.anonymous = !given.credentials;
  return given;
}

Result<S3Address> ParseS3Address(std::string_view spec) {
  const std::string_view rest = spec.substr(std::min(kScheme.size(), spec.size()));
  const std::size_t slash = rest.find('/');
  S3Address address{std::string(rest.substr(0, slash)), ""};
  if (slash != std::string_view::npos) address.prefix = rest.substr(slash + 1);
  if (!spec.starts_with(kScheme) || !IsBucketName(address.bucket)) {
    return Error{Code::kInvalidArgument,
                 fmt::format("{} is not an address like s3://bucket/prefix", spec)};
  }
  while (address.prefix.ends_with('/')) address.prefix.pop_back();
  if (!address.prefix.empty()) address.prefix += '/';
  return address;
}

S3Place PlaceOf(const std::string& bucket, const S3Options& options) {
  const bool path_style =
      options.path_style.value_or(!options.endpoint.empty() || !IsHostLabel(bucket));
  std::string scheme = "https://";
  std::string host = options.region.empty() ? "s3.amazonaws.com"
                                            : fmt::format("s3.{}.amazonaws.com", options.region);
  if (!options.endpoint.empty()) {
    const std::size_t end = options.endpoint.find("://") + 3;
    scheme = options.endpoint.substr(0, end);
    host = options.endpoint.substr(end);
  }
  if (!path_style) host = fmt::format("{}.{}", bucket, host);
  return {scheme + host, host, path_style ? fmt::format("/{}/", bucket) : "/"};
}

}  // namespace lake
