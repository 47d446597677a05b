#include "source/archive/s3_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "net/http_client.h"
#include "net/url_text.h"
#include "source/archive/archive_source.h"
#include "source/archive/manifest.h"
#include "source/archive/object_request.h"
#include "source/archive/s3_listing.h"
#include "source/archive/s3_signer.h"

namespace lake {
namespace {

constexpr std::uint64_t kListingBytesMax = std::uint64_t{16} << 20;
constexpr std::uint32_t kPageMax = 1000;  // what S3 gives at most
constexpr std::string_view kDefaultRegion = "us-east-1";

using Query = std::vector<std::pair<std::string, std::string>>;

bool IsRegionName(std::string_view name) {
  return !name.empty() && name.size() <= 40 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

class S3Store final : public ObjectStore {
 public:
  S3Store(std::string name, S3Address address, const S3Options& s3, const SourceOptions& options)
      : name_(std::move(name)),
        address_(std::move(address)),
        clock_(options.clock == nullptr ? SystemClock() : *options.clock),
        http_(options.network),
        requests_(name_, options),
        s3_(s3) {}

  std::string Describe() const override { return name_; }
  bool can_list() const override { return true; }
  Result<ObjectPage> List(const ListRequest& request, std::stop_token stop) override;
  Result<std::uint64_t> Size(std::string_view key, std::stop_token stop) override;
  Result<ObjectBytes> Get(std::string_view key, std::stop_token stop) override;

 private:
  Result<HttpAnswer> Ask(HttpMethod method, std::string_view key, const Query& query,
                         const std::stop_token& stop);
  Result<HttpAnswer> AskOnce(HttpMethod method, std::string_view key, const Query& query,
                             const S3Options& s3, const std::stop_token& stop);
  bool LearnRegion(const HttpAnswer& answer, const S3Options& used);
  S3Options options() {
    const std::lock_guard lock(mutex_);
    return s3_;
  }
  std::string Where(std::string_view key) const { return fmt::format("{}/{}", name_, key); }

  const std::string name_;
  const S3Address address_;
  Clock& clock_;
  HttpClient http_;
  ObjectRequests requests_;
  std::mutex mutex_;
  S3Options s3_;  // its region changes when the server names another one
};

Result<ObjectPage> S3Store::List(const ListRequest& request, std::stop_token stop) {
  Query query{{"list-type", "2"},
              {"encoding-type", "url"},
              {"delimiter", "/"},
              {"max-keys", std::to_string(std::clamp(request.limit, 1u, kPageMax))},
              {"prefix", address_.prefix + request.prefix}};
  if (!request.page_token.empty()) {
    query.emplace_back("continuation-token", request.page_token);
  } else if (!request.start_after.empty()) {
    query.emplace_back("start-after", address_.prefix + request.start_after);
  }
  const std::string where = fmt::format("{}: listing {}", name_, request.prefix);
  TRY_ASSIGN(ObjectPage page, requests_.Run(where, stop, [&]() -> Result<ObjectPage> {
    TRY_ASSIGN(const HttpAnswer answer, Ask(HttpMethod::kGet, "", query, stop));
    return ParseS3Listing(answer.body);
  }));
  const std::size_t root = address_.prefix.size();
  const auto cut = [&](std::string& key) {
    if (!key.starts_with(address_.prefix)) return false;
    key.erase(0, root);
    return true;
  };
  for (ObjectInfo& object : page.objects) {
    if (!cut(object.key)) return Error{Code::kDataLoss, where + ": gives keys of another place"};
  }
  for (std::string& folder : page.folders) {
    if (!cut(folder)) return Error{Code::kDataLoss, where + ": gives keys of another place"};
  }
  if (!page.objects.empty()) page.reached = page.objects.back().key;
  // Not every server understands start-after; those keys come first then.
  std::erase_if(page.objects,
                [&](const ObjectInfo& object) { return object.key <= request.start_after; });
  return page;
}

Result<std::uint64_t> S3Store::Size(std::string_view key, std::stop_token stop) {
  return requests_.Run(Where(key), stop, [&]() -> Result<std::uint64_t> {
    TRY_ASSIGN(const HttpAnswer answer, Ask(HttpMethod::kHead, key, {}, stop));
    return ParseObjectSize(answer);
  });
}

Result<ObjectBytes> S3Store::Get(std::string_view key, std::stop_token stop) {
  return requests_.Run(Where(key), stop, [&]() -> Result<ObjectBytes> {
    TRY_ASSIGN(HttpAnswer answer, Ask(HttpMethod::kGet, key, {}, stop));
    return TakeObject(std::move(answer));
  });
}

// Once more when the answer is that the bucket lives in another region.
Result<HttpAnswer> S3Store::Ask(HttpMethod method, std::string_view key, const Query& query,
                                const std::stop_token& stop) {
  S3Options used = options();
  TRY_ASSIGN(HttpAnswer answer, AskOnce(method, key, query, used, stop));
  if (answer.status != 200 && LearnRegion(answer, used)) {
    used = options();
    TRY_ASSIGN(answer, AskOnce(method, key, query, used, stop));
  }
  if (answer.status == 200) return answer;
  const S3Error error = ParseS3Error(answer.body);
  std::string detail = error.code.empty() ? "" : fmt::format("{}: {}", error.code, error.message);
  if (answer.status != 401 && answer.status != 403) return HttpStatusError(answer.status, detail);
  const std::string_view hint =
      used.anonymous ? "asked without credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
                     : "the credentials (AWS_ACCESS_KEY_ID) do not allow it";
  if (key.empty() || key == kManifestKey) {
    return HttpStatusError(
        answer.status, detail.empty() ? std::string(hint) : fmt::format("{}; {}", detail, hint));
  }
  // Without leave to list, what is not there looks like what is forbidden.
  return RefusalOf(answer, detail, AskOnce(HttpMethod::kHead, kManifestKey, {}, used, stop), hint);
}

Result<HttpAnswer> S3Store::AskOnce(HttpMethod method, std::string_view key, const Query& query,
                                    const S3Options& s3, const std::stop_token& stop) {
  const S3Place place = PlaceOf(address_.bucket, s3);
  const bool listing = key.empty();
  const std::string path =
      listing ? place.path_prefix : fmt::format("{}{}{}", place.path_prefix, address_.prefix, key);
  HttpRequest request{.method = method,
                      .url = place.url + EncodeUrlPath(path),
                      .max_bytes = listing ? kListingBytesMax : kMaxObjectBytes,
                      .follow_redirects = s3.anonymous};
  if (!query.empty()) request.url += "?" + CanonicalQuery(query);
  if (s3.credentials) {
    const SignableRequest signable{.method = method == HttpMethod::kHead ? "HEAD" : "GET",
                                   .host = place.host,
                                   .path = path,
                                   .query = query,
                                   .payload_sha256 = std::string(kEmptyPayloadSha256)};
    const std::string region = s3.region.empty() ? std::string(kDefaultRegion) : s3.region;
    request.headers = SignRequest(signable, {region, "s3", clock_.Now()}, *s3.credentials);
  }
  return http_.Send(request, stop);
}

bool S3Store::LearnRegion(const HttpAnswer& answer, const S3Options& used) {
  std::string region(answer.header("x-amz-bucket-region"));
  if (region.empty()) region = ParseS3Error(answer.body).region;
  if (!IsRegionName(region) || region == used.region) return false;
  const std::lock_guard lock(mutex_);
  s3_.region = region;
  return true;
}

}  // namespace

Result<std::shared_ptr<ObjectStore>> OpenS3Store(std::string_view spec, const S3Options& s3,
                                                 const SourceOptions& options) {
  TRY_ASSIGN(S3Address address, ParseS3Address(spec));
  std::string name = fmt::format("s3://{}/{}", address.bucket, address.prefix);
  name.pop_back();
  return std::shared_ptr<ObjectStore>(
      std::make_shared<S3Store>(std::move(name), std::move(address), s3, options));
}

Result<std::unique_ptr<LedgerSource>> OpenS3Lake(std::string_view spec,
                                                 const SourceOptions& options) {
  TRY_ASSIGN(const S3Options s3,
             CompleteS3Options(options.s3, [](const char* name) { return std::getenv(name); }));
  TRY_ASSIGN(auto store, OpenS3Store(spec, s3, options));
  return OpenArchive(std::move(store), ForNetworkStore(options));
}

}  // namespace lake
