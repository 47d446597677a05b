#include "source/archive/s3_signer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lake {
namespace {

// 2015-08-30T12:36:00Z and 2013-05-24T00:00:00Z.
constexpr std::int64_t kSuiteTime = 1'440'938'160'000'000;
constexpr std::int64_t kS3ExampleTime = 1'369'353'600'000'000;

using Pairs = std::vector<std::pair<std::string, std::string>>;

// The vectors of AWS's Signature Version 4 test suite: service "service" in us-east-1, whose
// headers are host and date besides those of the case.
struct SuiteCase {
  const char* name;
  const char* method;
  const char* path;
  Pairs query;
  Pairs headers;
  const char* signature;
};

const AwsCredentials kSuiteCredentials{"AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"};

std::string SuiteAuthorization(const SuiteCase& vector, const AwsCredentials& credentials) {
  const SignableRequest request{.method = vector.method,
                                .host = "example.amazonaws.com",
                                .path = vector.path,
                                .query = vector.query,
                                .headers = vector.headers,
                                .payload_sha256 = std::string(kEmptyPayloadSha256)};
  return SignRequest(request, {"us-east-1", "service", kSuiteTime}, credentials).back();
}

const std::vector<SuiteCase> kSuite{
    {"get-vanilla",
     "GET",
     "/",
     {},
     {},
     "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"},
    {"get-vanilla-empty-query-key",
     "GET",
     "/",
     {{"Param1", "value1"}},
     {},
     "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"},
    {"get-vanilla-query-order-key-case",
     "GET",
     "/",
     {{"Param2", "value2"}, {"Param1", "value1"}},
     {},
     "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"},
    {"get-header-key-duplicate",
     "GET",
     "/",
     {},
     {{"My-Header1", "value2"}, {"My-Header1", "value2"}, {"My-Header1", "value1"}},
     "c9d5ea9f3f72853aea855b47ea873832890dbdd183b4468f858259531a5138ea"},
    {"get-header-value-order",
     "GET",
     "/",
     {},
     {{"My-Header1", "value4"},
      {"My-Header1", "value1"},
      {"My-Header1", "value3"},
      {"My-Header1", "value2"}},
     "08c7e5a9acfcfeb3ab6b2185e75ce8b1deb5e634ec47601a50643f830c755c01"},
    {"get-header-value-trim",
     "GET",
     "/",
     {},
     {{"My-Header1", " value1"}, {"My-Header2", " \"a   b   c\""}},
     "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"},
    {"get-unreserved",
     "GET",
     "/-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
     {},
     {},
     "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"},
    {"get-utf8",
     "GET",
     "/\xE1\x88\xB4",
     {},
     {},
     "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"},
    {"post-vanilla",
     "POST",
     "/",
     {},
     {},
     "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"},
    {"post-vanilla-query",
     "POST",
     "/",
     {{"Param1", "value1"}},
     {},
     "28038455d6de14eafc1f9222cf5aa6f1a96197d7deb8263271d420d138af7f11"},
    {"post-header-value-case",
     "POST",
     "/",
     {},
     {{"My-Header1", "VALUE1"}},
     "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d"},
};

TEST(S3Signer, AgreesWithThePublishedTestSuite) {
  for (const SuiteCase& vector : kSuite) {
    EXPECT_THAT(SuiteAuthorization(vector, kSuiteCredentials),
                ::testing::EndsWith(std::string("Signature=") + vector.signature))
        << vector.name;
  }
}

TEST(S3Signer, SignsTheSessionToken) {
  AwsCredentials credentials = kSuiteCredentials;
  credentials.session_token =
      "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSP"
      "fIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT"
      "7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAkiY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlz"
      "m8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA==";
  // The suite's post-sts-header-before.
  EXPECT_EQ(SuiteAuthorization({"", "POST", "/", {}, {}, ""}, credentials),
            "Authorization: AWS4-HMAC-SHA256 "
            "Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
            "SignedHeaders=host;x-amz-date;x-amz-security-token, "
            "Signature=85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead");
}

// The examples of "Authenticating Requests: Using the Authorization Header" in the S3 API
// reference.
struct S3Example {
  const char* name;
  const char* path;
  Pairs query;
  Pairs headers;
  const char* signature;
};

TEST(S3Signer, AgreesWithTheExamplesOfTheS3Reference) {
  const AwsCredentials credentials{"AKIAIOSFODNN7EXAMPLE",
                                   "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"};
  const std::vector<S3Example> examples{
      {"GET Object",
       "/test.txt",
       {},
       {{"Range", "bytes=0-9"}},
       "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"},
      {"GET Bucket Lifecycle",
       "/",
       {{"lifecycle", ""}},
       {},
       "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543"},
      {"List Objects",
       "/",
       {{"prefix", "J"}, {"max-keys", "2"}},
       {},
       "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"},
  };
  for (const S3Example& example : examples) {
    const SignableRequest request{.method = "GET",
                                  .host = "examplebucket.s3.amazonaws.com",
                                  .path = example.path,
                                  .query = example.query,
                                  .headers = example.headers,
                                  .payload_sha256 = std::string(kEmptyPayloadSha256)};
    const auto sent = SignRequest(request, {"us-east-1", "s3", kS3ExampleTime}, credentials);
    EXPECT_THAT(sent.back(), ::testing::EndsWith(std::string("Signature=") + example.signature))
        << example.name;
    EXPECT_THAT(sent, ::testing::Contains("x-amz-date: 20130524T000000Z"));
  }
}

TEST(S3Signer, SortsTheQueryByItsEncodedFormAndEncodesEverything) {
  EXPECT_EQ(CanonicalQuery({{"prefix", "a b/c=d&e"}, {"list-type", "2"}, {"start-after", ""}}),
            "list-type=2&prefix=a%20b%2Fc%3Dd%26e&start-after=");
}

}  // namespace
}  // namespace lake
