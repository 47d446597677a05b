#include "app/access_setup.h"

#include "app/source_setup.h"
#include "base/file.h"

namespace lake {
namespace {

constexpr std::size_t kPemBytesMax = std::size_t{1} << 20;

Result<std::string> ReadPem(const std::string& file) {
  if (file.empty()) return std::string();
  return ReadSmallFile(file, kPemBytesMax);
}

}  // namespace

Result<ServerAccess> AccessOf(const Settings& settings) {
  ServerAccess access;
  TRY_ASSIGN(access.tls_certificate, ReadPem(settings.serve_tls_certificate));
  TRY_ASSIGN(access.tls_key, ReadPem(settings.serve_tls_key));
  TRY_ASSIGN(access.token, ReadSecret(settings.serve_token, settings.serve_token_file));
  return access;
}

}  // namespace lake
