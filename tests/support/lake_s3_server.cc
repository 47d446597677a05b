#include "support/lake_s3_server.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "net/url_text.h"
#include "support/temp_folder.h"

namespace lake::testing {
namespace {

namespace fs = std::filesystem;
constexpr std::string_view kRoot = "/bucket/";
constexpr std::size_t kFaultyAnswers = 2;  // of every object
constexpr std::chrono::milliseconds kLate{250};

std::string Parameter(const std::string& query, const std::string& name) {
  const std::size_t at = ("&" + query).find("&" + name + "=");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + name.size() + 1;
  return DecodeUrl(query.substr(begin, query.find('&', begin) - begin));
}

}  // namespace

LakeS3Server::LakeS3Server(fs::path folder, std::vector<S3Fault> faults,
                           std::chrono::milliseconds latency)
    : folder_(std::move(folder)),
      faults_(std::move(faults)),
      latency_(latency),
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

std::chrono::milliseconds LakeS3Server::longest_recovery() const {
  const std::lock_guard lock(mutex_);
  return longest_recovery_;
}

HttpScriptServer::Answer LakeS3Server::Answer(const HttpExchange& exchange) {
  const std::size_t question = exchange.target.find('?');
  HttpScriptServer::Answer answer =
      question != std::string::npos ? List(exchange.target.substr(question + 1))
                                    : AnswerObject(DecodeUrl(exchange.target.substr(kRoot.size())));
  answer.delay += latency_;
  return answer;
}

HttpScriptServer::Answer LakeS3Server::AnswerObject(const std::string& key) {
  if (!fs::is_regular_file(folder_ / key)) return HttpScriptServer::Status(404);
  if (faults_.empty()) return HttpScriptServer::OkKeptOpen(ReadFile(folder_ / key));
  HttpScriptServer::Answer whole = HttpScriptServer::Ok(ReadFile(folder_ / key));
  std::size_t time = 0;
  std::size_t object = 0;
  {
    const std::lock_guard lock(mutex_);
    const Time now = std::chrono::steady_clock::now();
    Asked& asked = asked_.try_emplace(key, Asked{0, now}).first->second;
    time = asked.times++;
    object = asked_.size() - 1;
    if (time >= kFaultyAnswers) {
      longest_recovery_ =
          std::max(longest_recovery_,
                   std::chrono::duration_cast<std::chrono::milliseconds>(now - asked.first));
    }
  }
  if (time >= kFaultyAnswers) return whole;
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
    case S3Fault::kLate:
      whole.delay = kLate;
      return whole;
  }
  return whole;
}

}  // namespace lake::testing
