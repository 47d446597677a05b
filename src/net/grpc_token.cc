#include "net/grpc_token.h"

#include "base/server_access.h"

namespace lake {

grpc::Status CheckToken(const BearerToken& token, const grpc::ServerContextBase& context) {
  if (!token.required()) return grpc::Status::OK;
  const auto shown = context.client_metadata().find("authorization");
  if (shown != context.client_metadata().end() &&
      token.Accepts({shown->second.data(), shown->second.size()})) {
    return grpc::Status::OK;
  }
  return {grpc::StatusCode::UNAUTHENTICATED, std::string(kTokenWanted)};
}

}  // namespace lake
