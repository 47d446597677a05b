// Who may use one of our servers, and whether others on the way can listen: what every server of
// ours takes of its settings, whatever protocol it speaks.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace lake {

struct ServerAccess {
  std::string tls_certificate = {};  // PEM text of the chain and its key; both or none
  std::string tls_key = {};
  std::string token = {};  // that clients have to show (bearer_token.h); "" = everybody is let in

  bool tls() const { return !tls_key.empty(); }
};

// What a client without the token is told.
inline constexpr std::string_view kTokenWanted =
    "this server wants a token (metadata `authorization: Bearer ...`)";

// kInvalidArgument for half of the TLS pair. The log is warned of a token in clear text, and of a
// server that anybody may use from elsewhere; `offer` is what they may do: "read all ledgers".
Status CheckAccess(const ServerAccess& access, std::string_view listen, std::string_view offer);

// Whether nobody but this machine reaches such an address ("host:port").
bool IsLoopback(std::string_view listen);

}  // namespace lake
