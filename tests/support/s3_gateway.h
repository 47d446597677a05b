// A real S3 server (versitygw) over a temporary folder with a bucket named "bucket", on a free
// loopback port; it checks signatures, knows buckets by their path and as hosts below "localhost",
// and ends with this object.
//
// Start gives null, with the reason on stderr, where there is no Go to build the server with.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "support/daemon.h"
#include "support/temp_folder.h"

namespace lake::testing {

class S3Gateway {
 public:
  // `program` is the server's: the build knows where it was installed.
  static std::unique_ptr<S3Gateway> Start(const std::string& program);

  std::string endpoint() const;
  int port() const { return port_; }
  static constexpr const char* kKeyId = "AKIDTESTTESTTEST";
  static constexpr const char* kSecret = "a secret/with+odd=signs";
  static constexpr const char* kRegion = "eu-west-1";

  // Buckets are folders in it, objects files.
  const TempFolder& root() const { return root_; }
  std::string bucket_folder() const { return root_.path().string() + "/bucket"; }
  // As other S3 programs are told of it.
  std::vector<std::pair<std::string, std::string>> environment() const;

 private:
  S3Gateway() = default;

  TempFolder root_;
  int port_ = 0;
  std::unique_ptr<Daemon> server_;
};

}  // namespace lake::testing
