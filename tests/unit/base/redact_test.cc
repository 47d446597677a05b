#include "base/redact.h"

#include <gtest/gtest.h>

#include <string_view>

namespace lake {
namespace {

struct Case {
  std::string_view in;
  std::string_view out;
};

void ExpectAll(std::initializer_list<Case> cases) {
  for (const Case& c : cases) EXPECT_EQ(Redact(std::string(c.in)), c.out);
}

TEST(Redact, HidesPasswordsInUrls) {
  ExpectAll({
      {"open postgres://me:s3cr:et@db:5432/lake?x=1 now",
       "open postgres://me:***@db:5432/lake?x=1 now"},
      {"postgres://me:p@ss@db/lake", "postgres://me:***@db/lake"},
      {"postgres://me:p/s?s@db/lake", "postgres://me:***@db/lake"},
      {"https://ghp_abcdef@host/x", "https://***@host/x"},
      {"ducklake:postgres://u:x@h/d", "ducklake:postgres://u:***@h/d"},
      {"a http://u:1@h and ftp://v:2@k", "a http://u:***@h and ftp://v:***@k"},
  });
}

TEST(Redact, KeepsUrlsWithoutSecrets) {
  for (std::string text : {"https://host:8080/a@b", "s3://bucket/prefix/FC6DB5CF--59912400.xdr.zst",
                           "postgres://me@db/lake", "grpc://localhost:50053", "://", "http://"}) {
    EXPECT_EQ(Redact(text), text);
  }
}

TEST(Redact, HidesValuesOfKeysThatNameASecret) {
  ExpectAll({
      {"host=db password=a&b;c dbname=x", "host=db password=*** dbname=x"},
      {"password = 'a b\\' c' user=x", "password = '***' user=x"},
      {"password='it''s' user=x", "password='***' user=x"},
      {"PGPASSWORD=x y", "PGPASSWORD=*** y"},
      {"AWS_SECRET_ACCESS_KEY=abc/def+g AWS_REGION=eu", "AWS_SECRET_ACCESS_KEY=*** AWS_REGION=eu"},
      {R"({"token": "a\"b", "n": 1})", R"({"token": "***", "n": 1})"},
      {"api-key: 12345", "api-key: ***"},
      {"CREATE SECRET s (TYPE s3, KEY_ID 'k', SECRET 'v', SESSION_TOKEN 't')",
       "CREATE SECRET s (TYPE s3, KEY_ID 'k', SECRET '***', SESSION_TOKEN '***')"},
      {"CREATE ROLE r PASSWORD 'p'", "CREATE ROLE r PASSWORD '***'"},
      {"password='unfinished", "password='***"},
  });
}

TEST(Redact, HidesSignaturesInQueriesAndHeaders) {
  ExpectAll({
      {"GET https://b.s3/k?X-Amz-Signature=ab12&X-Amz-Date=1&X-Amz-Credential=AK%2F1#f",
       "GET https://b.s3/k?X-Amz-Signature=***&X-Amz-Date=1&X-Amz-Credential=***#f"},
      {"https://a.blob/c?sv=1&sig=abc%3D&se=2", "https://a.blob/c?sv=1&sig=***&se=2"},
      {"Authorization: Bearer abc.def", "Authorization: Bearer ***"},
      {"curl -H 'Bearer abc'", "curl -H 'Bearer ***'"},
  });
}

TEST(Redact, LeavesOrdinaryTextAlone) {
  for (std::string text : {"ledger 53312000: tx 17: op 3: offset 812: unknown type",
                           "tokens=5 secrets: none?", "the password is wrong", "", "signal=3",
                           "naïve = 'x'", "token", "password=", "key_id=AK"}) {
    EXPECT_EQ(Redact(text), text);
  }
}

TEST(Redact, HidesValuesWithQuotesAndEscapesInside) {
  ExpectAll({
      {"password=S3cret\\ PG user=x", "password=*** user=x"},
      {"password=S3cret'PG user=x", "password=*** user=x"},
      {"\"host=h password=abc\": refused", "\"host=h password=***\": refused"},
  });
}

TEST(Redact, LeavesProseBehindAColonAlone) {
  for (std::string text :
       {"write ${CATALOG_PASSWORD:-default} when it may be missing",
        "serve.token: the environment variable SERVE_TOKEN is not set",
        "/etc/passwd: no ledgers: the folder is empty", "config.yaml: password: must be a text"}) {
    EXPECT_EQ(Redact(text), text);
  }
}

TEST(KeepSecret, HidesItWhereverItStands) {
  KeepSecret("kept's \\3cret");
  EXPECT_EQ(Redact("a kept's \\3cret, SQL 'kept''s \\3cret', libpq kept\\'s \\\\3cret."),
            "a ***, SQL '***', libpq ***.");
  EXPECT_EQ(HideKnownSecrets("xkept's \\3crety password=visible"), "x***y password=visible");
  KeepSecret("abc");  // too short to be told from other text
  EXPECT_EQ(HideKnownSecrets("abcdef"), "abcdef");
  KeepSecret("");
  EXPECT_EQ(HideKnownSecrets("x"), "x");
}

}  // namespace
}  // namespace lake
