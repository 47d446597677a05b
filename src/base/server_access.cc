#include "base/server_access.h"

#include "base/log.h"

namespace lake {

Status CheckAccess(const ServerAccess& access, std::string_view listen, std::string_view offer) {
  if (access.tls_certificate.empty() != access.tls_key.empty()) {
    return {Code::kInvalidArgument, "TLS wants a certificate and its key, both"};
  }
  if (!access.token.empty() && !access.tls()) {
    LogWarn("the token of {} travels in clear text: no TLS certificate is given", listen);
  }
  if (access.token.empty() && !IsLoopback(listen)) {
    LogWarn("whoever reaches {} may {}: set serve.token, or listen on 127.0.0.1", listen, offer);
  }
  return {};
}

bool IsLoopback(std::string_view listen) {
  return listen.starts_with("127.") || listen.starts_with("localhost:") ||
         listen.starts_with("[::1]:");
}

}  // namespace lake
