// A folder as a bucket named "bucket" over the parts of S3 that reading a lake needs, without
// checking signatures, as far away as a test says, and with a fault for the first answers of every
// object: to see that none of them becomes a ledger. Thread-safe.
#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/http_script_server.h"

namespace lake::testing {

// kLate is no fault for good: the whole object, after a wait.
enum class S3Fault { kInternalError, kSlowDown, kTruncated, kSilent, kNotFound, kLate };

class LakeS3Server {
 public:
  // The n-th object asked for meets the faults in turn, beginning with the n-th.
  // `latency` is what every answer takes to begin.
  LakeS3Server(std::filesystem::path folder, std::vector<S3Fault> faults,
               std::chrono::milliseconds latency = {});

  std::string url() const { return server_.url(); }
  int requests() const { return server_.requests(); }
  // The longest time from an object's first, faulty answer to its whole one.
  std::chrono::milliseconds longest_recovery() const;

 private:
  using Time = std::chrono::steady_clock::time_point;
  struct Asked {
    std::size_t times = 0;
    Time first;
  };
  HttpScriptServer::Answer Answer(const HttpExchange& exchange);
  HttpScriptServer::Answer AnswerObject(const std::string& key);
  HttpScriptServer::Answer List(const std::string& query) const;

  const std::filesystem::path folder_;
  const std::vector<S3Fault> faults_;
  const std::chrono::milliseconds latency_;
  mutable std::mutex mutex_;
  std::map<std::string, Asked> asked_;
  std::chrono::milliseconds longest_recovery_{0};
  HttpScriptServer server_;  // the last member: it calls the others
};

}  // namespace lake::testing
