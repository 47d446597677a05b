#include "support/lake_s3_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "source/url_text.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kRoot = "/bucket/";

std::string Parameter(const std::string& query, const std::string& name) {
  const std::size_t at = ("&" + query).find("&" + name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 1;
  return DecodeUrl(query.substr(begin, query.find('&', begin) - begin));
}

}  // namespace

LakeS3Server::LakeS3Server(fs::path folder, std::vector<S3Fault> faults)
    : folder_(std::move(folder)),
      faults_(std::move(faults)),
      server_([this](const HttpExchange& exchange) { return Answer(exchange); }) {}

HttpScriptServer::Answer LakeS3Server::List(const std::string& query) const {
  const std::string prefix = Parameter(query, "prefix");
  const std::string after = Parameter(query, "start-after");
  std::vector<std::string> keys;
  for (const auto& entry : fs::directory_iterator(folder_ / prefix)) {
    const std::string key = prefix + entry.path().filename().string();
    if (key > after) keys.push_back(entry.is_directory() ? key + "/" : key);
  }
  std::sort(keys.begin(), keys.end());
  std::string xml = "<ListBucketResult><IsTruncated>false</IsTruncated>";
  for (const std::string& key : keys) {
    xml += key.ends_with('/')
               ? fmt::format("<CommonPrefixes><Prefix>{}</Prefix></CommonPrefixes>", key)
               : fmt::format("<Contents><Key>{}</Key><Size>{}</Size></Contents>", key,
                             fs::file_size(folder_ / key));
  }
  return HttpScriptServer::Ok(xml + "</ListBucketResult>");
}

HttpScriptServer::Answer LakeS3Server::Answer(const HttpExchange& exchange) {
  const std::size_t question = exchange.target.find('?');
  if (question != std::string::npos) return List(exchange.target.substr(question + 1));
  const std::string key = DecodeUrl(exchange.target.substr(kRoot.size()));
  if (!fs::is_regular_file(folder_ / key)) return HttpScriptServer::Status(404);
  HttpScriptServer::Answer whole = HttpScriptServer::Ok(ReadFile(folder_ / key));
  std::size_t time = 0;
  std::size_t object = 0;
  {
    const std::lock_guard lock(mutex_);
    time = asked_[key]++;
    object = asked_.size() - 1;
  }
  if (time >= 2 || faults_.empty()) return whole;
  switch (faults_[(object + time) % faults_.size()]) {
    case S3Fault::kInternalError:
      return HttpScriptServer::Status(500, "", "<Error><Code>InternalError</Code></Error>");
    case S3Fault::kSlowDown:
      return HttpScriptServer::Status(503, "", "<Error><Code>SlowDown</Code></Error>");
    case S3Fault::kTruncated:
      whole.bytes.resize(whole.bytes.size() * 2 / 3);
      return whole;
    case S3Fault::kSilent:
      whole.bytes.resize(whole.bytes.size() / 2);
      whole.silent = true;
      return whole;
    case S3Fault::kNotFound:
      return HttpScriptServer::Status(404);
  }
  return whole;
}

}  // namespace lake::testing
