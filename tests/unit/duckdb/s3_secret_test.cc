#include "duckdb/s3_secret.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "base/redact.h"
#include "support/matchers.h"

namespace lake {
namespace {

using ::testing::HasSubstr;
using testing::IsError;
using testing::IsOk;
using ::testing::Not;

Result<std::string> SecretSql(const std::map<std::string, std::string>& variables) {
  return S3SecretSql([&](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? nullptr : found->second.c_str();
  });
}

TEST(S3Secret, IsMadeFromTheVariablesOfOtherPrograms) {
  EXPECT_EQ(*SecretSql({}),
            "CREATE OR REPLACE TEMPORARY SECRET stellarlake_data (TYPE s3, REGION 'us-east-1')");
  EXPECT_EQ(*SecretSql({{"AWS_REGION", "eu-west-1"},
                        {"AWS_ACCESS_KEY_ID", "id"},
                        {"AWS_SECRET_ACCESS_KEY", "it's"},
                        {"AWS_ENDPOINT_URL_S3", "http://127.0.0.1:9000/"}}),
            "CREATE OR REPLACE TEMPORARY SECRET stellarlake_data (TYPE s3, REGION 'eu-west-1', "
            "KEY_ID 'id', SECRET 'it''s', ENDPOINT '127.0.0.1:9000', URL_STYLE 'path', USE_SSL "
            "false)");
  EXPECT_THAT(SecretSql({{"AWS_ENDPOINT_URL", "ftp://host"}}), IsError(Code::kInvalidArgument));
}

TEST(S3Secret, ItsKeyIsShownNowhere) {
  const auto sql = SecretSql({{"AWS_ACCESS_KEY_ID", "AKIDSHOWN"},
                              {"AWS_SECRET_ACCESS_KEY", "a key with a 'quote'"},
                              {"AWS_SESSION_TOKEN", "a session of a lake"}});
  ASSERT_THAT(sql, IsOk());
  EXPECT_THAT(*sql, HasSubstr("a session of a lake"));
  const std::string shown = HideKnownSecrets(*sql);
  EXPECT_THAT(shown, HasSubstr("AKIDSHOWN"));
  EXPECT_THAT(shown, Not(HasSubstr("quote")));
  EXPECT_THAT(shown, Not(HasSubstr("session of")));
}

}  // namespace
}  // namespace lake
