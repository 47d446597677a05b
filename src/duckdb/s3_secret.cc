#include "duckdb/s3_secret.h"

#include <fmt/format.h>

#include <initializer_list>
#include <string_view>

#include "base/redact.h"
#include "table/sql_text.h"

namespace lake {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";

}  // namespace

Result<std::string> S3SecretSql(const std::function<const char*(const char*)>& environment) {
  const auto first_of = [&](std::initializer_list<const char*> names) {
    for (const char* name : names) {
      const char* value = environment(name);
      if (value != nullptr && *value != '\0') return std::string_view(value);
    }
    return std::string_view();
  };
  std::string sql = "CREATE OR REPLACE TEMPORARY SECRET stellarlake_data (TYPE s3";
  const auto add = [&sql](std::string_view name, std::string_view value) {
    if (!value.empty()) sql += fmt::format(", {} {}", name, QuoteLiteral(value));
  };
  const std::string_view region = first_of({"AWS_REGION", "AWS_DEFAULT_REGION"});
  add("REGION", region.empty() ? std::string_view("us-east-1") : region);
  add("KEY_ID", first_of({"AWS_ACCESS_KEY_ID"}));
  const auto add_hidden = [&](std::string_view name, std::string_view value) {
    KeepSecret(value);
    add(name, value);
  };
  add_hidden("SECRET", first_of({"AWS_SECRET_ACCESS_KEY"}));
  add_hidden("SESSION_TOKEN", first_of({"AWS_SESSION_TOKEN"}));
  std::string_view endpoint = first_of({"AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"});
  if (endpoint.empty()) return sql + ")";
  const bool plain = endpoint.starts_with(kHttp);
  if (!plain && !endpoint.starts_with(kHttps)) {
    return {Code::kInvalidArgument,
            fmt::format("AWS_ENDPOINT_URL: '{}' is no http:// or https:// address", endpoint)};
  }
  endpoint.remove_prefix(plain ? kHttp.size() : kHttps.size());
  while (endpoint.ends_with('/')) endpoint.remove_suffix(1);
  add("ENDPOINT", endpoint);
  add("URL_STYLE", "path");
  return sql + fmt::format(", USE_SSL {})", plain ? "false" : "true");
}

}  // namespace lake
