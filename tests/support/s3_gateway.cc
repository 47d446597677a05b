#include "support/s3_gateway.h"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>

#include "base/check.h"
#include "support/free_port.h"

namespace lake::testing {

namespace fs = std::filesystem;

std::unique_ptr<S3Gateway> S3Gateway::Start(const std::string& program) {
  if (!fs::exists(program)) {
    std::fprintf(stderr, "%s: no S3 server was built\n", program.c_str());
    return nullptr;
  }
  std::unique_ptr<S3Gateway> gateway(new S3Gateway);
  fs::permissions(gateway->root_.path(), fs::perms::all);
  fs::create_directories(gateway->bucket_folder());
  fs::permissions(gateway->bucket_folder(), fs::perms::all);
  gateway->port_ = FreePort();
  gateway->server_ = std::make_unique<Daemon>(std::vector<std::string>{
      program, "--port", fmt::format("127.0.0.1:{}", gateway->port_), "--access", kKeyId,
      "--secret", kSecret, "--region", kRegion, "--virtual-domain", "localhost", "--quiet", "posix",
      "--nometa", gateway->root_.path().string()});
  CHECK(WaitForPort(gateway->port_));
  return gateway;
}

std::string S3Gateway::endpoint() const { return fmt::format("http://127.0.0.1:{}", port_); }

std::vector<std::pair<std::string, std::string>> S3Gateway::environment() const {
  return {{"AWS_ENDPOINT_URL_S3", endpoint()},
          {"AWS_REGION", kRegion},
          {"AWS_ACCESS_KEY_ID", kKeyId},
          {"AWS_SECRET_ACCESS_KEY", kSecret}};
}

}  // namespace lake::testing
