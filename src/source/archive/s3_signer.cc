#include "source/archive/s3_signer.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <map>

#include "base/bytes.h"
#include "base/hex.h"
#include "base/sha256.h"
#include "net/url_text.h"

namespace lake {
namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

// Lower-case names; runs of spaces become one, none at the ends.
std::string CanonicalValue(std::string_view value) {
  std::string out;
  for (const char c : value) {
    if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
    out += c;
  }
  if (out.ends_with(' ')) out.pop_back();
  return out;
}

std::string CanonicalName(std::string_view name) {
  std::string out(name);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

struct SignedHeaders {
  std::string canonical;  // "name:value\n" of each, sorted by name
  std::string names;      // "host;x-amz-date"
};

SignedHeaders Canonical(const std::vector<std::pair<std::string, std::string>>& headers) {
  std::map<std::string, std::string> sorted;
  for (const auto& [name, value] : headers) {
    std::string& all = sorted[CanonicalName(name)];
    if (!all.empty()) all += ',';
    all += CanonicalValue(value);
  }
  SignedHeaders out;
  for (const auto& [name, value] : sorted) {
    out.canonical += fmt::format("{}:{}\n", name, value);
    if (!out.names.empty()) out.names += ';';
    out.names += name;
  }
  return out;
}

std::string Signature(const SigningScope& scope, std::string_view date, std::string_view secret,
                      std::string_view text) {
  const std::string first = fmt::format("AWS4{}", secret);
  Hash256 key = HmacSha256(AsBytes(first), AsBytes(date));
  for (const std::string_view part :
       {std::string_view(scope.region), std::string_view(scope.service),
        std::string_view("aws4_request")}) {
    key = HmacSha256(key, AsBytes(part));
  }
  return Hex(HmacSha256(key, AsBytes(text)));
}

}  // namespace

std::string CanonicalQuery(std::vector<std::pair<std::string, std::string>> query) {
  for (auto& [name, value] : query) {
    name = EncodeUrl(name);
    value = EncodeUrl(value);
  }
  std::sort(query.begin(), query.end());
  std::string out;
  for (const auto& [name, value] : query) {
    if (!out.empty()) out += '&';
    out += fmt::format("{}={}", name, value);
  }
  return out;
}

std::vector<std::string> SignRequest(const SignableRequest& request, const SigningScope& scope,
                                     const AwsCredentials& credentials) {
  const std::time_t seconds = scope.time_micros / 1'000'000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  const std::string time = fmt::format("{:%Y%m%dT%H%M%SZ}", utc);
  const std::string date = time.substr(0, 8);

  auto headers = request.headers;
  headers.emplace_back("x-amz-date", time);
  if (scope.service == "s3") headers.emplace_back("x-amz-content-sha256", request.payload_sha256);
  if (!credentials.session_token.empty()) {
    headers.emplace_back("x-amz-security-token", credentials.session_token);
  }
  std::vector<std::string> sent;
  for (const auto& [name, value] : headers) sent.push_back(fmt::format("{}: {}", name, value));
  headers.emplace_back("host", request.host);

  const SignedHeaders signed_headers = Canonical(headers);
  const std::string canonical =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}", request.method, EncodeUrlPath(request.path),
                  CanonicalQuery(request.query), signed_headers.canonical, signed_headers.names,
                  request.payload_sha256);
  const std::string where = fmt::format("{}/{}/{}/aws4_request", date, scope.region, scope.service);
  const std::string text =
      fmt::format("{}\n{}\n{}\n{}", kAlgorithm, time, where, Hex(Sha256(AsBytes(canonical))));
  sent.push_back(fmt::format("Authorization: {} Credential={}/{}, SignedHeaders={}, Signature={}",
                             kAlgorithm, credentials.access_key_id, where, signed_headers.names,
                             Signature(scope, date, credentials.secret_access_key, text)));
  return sent;
}

}  // namespace lake
