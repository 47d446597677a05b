#include "source/archive/s3_store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "base/redact.h"
#include "net/url_text.h"
#include "source/archive/archive_source.h"
#include "source/archive/http_store.h"
#include "source/archive/s3_listing.h"
#include "source/archive/s3_signer.h"
#include "support/http_script_server.h"
#include "support/matchers.h"
#include "support/read_ledgers.h"
#include "support/tiny_ledger.h"

namespace lake {
namespace {

using testing::HasMessage;
using testing::HttpExchange;
using testing::HttpScriptServer;
using testing::IsError;
using testing::IsOk;

Environment Variables(std::map<std::string, std::string> values) {
  return [values = std::move(values)](const char* name) -> const char* {
    const auto found = values.find(name);
    return found == values.end() ? nullptr : found->second.c_str();
  };
}

SourceOptions Quick() {
  SourceOptions options;
  options.network.idle_timeout_ms = 5'000;  // a busy machine must not look silent
  options.network.backoff = {.initial_ms = 1, .max_ms = 5};
  options.network.attempts_max = 4;
  return options;
}

std::shared_ptr<ObjectStore> Store(const HttpScriptServer& server, S3Options s3 = {}) {
  s3.endpoint = server.url();
  s3.anonymous = !s3.credentials;
  auto store = OpenS3Store("s3://bucket/lake/", s3, Quick());
  CHECK(store.ok());
  return std::move(store).value();
}

TEST(S3Options, FillsItsGapsFromTheEnvironment) {
  const auto options = CompleteS3Options({}, Variables({{"AWS_ACCESS_KEY_ID", "id"},
                                                        {"AWS_SECRET_ACCESS_KEY", "secret"},
                                                        {"AWS_SESSION_TOKEN", "token"},
                                                        {"AWS_DEFAULT_REGION", "eu-west-1"},
                                                        {"AWS_ENDPOINT_URL", "http://a:1/"}}));
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->credentials->session_token, "token");
  EXPECT_EQ(options->region, "eu-west-1");
  EXPECT_EQ(options->endpoint, "http://a:1");
  EXPECT_FALSE(options->anonymous);
}

TEST(S3Options, GivenValuesWinAndAnonymousMeansIt) {
  const auto environment = Variables({{"AWS_ACCESS_KEY_ID", "id"},
                                      {"AWS_SECRET_ACCESS_KEY", "secret"},
                                      {"AWS_REGION", "eu-west-1"}});
  S3Options given;
  given.region = "us-east-2";
  given.anonymous = true;
  const auto options = CompleteS3Options(given, environment);
  ASSERT_THAT(options, IsOk());
  EXPECT_EQ(options->region, "us-east-2");
  EXPECT_FALSE(options->credentials.has_value());
  EXPECT_TRUE((*CompleteS3Options({}, Variables({}))).anonymous);
}

TEST(S3Options, KeysOfTheEnvironmentAreShownNowhere) {
  const Environment environment = [](const char* name) -> const char* {
    const std::string_view wanted = name;
    if (wanted == "AWS_ACCESS_KEY_ID") return "AKIDSHOWN";
    if (wanted == "AWS_SECRET_ACCESS_KEY") return "a key of a source";
    return wanted == "AWS_SESSION_TOKEN" ? "a session of a source" : nullptr;
  };
  ASSERT_TRUE(CompleteS3Options({}, environment).ok());
  EXPECT_EQ(HideKnownSecrets("AKIDSHOWN a key of a source, a session of a source."),
            "AKIDSHOWN ***, ***.");
}

TEST(S3Options, HalfOfTheCredentialsIsAMistake) {
  EXPECT_THAT(CompleteS3Options({}, Variables({{"AWS_ACCESS_KEY_ID", "id"}})),
              IsError(Code::kInvalidArgument));
  S3Options given;
  given.endpoint = "minio:9000";
  EXPECT_THAT(CompleteS3Options(given, Variables({})), IsError(Code::kInvalidArgument));
}

TEST(S3Options, BucketsGoIntoTheHostAtAwsAndIntoThePathElsewhere) {
  S3Options aws;
  EXPECT_EQ(PlaceOf("bucket", aws).url, "https://bucket.s3.amazonaws.com");
  aws.region = "eu-west-1";
  EXPECT_EQ(PlaceOf("bucket", aws).host, "bucket.s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(PlaceOf("with.dots", aws).url, "https://s3.eu-west-1.amazonaws.com");
  EXPECT_EQ(PlaceOf("with.dots", aws).path_prefix, "/with.dots/");
  S3Options own;
  own.endpoint = "http://localhost:9000";
  EXPECT_EQ(PlaceOf("bucket", own).path_prefix, "/bucket/");
  own.path_style = false;
  EXPECT_EQ(PlaceOf("bucket", own).url, "http://bucket.localhost:9000");
  EXPECT_EQ(PlaceOf("bucket", own).host, "bucket.localhost:9000");
}

TEST(S3Address, IsABucketAndAPrefix) {
  EXPECT_EQ((*ParseS3Address("s3://bucket")).prefix, "");
  EXPECT_EQ((*ParseS3Address("s3://bucket/")).prefix, "");
  EXPECT_EQ((*ParseS3Address("s3://bucket/a/b")).prefix, "a/b/");
  for (const char* const wrong :
       {"s3://", "s3:///a", "s3://a", "s3://bu?ket/x", "https://bucket"}) {
    EXPECT_THAT(ParseS3Address(wrong), IsError(Code::kInvalidArgument)) << wrong;
  }
}

std::string Listing(const std::string& inside) {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ListBucketResult "
         "xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">" +
         inside + "</ListBucketResult>";
}

TEST(S3Listing, ReadsAPage) {
  const std::string xml = Listing(
      "<Name>bucket</Name><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>"
      "<NextContinuationToken>a&amp;b=</NextContinuationToken>"
      "<Contents><Key>lake/a%20b</Key><Size>12</Size><Owner><ID>x</ID></Owner></Contents>"
      "<CommonPrefixes><Prefix>lake/c%2F</Prefix></CommonPrefixes>");
  const auto page = ParseS3Listing(AsBytes(xml));
  ASSERT_THAT(page, IsOk());
  ASSERT_EQ(page->objects.size(), 1u);
  EXPECT_EQ(page->objects[0].key, "lake/a b");
  EXPECT_EQ(page->objects[0].size, 12u);
  EXPECT_THAT(page->folders, ::testing::ElementsAre("lake/c/"));
  EXPECT_EQ(page->next_page_token, "a&b=");
}

TEST(S3Listing, RefusesEveryTruncationAndWhatIsNoListing) {
  const std::string xml = Listing("<Contents><Key>a</Key><Size>1</Size></Contents>");
  EXPECT_THAT(ParseS3Listing(AsBytes(xml)), IsOk());
  for (std::size_t size = 0; size < xml.size(); ++size) {
    EXPECT_THAT(ParseS3Listing(AsBytes(xml).first(size)), IsError(Code::kDataLoss)) << size;
  }
  for (const std::string& wrong :
       {std::string("<html>hello</html>"), Listing("<IsTruncated>true</IsTruncated>"),
        Listing("<Contents><Key>a</Key><Size>-1</Size></Contents>"),
        Listing("<Contents><Size>1</Size></Contents>"),
        Listing("<NextContinuationToken>x</NextContinuationToken>"),
        "<!DOCTYPE x [<!ENTITY a \"aa\">]>" + Listing("<Contents><Key>&a;</Key></Contents>")}) {
    EXPECT_THAT(ParseS3Listing(AsBytes(wrong)), IsError(Code::kDataLoss)) << wrong;
  }
}

TEST(S3Store, AsksForPagesInTheOrderOfKeys) {
  std::vector<std::string> targets;
  const HttpScriptServer server([&](const HttpExchange& exchange) {
    targets.push_back(exchange.target);
    return HttpScriptServer::Ok(
        Listing("<Contents><Key>lake/p/k0</Key><Size>1</Size></Contents>"
                "<Contents><Key>lake/p/k2</Key><Size>5</Size></Contents>"
                "<CommonPrefixes><Prefix>lake/p/d/</Prefix></CommonPrefixes>"));
  });
  const auto page = Store(server)->List(
      {.prefix = "p/", .start_after = "p/k1", .page_token = "", .limit = 7}, {});
  ASSERT_THAT(page, IsOk());
  EXPECT_THAT(targets, ::testing::ElementsAre(
                           "/bucket/?delimiter=%2F&encoding-type=url&list-type=2&max-keys=7&"
                           "prefix=lake%2Fp%2F&start-after=lake%2Fp%2Fk1"));
  ASSERT_EQ(page->objects.size(), 1u);
  EXPECT_EQ(page->objects[0].key, "p/k2");
  EXPECT_THAT(page->folders, ::testing::ElementsAre("p/d/"));
}

TEST(S3Store, KeysOfAnotherPlaceAreRefused) {
  const HttpScriptServer server([](const HttpExchange&) {
    return HttpScriptServer::Ok(Listing("<Contents><Key>other/k</Key><Size>1</Size></Contents>"));
  });
  EXPECT_THAT(Store(server)->List({}, {}), IsError(Code::kDataLoss));
}

TEST(S3Store, RepeatsWhatMayPassUntilTheObjectIsWhole) {
  std::atomic<int> count = 0;
  const HttpScriptServer server([&](const HttpExchange&) -> HttpScriptServer::Answer {
    switch (++count) {
      case 1:
        return HttpScriptServer::Status(503, "", "<Error><Code>SlowDown</Code></Error>");
      case 2:
        return {"HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\ncont"};
      case 3:
        return {.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 8\r\n\r\nco", .silent = true};
      default:
        return HttpScriptServer::Ok("content!");
    }
  });
  const auto object = Store(server)->Get("k", {});
  ASSERT_THAT(object, IsOk());
  EXPECT_EQ(AsText(object->bytes), "content!");
  EXPECT_EQ(count, 4);
}

TEST(S3Store, GivesUpAfterItsAttemptsAndSaysWhy) {
  const HttpScriptServer server([](const HttpExchange&) {
    return HttpScriptServer::Status(
        500, "", "<Error><Code>InternalError</Code><Message>again later</Message></Error>");
  });
  const auto object = Store(server)->Get("k", {});
  EXPECT_THAT(object, IsError(Code::kUnavailable));
  EXPECT_THAT(object, HasMessage("s3://bucket/lake/k: after 4 attempts: HTTP status 500: "
                                 "InternalError: again later"));
}

TEST(S3Store, MissingAndForbiddenObjectsAreToldApartAtOnce) {
  const HttpScriptServer server([](const HttpExchange& exchange) {
    return HttpScriptServer::Status(exchange.target.ends_with("missing") ? 404 : 403);
  });
  EXPECT_THAT(Store(server)->Get("missing", {}), IsError(Code::kNotFound));
  EXPECT_THAT(Store(server)->Size("missing", {}), IsError(Code::kNotFound));
  const auto forbidden = Store(server)->Get("other", {});
  EXPECT_THAT(forbidden, IsError(Code::kInvalidArgument));
  EXPECT_THAT(forbidden, HasMessage("without credentials"));
  EXPECT_EQ(server.requests(), 4);
}

TEST(S3Store, GoesToTheRegionThatTheServerNames) {
  const HttpScriptServer server([](const HttpExchange& exchange) {
    const std::string& authorization = exchange.headers.at("authorization");
    if (authorization.find("/eu-central-1/s3/") != std::string::npos) {
      return HttpScriptServer::Ok("content");
    }
    return HttpScriptServer::Status(
        400, "",
        "<Error><Code>AuthorizationHeaderMalformed</Code><Region>eu-central-1</Region></Error>");
  });
  S3Options s3;
  s3.credentials = AwsCredentials{"id", "secret"};
  const auto store = Store(server, s3);
  EXPECT_THAT(store->Get("k", {}), IsOk());
  EXPECT_THAT(store->Get("k", {}), IsOk());
  EXPECT_EQ(server.requests(), 3);
}

TEST(S3Store, SendsTheTokenAndTheHashWithTheSignature) {
  std::map<std::string, std::string> headers;
  const HttpScriptServer server([&](const HttpExchange& exchange) {
    headers = exchange.headers;
    return HttpScriptServer::Ok("x");
  });
  S3Options s3;
  s3.credentials = AwsCredentials{"id", "secret", "session"};
  ASSERT_THAT(Store(server, s3)->Get("a b/c=d", {}), IsOk());
  EXPECT_EQ(headers["x-amz-security-token"], "session");
  EXPECT_EQ(headers["x-amz-content-sha256"], kEmptyPayloadSha256);
  EXPECT_THAT(headers["authorization"],
              ::testing::HasSubstr(
                  "SignedHeaders=host;x-amz-content-sha256;x-amz-date;x-amz-security-token"));
}

TEST(HttpStore, GetsObjectsByUrlAndTheirSizes) {
  const HttpScriptServer server([](const HttpExchange& exchange) {
    if (exchange.target != "/lakes/pubnet/FFFF--0-1/a.xdr.zst") {
      return HttpScriptServer::Status(404);
    }
    HttpScriptServer::Answer answer = HttpScriptServer::Ok("content");
    if (exchange.method == "HEAD") answer.bytes.resize(answer.bytes.size() - 7);
    return answer;
  });
  auto store = OpenHttpStore(server.url() + "/lakes/pubnet/", Quick());
  ASSERT_THAT(store, IsOk());
  EXPECT_FALSE((*store)->can_list());
  EXPECT_EQ((*store)->Describe(), server.url() + "/lakes/pubnet");
  const auto object = (*store)->Get("FFFF--0-1/a.xdr.zst", {});
  ASSERT_THAT(object, IsOk());
  EXPECT_EQ(AsText(object->bytes), "content");
  EXPECT_EQ(*(*store)->Size("FFFF--0-1/a.xdr.zst", {}), 7u);
  EXPECT_THAT((*store)->Get("FFFF--0-1/b.xdr.zst", {}), IsError(Code::kNotFound));
}

// A bucket that gives what it has, lists nothing, and forbids what it lacks: s3:GetObject alone.
HttpScriptServer::Answer WithoutLeaveToList(const HttpExchange& exchange) {
  const bool head = exchange.method == "HEAD";
  std::string body;
  if (exchange.target == "/bucket/lake/.config.json") {
    body = R"({"networkPassphrase":"Test","ledgersPerBatch":1,"batchesPerPartition":1})";
  } else if (exchange.target == "/bucket/lake/FFFFFFF5--10.xdr.zst") {
    body = testing::TinyBatch(10, 10);
  } else {
    body = "<Error><Code>AccessDenied</Code><Message>no</Message></Error>";
    return HttpScriptServer::Status(403, "", head ? "" : body);
  }
  HttpScriptServer::Answer answer = HttpScriptServer::Ok(body);
  if (head) answer.bytes.resize(answer.bytes.size() - body.size());
  return answer;
}

TEST(S3Store, BucketThatMayNotBeListedIsReadByTheManifest) {
  const HttpScriptServer server(WithoutLeaveToList);
  auto lake = OpenArchive(Store(server), Quick());
  ASSERT_THAT(lake, IsOk());
  EXPECT_EQ(testing::ReadLedgers(**lake, {10, 10}), "10");
  EXPECT_THAT((*lake)->Extent(), IsOk());
  EXPECT_THAT((*lake)->Seek({11, 12}), IsError(Code::kNotFound));
  EXPECT_THAT(Store(server)->Get("FFFF", {}), HasMessage("403"));
  EXPECT_THAT(Store(server)->Get("FFFF", {}), IsError(Code::kNotFound));
}

// Whether an object is not there or forbidden is not known while the manifest cannot be asked for.
TEST(S3Store, RefusalIsAskedAboutAgainWhileTheManifestDoesNotAnswer) {
  for (const int status : {0, 503}) {
    std::atomic<int> asked = 0;
    const HttpScriptServer server([&](const HttpExchange& exchange) {
      if (exchange.target != "/bucket/lake/.config.json" || ++asked > 2) {
        return WithoutLeaveToList(exchange);
      }
      return status == 0 ? HttpScriptServer::Answer{} : HttpScriptServer::Status(status);
    });
    EXPECT_THAT(Store(server)->Get("FFFF", {}), IsError(Code::kNotFound)) << status;
    EXPECT_EQ(asked, 3) << status;
    asked = 0;
    auto http = OpenHttpStore(server.url() + "/bucket/lake/", Quick());
    ASSERT_THAT(http, IsOk());
    EXPECT_THAT((*http)->Get("FFFF", {}), IsError(Code::kNotFound)) << status;
    EXPECT_EQ(asked, 3) << status;
  }
}

TEST(S3Store, RefusalNamesTheCodeAndTheCredentials) {
  const HttpScriptServer server([](const HttpExchange&) {
    return HttpScriptServer::Status(403, "",
                                    "<Error><Code>InvalidAccessKeyId</Code><Message>who?</Message>"
                                    "</Error>");
  });
  EXPECT_THAT(Store(server)->Get("a", {}), HasMessage("InvalidAccessKeyId: who?"));
  EXPECT_THAT(Store(server)->Get("a", {}), HasMessage("AWS_SECRET_ACCESS_KEY"));
  S3Options s3;
  s3.credentials = AwsCredentials{"id", "secret"};
  EXPECT_THAT(Store(server, s3)->Get("a", {}), HasMessage("credentials (AWS_ACCESS_KEY_ID)"));
}

TEST(UrlText, EncodesAllButTheUnreservedAndDecodesItBack) {
  const std::string text = "a-._~/b c%\xC3\xA9+=&";
  EXPECT_EQ(EncodeUrl(text), "a-._~%2Fb%20c%25%C3%A9%2B%3D%26");
  EXPECT_EQ(EncodeUrlPath("a/b c"), "a/b%20c");
  EXPECT_EQ(DecodeUrl(EncodeUrl(text)), text);
  EXPECT_EQ(DecodeUrl("100%"), "100%");
  EXPECT_EQ(DecodeUrl("%4"), "%4");
  EXPECT_EQ(DecodeUrl("%zz%41"), "%zzA");
}

TEST(UrlText, AcceptsPlainAddressesOnly) {
  for (const char* const good : {"https://host", "http://host:80/a/b", "https://[::1]:9/x"}) {
    EXPECT_THAT(CheckHttpUrl(good), IsOk()) << good;
  }
  for (const char* const bad : {"host", "ftp://host", "https://", "https:///x", "https://u:p@host",
                                "https://h/?q=1", "https://h/#f", "https://h/a b"}) {
    EXPECT_THAT(CheckHttpUrl(bad), IsError(Code::kInvalidArgument)) << bad;
  }
}

}  // namespace
}  // namespace lake
