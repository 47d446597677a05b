// Who we are to an object store that holds a lake's data: a secret of DuckDB's, made from the
// environment that other S3 programs use (source/s3_options.h has the same names for sources):
// AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, AWS_REGION, AWS_DEFAULT_REGION, AWS_ACCESS_KEY_ID,
// AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN. Without any of them requests are not signed.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"

namespace lake {

// The statement that makes the secret; it holds the key, so it must reach no log. The key is hidden
// from then on (base/redact.h).
// kInvalidArgument for an endpoint that is no http:// or https:// address.
Result<std::string> S3SecretSql(const std::function<const char*(const char*)>& environment);

}  // namespace lake
