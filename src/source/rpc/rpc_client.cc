#include "source/rpc/rpc_client.h"

#include <fmt/format.h>

#include <utility>

#include "base/clock.h"
#include "base/json_text.h"
#include "base/metrics.h"

namespace lake {

RpcClient::RpcClient(std::string url, const NetworkOptions& options)
    : url_(std::move(url)), options_(options), http_(options) {}

Result<RpcPage> RpcClient::GetLedgers(std::uint32_t start, const std::string& cursor,
                                      std::uint32_t limit, const std::stop_token& stop) {
  // A cursor and a start exclude each other.
  std::string from = fmt::format(R"("startLedger":{},)", start);
  std::string pagination = fmt::format(R"("limit":{})", limit);
  if (!cursor.empty()) {
    from.clear();
    pagination += R"(,"cursor":)";
    AppendJsonString(pagination, cursor);
  }
  TRY_ASSIGN(const HttpAnswer answer,
             Post(fmt::format(R"({{"jsonrpc":"2.0","id":1,"method":"getLedgers",)"
                              R"("params":{{{}"pagination":{{{}}}}}}})",
                              from, pagination),
                  stop));
  return ParseRpcLedgers(answer.body);
}

Result<RpcExtent> RpcClient::GetExtent(const std::stop_token& stop) {
  TRY_ASSIGN(const HttpAnswer answer,
             Post(R"({"jsonrpc":"2.0","id":1,"method":"getHealth"})", stop));
  return ParseRpcHealth(answer.body);
}

Result<HttpAnswer> RpcClient::Post(std::string body, const std::stop_token& stop) {
  HttpRequest request{.method = HttpMethod::kPost,
                      .url = url_,
                      .headers = {"Content-Type: application/json"},
                      .body = std::move(body),
                      .max_bytes = options_.max_message_bytes,
                      .follow_redirects = false};
  if (!options_.token.empty()) request.headers.push_back("Authorization: Bearer " + options_.token);
  const std::int64_t begin = SystemClock().MonotonicMicros();
  TRY_ASSIGN(HttpAnswer answer, http_.Send(request, stop));
  const std::int64_t micros = SystemClock().MonotonicMicros() - begin;
  HistogramOf(MetricId::kSourceRequestSeconds, {"rpc+" + url_})
      .Observe(static_cast<double>(micros) / 1e6);
  CounterOf(MetricId::kSourceObjects, {"rpc+" + url_}).Add();
  CounterOf(MetricId::kSourceBytes, {"rpc+" + url_}).Add(static_cast<double>(answer.body.size()));
  if (answer.status != 200) return HttpStatusError(answer.status, "");
  return answer;
}

}  // namespace lake
