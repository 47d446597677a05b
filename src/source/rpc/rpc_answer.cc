// The JSON of the RPC's answers.
#include <fmt/format.h>
#include <simdjson.h>

#include <limits>
#include <memory>
#include <utility>

#include "base/base64.h"
#include "source/rpc/rpc_client.h"

namespace lake {
namespace {

// More than any server gives at once.
constexpr std::size_t kLedgersMax = 1000;
constexpr std::size_t kMessageMax = 300;

// Error codes of JSON-RPC 2.0.
constexpr std::int64_t kMethodNotFound = -32601;
constexpr std::int64_t kInvalidParams = -32602;
constexpr std::int64_t kInvalidRequest = -32600;

Error NotAnAnswer(std::string_view why) {
  return {Code::kDataLoss, fmt::format("not an answer of getLedgers: {}", why)};
}

Error RpcError(simdjson::dom::element error) {
  std::int64_t code = 0;
  std::string_view message;
  if (error["code"].get(code) != simdjson::SUCCESS) code = 0;
  if (error["message"].get(message) != simdjson::SUCCESS) message = "without a message";
  std::string text = fmt::format("RPC error {}: {}", code, message.substr(0, kMessageMax));
  if (code == kInvalidParams || code == kInvalidRequest) return {Code::kNotFound, std::move(text)};
  if (code == kMethodNotFound) return {Code::kInvalidArgument, std::move(text)};
  return {Code::kUnavailable, std::move(text)};
}

Result<simdjson::dom::element> ResultOf(simdjson::dom::parser& parser, Bytes body) {
  simdjson::dom::element document;
  if (const auto error = parser.parse(body.data(), body.size()).get(document)) {
    return NotAnAnswer(simdjson::error_message(error));
  }
  simdjson::dom::element part;
  if (document["error"].get(part) == simdjson::SUCCESS && !part.is_null()) return RpcError(part);
  if (document["result"].get(part) != simdjson::SUCCESS) return NotAnAnswer("it has no result");
  return part;
}

Result<std::uint32_t> Sequence(simdjson::dom::element in, std::string_view name) {
  std::uint64_t value = 0;
  if (in[name].get(value) != simdjson::SUCCESS ||
      value > std::numeric_limits<std::uint32_t>::max()) {
    return NotAnAnswer(fmt::format("{} is not a ledger sequence", name));
  }
  return static_cast<std::uint32_t>(value);
}

Result<RawLedger> LedgerOf(simdjson::dom::element entry) {
  RawLedger ledger;
  TRY_ASSIGN(ledger.sequence, Sequence(entry, "sequence"));
  std::string_view text;
  if (entry["metadataXdr"].get(text) != simdjson::SUCCESS) {
    return NotAnAnswer(fmt::format("ledger {} has no metadataXdr", ledger.sequence));
  }
  auto xdr = ParseBase64(text);
  if (!xdr.ok()) {
    return NotAnAnswer(fmt::format("ledger {}: {}", ledger.sequence, xdr.error().message));
  }
  const auto owner = std::make_shared<const std::vector<std::uint8_t>>(std::move(xdr).value());
  ledger.xdr = *owner;
  ledger.owner = owner;
  return ledger;
}

}  // namespace

Result<RpcPage> ParseRpcLedgers(Bytes body) {
  simdjson::dom::parser parser;
  TRY_ASSIGN(const simdjson::dom::element result, ResultOf(parser, body));
  RpcPage page;
  TRY_ASSIGN(page.oldest, Sequence(result, "oldestLedger"));
  TRY_ASSIGN(page.latest, Sequence(result, "latestLedger"));
  std::string_view cursor;
  if (result["cursor"].get(cursor) == simdjson::SUCCESS) page.cursor = cursor;
  simdjson::dom::array ledgers;
  if (result["ledgers"].get(ledgers) != simdjson::SUCCESS) return NotAnAnswer("it has no ledgers");
  if (ledgers.size() > kLedgersMax) return NotAnAnswer("it has too many ledgers");
  for (const simdjson::dom::element entry : ledgers) {
    TRY_ASSIGN(RawLedger ledger, LedgerOf(entry));
    page.ledgers.push_back(std::move(ledger));
  }
  return page;
}

Result<RpcExtent> ParseRpcHealth(Bytes body) {
  simdjson::dom::parser parser;
  TRY_ASSIGN(const simdjson::dom::element result, ResultOf(parser, body));
  RpcExtent extent;
  TRY_ASSIGN(extent.oldest, Sequence(result, "oldestLedger"));
  TRY_ASSIGN(extent.latest, Sequence(result, "latestLedger"));
  if (extent.oldest > extent.latest) {
    return Error{Code::kDataLoss,
                 fmt::format("not an answer of getHealth: its oldest ledger {} is newer than its "
                             "latest {}",
                             extent.oldest, extent.latest)};
  }
  return extent;
}

}  // namespace lake
