// The two calls of the Stellar RPC's JSON-RPC interface that give ledgers: getLedgers and
// getHealth. One attempt each. Answers are hostile: bounded in size, and their ledgers are only
// bytes here.
//
// Thread-safe. Errors: those of HttpClient; kUnavailable for what the server calls its own fault,
// kNotFound when it refuses the start (too old, or not closed yet), kInvalidArgument when it
// refuses us, kDataLoss for an answer that is not what was asked for.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "net/http_client.h"
#include "source/ledger_source.h"

namespace lake {

struct RpcPage {
  std::vector<RawLedger> ledgers;  // in the order of the answer, origin empty
  std::string cursor;              // where the next page goes on
  std::uint32_t oldest = 0;
  std::uint32_t latest = 0;
};

struct RpcExtent {
  std::uint32_t oldest = 0;
  std::uint32_t latest = 0;
};

class RpcClient {
 public:
  RpcClient(std::string url, const NetworkOptions& options);

  // From `start`, or from where `cursor` (not empty) says, at most `limit` ledgers.
  Result<RpcPage> GetLedgers(std::uint32_t start, const std::string& cursor, std::uint32_t limit,
                             const std::stop_token& stop);
  Result<RpcExtent> GetExtent(const std::stop_token& stop);

 private:
  Result<HttpAnswer> Post(std::string body, const std::stop_token& stop);

  const std::string url_;
  const NetworkOptions options_;
  HttpClient http_;
};

// The answers' bodies, apart from the network.
Result<RpcPage> ParseRpcLedgers(Bytes body);
Result<RpcExtent> ParseRpcHealth(Bytes body);

}  // namespace lake
