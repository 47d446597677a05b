// Who we are to S3 and where it is, as far as settings say it. Plain values; s3_place.h fills the
// gaps from the environment.
#pragma once

#include <optional>
#include <string>

namespace lake {

struct AwsCredentials {
  std::string access_key_id;
  std::string secret_access_key;
  std::string session_token = {};  // "" = none
};

struct S3Options {
  std::string endpoint = {};                       // "https://host[:port]"; "" = AWS itself
  std::string region = {};                         // "" = us-east-1, then what the server says
  std::optional<bool> path_style = {};             // default: yes at an endpoint other than AWS
  bool anonymous = false;                          // requests are not signed
  std::optional<AwsCredentials> credentials = {};  // none anywhere = anonymous
};

}  // namespace lake
