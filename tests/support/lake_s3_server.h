// A folder as a bucket named "bucket" over the parts of S3 that reading a lake needs, without
// checking signatures, and with a fault for the first answers of every object: to see that none of
// them becomes a ledger. Thread-safe.
#pragma once

#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "support/http_script_server.h"

namespace lake::testing {

enum class S3Fault { kInternalError, kSlowDown, kTruncated, kSilent, kNotFound };

class LakeS3Server {
 public:
  // The n-th object asked for meets the faults in turn, beginning with the n-th.
  LakeS3Server(std::filesystem::path folder, std::vector<S3Fault> faults);

  std::string url() const { return server_.url(); }
  int requests() const { return server_.requests(); }

 private:
  HttpScriptServer::Answer Answer(const HttpExchange& exchange);
  HttpScriptServer::Answer List(const std::string& query) const;

  const std::filesystem::path folder_;
  const std::vector<S3Fault> faults_;
  std::mutex mutex_;
  std::map<std::string, std::size_t> asked_;  // key → how often
  HttpScriptServer server_;                   // the last member: it calls the others
};

}  // namespace lake::testing
