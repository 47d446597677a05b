#include "source/archive/http_store.h"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "net/http_client.h"
#include "net/url_text.h"
#include "source/archive/archive_source.h"
#include "source/archive/manifest.h"
#include "source/archive/object_request.h"

namespace lake {
namespace {

class HttpStore final : public ObjectStore {
 public:
  HttpStore(std::string root, const SourceOptions& options)
      : root_(std::move(root)), http_(options.network), requests_(root_, options) {
    if (!options.network.token.empty()) {
      headers_.push_back("Authorization: Bearer " + options.network.token);
    }
  }

  std::string Describe() const override { return root_; }
  bool can_list() const override { return false; }

  Result<ObjectPage> List(const ListRequest&, std::stop_token) override {
    return Error{Code::kInvalidArgument, root_ + ": a web server has no listing"};
  }

  Result<std::uint64_t> Size(std::string_view key, std::stop_token stop) override {
    return requests_.Run(Where(key), stop, [&]() -> Result<std::uint64_t> {
      TRY_ASSIGN(const HttpAnswer answer, Ask(HttpMethod::kHead, key, stop));
      return ParseObjectSize(answer);
    });
  }

  Result<ObjectBytes> Get(std::string_view key, std::stop_token stop) override {
    return requests_.Run(Where(key), stop, [&]() -> Result<ObjectBytes> {
      TRY_ASSIGN(HttpAnswer answer, Ask(HttpMethod::kGet, key, stop));
      return TakeObject(std::move(answer));
    });
  }

 private:
  std::string Where(std::string_view key) const { return fmt::format("{}/{}", root_, key); }

  Result<HttpAnswer> Ask(HttpMethod method, std::string_view key, const std::stop_token& stop) {
    TRY_ASSIGN(HttpAnswer answer, AskOnce(method, key, stop));
    if (answer.status == 200) return answer;
    if (answer.status != 401 && answer.status != 403) return HttpStatusError(answer.status, "");
    const std::string_view hint = headers_.empty() ? "it wants a token: give source.token"
                                                   : "the server refuses the token (source.token)";
    if (key == kManifestKey) return HttpStatusError(answer.status, hint);
    // Some servers forbid what is not there.
    return RefusalOf(answer, "", AskOnce(HttpMethod::kHead, kManifestKey, stop), hint);
  }

  Result<HttpAnswer> AskOnce(HttpMethod method, std::string_view key, const std::stop_token& stop) {
    return http_.Send({.method = method,
                       .url = fmt::format("{}/{}", root_, EncodeUrlPath(key)),
                       .headers = headers_,
                       .max_bytes = kMaxObjectBytes},
                      stop);
  }

  const std::string root_;
  std::vector<std::string> headers_;
  HttpClient http_;
  ObjectRequests requests_;
};

}  // namespace

Result<std::shared_ptr<ObjectStore>> OpenHttpStore(std::string_view url,
                                                   const SourceOptions& options) {
  TRY(CheckHttpUrl(url));
  while (url.ends_with('/')) url.remove_suffix(1);
  return std::shared_ptr<ObjectStore>(std::make_shared<HttpStore>(std::string(url), options));
}

Result<std::unique_ptr<LedgerSource>> OpenHttpLake(std::string_view url,
                                                   const SourceOptions& options) {
  TRY_ASSIGN(auto store, OpenHttpStore(url, options));
  return OpenArchive(std::move(store), ForNetworkStore(options));
}

}  // namespace lake
